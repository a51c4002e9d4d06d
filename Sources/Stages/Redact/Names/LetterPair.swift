/// Two letters that stand for a task and no person: `M&E`, `R&D`, `Q&A`.
enum LetterPair {
    static func grant(in answer: Answer) {
        guard answer.words.tally.initials > 1, answer.bytes.contains(UInt8(ascii: "&")) else { return }
        let words = answer.words.all
        for index in words.indices.dropFirst() where isPair(index, words, answer) {
            answer.words.grant(at: index - 1)
            answer.words.grant(at: index)
        }
    }

    private static func isPair(_ index: Int, _ words: Stretch<Word>, _ answer: Answer) -> Bool {
        guard words[index].shape == .initial, words[index - 1].shape == .initial,
            answer.bytes[Int(words[index - 1].end)..<Int(words[index].start)].elementsEqual("&".utf8)
        else { return false }
        return pairs.contains([answer.bytes[Int(words[index - 1].start)], answer.bytes[Int(words[index].start)]])
    }

    private static let pairs = ["ME", "RD", "QA", "TC", "HR"].map { Array($0.utf8) }
}
