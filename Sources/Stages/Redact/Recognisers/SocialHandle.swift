/// `@name`, and `name_surname92`.
enum SocialHandle: Recogniser {
    static let patterns = [#"@\s?[a-z0-9_]"#, #"[a-z0-9.]_"#]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.handles > 0
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        let isSigned = answer.bytes[candidate.lowerBound] == UInt8(ascii: "@")
        let start = isSigned ? candidate.lowerBound : Run.start(of: "_.", before: candidate.upperBound, answer.bytes)
        let end = Run.end(of: "_.", from: candidate.upperBound - 1, answer.bytes, limit: 60)
        guard end - start >= 3 else { return nil }
        if isSigned, start > 0, SignKind.of(answer.bytes[start - 1]).isWord { return nil }
        if isSigned, isSentence(from: candidate.upperBound - 1, to: end, answer) { return nil }
        return Mention(.handle, start..<end, .shape)
    }

    /// `we meet @ the office`, `three @ 5 each`: behind the sign and a blank, an ordinary word or a number.
    private static func isSentence(from start: Int, to end: Int, _ answer: Answer) -> Bool {
        guard !SignKind.of(answer.bytes[start - 1]).isWord, answer.bytes[start - 1] != UInt8(ascii: "@") else {
            return false
        }
        let word = answer.words.all[answer.word(from: start)]
        guard word.range == start..<end else { return false }
        if word.shape == .number { return true }
        return word.shape == .lower && word.classes.has([.common, .english, .function]) && !word.classes.has(.persons)
    }
}
