/// What is said with an age belongs to it: of `14 years old`, `9 years and 4 months`, `15-year-old` only `[AGE]` is left, and
/// with it nobody can tell months from years.
struct AgeUnit {
    let answer: Answer

    private static let years = WordSet(
        "year years yr yrs y yo vjec vjece vjecar vjecare vjet godina godine godinu god ano anos an ani anisor")
    private static let parts = WordSet(
        "month months week weeks day days meses mes semanas dias muaj jave dite mjesec mjeseca mjeseci sedmica sedmice dana luni luna saptamani zile"
    )
    private static let de = WordSet("de")
    private static let ani = WordSet("ani")
    private static let ands = WordSet("and y e si i dhe")
    private static let half = WordSet("half")
    private static let articles = WordSet("a")
    private static let old = WordSet("old")
    private static let of = WordSet("of")
    private static let age = WordSet("age")

    /// The mentions, each age with its unit.
    func included(in mentions: [Mention]) -> [Mention] {
        guard mentions.contains(where: { $0.kind == .age }) else { return mentions }
        var all: [Mention] = []
        for (place, mention) in mentions.enumerated() {
            var mention = mention
            if mention.kind == .age {
                let end = end(behind: mention.range.upperBound)
                let isFree = place + 1 == mentions.count || mentions[place + 1].kind == .age
                if isFree || end <= mentions[place + 1].range.lowerBound {
                    mention.range = mention.range.lowerBound..<end
                }
            }
            // `2 years and 4 months`: years and months were found apart.
            if let last = all.last, last.range.upperBound > mention.range.lowerBound {
                all[all.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, mention.range.upperBound)
            } else {
                all.append(mention)
            }
        }
        return all
    }

    private func end(behind end: Int) -> Int {
        var last = answer.word(from: end) - 1
        guard last >= 0 else { return end }
        if isHalf(last) { last += 3 }
        if isNext(to: last, Self.de), isNext(to: last + 1, Self.ani) { last += 1 }
        if isNext(to: last, Self.years) {
            last = withRest(last + 1)
        } else if isNext(to: last, Self.parts) {
            last += 1
        }
        if isNext(to: last, Self.old) {
            last += 1
        } else if isNext(to: last, Self.of), isNext(to: last + 1, Self.age) {
            last += 2
        }
        return max(end, Int(answer.words.all[last].end))
    }

    /// `and a half`
    private func isHalf(_ last: Int) -> Bool {
        isNext(to: last, Self.ands) && isNext(to: last + 1, Self.articles) && isNext(to: last + 2, Self.half)
    }

    /// `9 years 4 months`, `nine years and a half`
    private func withRest(_ last: Int) -> Int {
        let words = answer.words.all
        let first = isNext(to: last, Self.ands) ? last + 1 : last
        if isHalf(last) { return last + 3 }
        guard first + 1 < words.count, words[first + 1].gap == .space, isNext(to: first + 1, Self.parts),
            words[first + 1].shape == .number && words[first + 1].count <= 2
                || words[first + 1].classes.has(.numberWord)
        else { return last }
        return first + 2
    }

    /// Whether one of some words stands right behind, with a blank or a hyphen between.
    private func isNext(to index: Int, _ set: WordSet) -> Bool {
        let words = answer.words.all
        return index + 1 < words.count && words[index + 1].gap.isSubset(of: [.space, .hyphen])
            && words[index + 1].isWord && set.contains(words[index + 1])
    }
}
