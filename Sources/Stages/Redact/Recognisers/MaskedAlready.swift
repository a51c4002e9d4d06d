/// What somebody masked before: `[PERSON 1]`, `[NAME]`, `[REDACTED]`. It says nothing more and stays.
enum MaskedAlready {
    static func grant(in answer: Answer) {
        guard answer.bytes.contains(UInt8(ascii: "[")) else { return }
        for index in answer.words.all.indices where isOpened(index, answer) {
            let last = end(from: index, answer)
            if let last { for place in index...last { answer.words.grant(at: place) } }
        }
    }

    private static let masks = WordSet(
        "person place organisation organization phone email url handle number case bank plate address coordinates ip date age redacted withheld removed name names city village school anonymous anonymised anonymized"
    )
    /// Which of several.
    private static let persons = WordSet("person name")
    private static let more = WordSet("number identifier id protocol hidden")

    private static func isOpened(_ index: Int, _ answer: Answer) -> Bool {
        let word = answer.words.all[index]
        return word.start > 0 && answer.bytes[Int(word.start) - 1] == UInt8(ascii: "[") && word.shape == .upper
            && masks.contains(word)
    }

    /// The last word before the bracket closes: the word alone, a second one, or a short number.
    private static func end(from index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        for last in index...(index + 1) where last < words.count {
            if last > index {
                let isNumber = persons.contains(words[index]) && words[last].shape == .number && words[last].count == 1
                guard words[last].gap == .space, isNumber || words[last].shape == .upper && more.contains(words[last])
                else {
                    return nil
                }
            }
            let end = Int(words[last].end)
            if end < answer.bytes.count, answer.bytes[end] == UInt8(ascii: "]") { return last }
        }
        return nil
    }
}
