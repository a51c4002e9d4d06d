/// Names written letter by letter, with blanks, hyphens or points between: `A n a  P o p e s c u`, `D-r-i-t-a`. Words and
/// abbreviations that the lists know stay, and so do letters in the order of the alphabet.
struct SpelledName {
    let answer: Answer

    /// So many letters in a row are read together; no name is longer, and time stays linear.
    private static let reach = 64

    func mentions() -> [Mention] {
        var mentions: [Mention] = []
        var index = 0
        while index < answer.words.all.count {
            let last = end(from: index)
            if last > index + 1, isName(index...last) {
                let words = answer.words.all
                mentions.append(Mention(.person, Int(words[index].start)..<Int(words[last].end), .shape))
            }
            index = last + 1
        }
        return mentions
    }

    /// The last of the letters that stand in a row, the same sign between them.
    private func end(from index: Int) -> Int {
        let words = answer.words.all
        var last = index
        while last + 1 < words.count, last - index < Self.reach, isLetter(words[last]), !words[last].isPossessive,
            isLetter(words[last + 1]), Self.signs.contains(words[last + 1].gap),
            last == index || words[last + 1].gap == words[last].gap
        { last += 1 }
        return last
    }

    private static let signs: [Word.Gap] = [.space, .hyphen, .period, .other]

    private func isLetter(_ word: Word) -> Bool {
        word.isWord && word.count == 1 && word.verdict != .taken
    }

    private func isName(_ range: ClosedRange<Int>) -> Bool {
        // `J.M.R.` are initials, which are found beside names.
        let words = answer.words.all
        if words[range.lowerBound + 1].gap == .period, words[range].allSatisfy(\.hasCapital) { return false }
        let parts = parts(range).map { (letters: $0, classes: classes($0)) }
        if parts.contains(where: { $0.letters.count >= 3 && $0.classes.has(.names) && !$0.classes.has(.common) }) {
            return true
        }
        return range.count >= 4 && !isAlphabet(range)
            && !parts.allSatisfy { $0.classes.has(WordClass.words.union([.allowed, .acronym])) }
    }

    private func classes(_ letters: [UInt8]) -> WordClass { answer.lexicon.table[WordHash.of(letters)] }

    /// The words that the letters are of: a wider blank parts them, or a capital behind a small letter.
    private func parts(_ range: ClosedRange<Int>) -> [[UInt8]] {
        let words = answer.words.all
        var parts: [[UInt8]] = [[]]
        for index in range {
            let isWide = index > range.lowerBound && words[index].start - words[index - 1].end > 1
            let isCapital = index > range.lowerBound && words[index].hasCapital && !words[index - 1].hasCapital
            if isWide || isCapital { parts.append([]) }
            parts[parts.count - 1].append(answer.bytes[Int(words[index].start)])
        }
        return parts
    }

    /// `a b c d`, `A E I O U`, `x x x x`.
    private func isAlphabet(_ range: ClosedRange<Int>) -> Bool {
        let letters = range.map { WordHash.lower(answer.bytes[Int(answer.words.all[$0].start)]) }
        return zip(letters, letters.dropFirst()).allSatisfy { $0 < $1 } || Set(letters).count == 1
    }
}
