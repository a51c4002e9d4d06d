import TestSupport
import Testing

@testable import WeirRedact

/// A recogniser is asked only where it says that it may find something: it must never be wrong about that. (Blanks are spaces
/// here: between the ends of lines a word for `@` is looked at only beside other hints.)
struct PossibleTests {
    private static let pieces = [
        "ana", "Ana", " ", " ", "  ", "at", " at ", "arroba", " et ", "mail", "dot",
        " dot ",
        " . ", ".", ". ", "com", ".com", " .com", "me", ".me", "@", " @ ", "[at]", "( a )", "<AT>", "{ arroba }", "(",
        ")", "www",
        "www .", "http:/", "https", ":", "/", "_", "-", ",", "1", "12", "123", "4567", "AA", "A", "b", "car", "plate",
        "taxi",
        "ID no. ", "case ", "tel ", "41.3275", "N", "o", "2019", "a1", "IBAN ",
    ]

    @Test(arguments: 0..<4)
    func whatIsFoundWasPossible(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        print("seed \(seed)")
        let answer = Answer(lexicon: .builtIn)
        let scratch = PatternScanner.Scratch(for: .shared)
        var found = 0
        for _ in 0..<1500 {
            let count = Int.random(in: 1...9, using: &random)
            let text = (0..<count).map { _ in Self.pieces.randomElement(using: &random)! }.joined()
            found += Self.check(text, answer, scratch)
        }
        #expect(found > 100)
    }

    /// How many mentions the recognisers find, whether they thought it possible or not.
    private static func check(_ text: String, _ answer: Answer, _ scratch: PatternScanner.Scratch) -> Int {
        let isRead = Array(text.utf8).withUnsafeBufferPointer { answer.text.fold($0) }
        guard isRead else { return 0 }
        answer.words.cut(answer.text, lexicon: answer.lexicon)
        let signs = SignTally(answer.bytes)
        PatternScanner.shared.scan(answer.bytes, into: scratch)
        var found = 0
        for candidate in scratch.candidates {
            let recogniser = Recognisers.all[candidate.recogniser]
            guard recogniser.judge(candidate.range, in: answer) != nil else { continue }
            found += 1
            let isPossible = recogniser.isPossible(signs, in: answer)
            #expect(isPossible, "\(recogniser) in \(text.debugDescription)")
        }
        return found
    }
}
