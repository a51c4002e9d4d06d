/// What a course, a game or a leaflet is called, in quotation marks: `the module "Rose, Thorn and Bud"`, `modules such as
/// "Art of the Question"`. Ordinary words of such titles pass, also those that are names as well; names that are nothing
/// else, and words that no list knows, do not.
struct CourseTitle {
    let answer: Answer

    /// Lets the words of such titles pass.
    func grant() {
        let words = answer.words.all
        var first = 0
        var isListed = false
        while first < words.count {
            guard words[first].gap.contains(.quote), let last = closing(from: first) else {
                isListed = isListed && Self.links.contains(words[first])
                first += 1
                continue
            }
            isListed = isListed || isIntroduced(first)
            if isListed, (first...last).allSatisfy(isOrdinary) {
                for index in first...last where words[index].verdict == .open { answer.words.grant(at: index) }
            }
            first = last + 1
        }
    }

    private func isOrdinary(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        guard word.isWord, word.count > 1, !word.isDisguised, !word.isPossessive, word.shape != .initial,
            !word.classes.has([.title, .honorific, .speech, .organisation, .schoolWord])
        else { return false }
        return word.classes.has([.common, .function]) || word.classes.has(.words) && !word.classes.has(.names)
    }

    /// The last word before the marks close; eight words at most. A mark opens right before a word and closes right behind
    /// one.
    private func closing(from first: Int) -> Int? {
        let words = answer.words.all
        guard isMark(Int(words[first].start) - 1) else { return nil }
        let last = (first..<min(first + 8, words.count)).first { index in
            index + 1 == words.count || words[index + 1].gap.contains(.quote)
        }
        guard let last, isMark(Int(words[last].end)) || isMark(Int(words[last].end) + 1) else { return nil }
        return last
    }

    private func isMark(_ place: Int) -> Bool {
        answer.bytes.indices.contains(place) && answer.bytes[place] == UInt8(ascii: "\"")
    }

    /// `module "…"`, `course was called "…"`, `modules such as "…"`: nothing of persons stands between.
    private func isIntroduced(_ first: Int) -> Bool {
        let words = answer.words.all
        for index in stride(from: first - 1, through: max(0, first - 5), by: -1) {
            if words[index + 1].gap.contains(.stop) || words[index + 1].gap.contains(.line) { return false }
            if Self.things.contains(words[index]) { return true }
            guard words[index].shape == .lower, Self.between.contains(words[index]) else { return false }
        }
        return false
    }

    private static let things = WordSet(
        "course courses module modules training trainings workshop workshops seminar seminars webinar webinars lesson lessons chapter chapters leaflet leaflets poster posters brochure brochures slogan slogans motto"
    )
    private static let between = WordSet("was were is are called named titled entitled such as like")
    private static let links = WordSet("and or")
}
