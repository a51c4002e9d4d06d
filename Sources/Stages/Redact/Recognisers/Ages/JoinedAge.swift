/// An age beside a letter for the sex, as in notes: `47F`, `M/34`, `34/F`, `(F 34)`.
enum JoinedAge {
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let word = answer.words.all[index]
        guard !isCounted(index, answer), !isNumbered(index, answer) else { return nil }
        let words = answer.words.all
        switch word.shape {
        case .alphanumeric where isJoined(answer.bytes[word.range]): return Mention(.age, word.range, .shape)
        case .number where word.count == 2:
            guard let sex = sex(beside: index, answer) else { return nil }
            let pair = (min(index, sex), max(index, sex))
            return Mention(.age, Int(words[pair.0].start)..<Int(words[pair.1].end), .shape)
        default: return nil
        }
    }

    /// `47F`, `F47`: two figures and a capital.
    private static func isJoined(_ text: Bytes) -> Bool {
        let digits = text.count { $0 &- 48 < 10 }
        let letters = [text.first!, text.last!].filter { !($0 &- 48 < 10) }
        return text.count == 3 && digits == 2 && letters.count == 1 && "FMH".utf8.contains(letters[0])
    }

    /// The letter, with a slash between, or both in brackets.
    private static func sex(beside index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        let signs: Word.Gap = [.space, .comma]
        if index > 0, isSex(words[index - 1]) {
            let isInBrackets = words[index - 1].gap.contains(.bracket) && words[index].gap.isSubset(of: signs)
            if words[index].gap == .slash || isInBrackets { return index - 1 }
        }
        guard index + 1 < words.count, isSex(words[index + 1]) else { return nil }
        let isInBrackets = words[index].gap.contains(.bracket) && words[index + 1].gap.isSubset(of: signs)
        return words[index + 1].gap == .slash || isInBrackets ? index + 1 : nil
    }

    private static func isSex(_ word: Word) -> Bool { word.shape == .initial && sexes.contains(word) }

    private static let sexes = WordSet("f m h")

    /// `12M euros`, `15M of them`.
    private static func isCounted(_ index: Int, _ answer: Answer) -> Bool {
        let words = answer.words.all
        if answer.bytes[..<Int(words[index].start)].suffix(2).contains(where: { "$%".utf8.contains($0) }) {
            return true
        }
        guard index + 1 < words.count, words[index + 1].gap == .space else { return false }
        return words[index + 1].classes.has([.currency, .unit]) || amounts.contains(words[index + 1])
    }

    private static let amounts = WordSet("of de people persons children")

    /// `room 12F`, `form F47`.
    private static func isNumbered(_ index: Int, _ answer: Answer) -> Bool {
        guard index > 0, answer.words.all[index].gap.joins else { return false }
        return things.contains(answer.words.all[index - 1])
            || answer.words.all[index - 1].classes.has([.street, .law, .caseWord, .abbreviation, .plateWord])
    }

    private static let things = WordSet(
        "room form grade class course group gate annex section item question article table page code module block route line budget"
    )
}
