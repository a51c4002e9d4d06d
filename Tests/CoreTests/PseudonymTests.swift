import TestSupport
import Testing
import WeirCore

@Suite struct PseudonymTests {
    @Test(
        "Ten bytes are written in base32hex",
        arguments: [
            // RFC 4648, section 10, has "fooba" and "foobar"; the others by python3's base64.b32hexencode.
            (Array("foobafooba".utf8), "CPNMUOJ1CPNMUOJ1"),
            (Array("foobar\0\0\0\0".utf8), "CPNMUOJ1E8000000"),
            (Array("foobarfoob".utf8), "CPNMUOJ1E9J6URR2"),
            ([UInt8](repeating: 0, count: 10), "0000000000000000"),
            ([UInt8](repeating: 0xFF, count: 10), "VVVVVVVVVVVVVVVV"),
            ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "000G40O40K30E209"),
            ([0, 1, 2, 3, 4, 5, 6, 7, 0x80, 0], "000G40O40K30F000"),
        ] as [([UInt8], String)])
    func tenBytesAreWritten(bytes: [UInt8], text: String) {
        #expect(pseudonym(of: bytes).text == text)
    }

    @Test("The order of texts is the order of numbers", arguments: [UInt64(1), 2, 3])
    func theOrderOfTextsIsTheOrderOfNumbers(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2000 {
            let left = Pseudonym(high: random.next(), low: UInt16.random(in: 0...UInt16.max, using: &random))
            let right = neighbour(of: left, &random)
            #expect((left < right) == (left.text < right.text), "\(left.text) \(right.text), seed \(seed)")
            #expect((left == right) == (left.text == right.text), "\(left.text) \(right.text), seed \(seed)")
        }
    }

    @Test("Writing appends sixteen bytes")
    func writingAppends() {
        var bytes: [UInt8] = [7]
        Pseudonym(high: 0, low: 1).write(to: &bytes)
        #expect(bytes == [7] + Array("0000000000000001".utf8))
        #expect(Pseudonym.characters == 16)
    }

    @Test func textIsReadBack() {
        var random = SeededRandom(seed: 12)
        for _ in 0..<1_000 {
            let pseudonym = Pseudonym(high: random.next(), low: UInt16.random(in: 0...UInt16.max, using: &random))
            #expect(Pseudonym(text: pseudonym.text) == pseudonym, "seed 12")
        }
        for text in ["", "0000000000000000 ", "000000000000000W", "000000000000000a", "00000000000000ë"] {
            #expect(Pseudonym(text: text) == nil)
        }
    }

    private func pseudonym(of bytes: [UInt8]) -> Pseudonym {
        Pseudonym(
            high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
            low: bytes.suffix(2).reduce(0) { $0 << 8 | UInt16($1) })
    }

    /// One bit away, or anywhere, so that every digit decides now and then.
    private func neighbour(of one: Pseudonym, _ random: inout SeededRandom) -> Pseudonym {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<64: Pseudonym(high: one.high ^ 1 << UInt64.random(in: 0..<64, using: &random), low: one.low)
        case ..<90: Pseudonym(high: one.high, low: one.low ^ 1 << UInt16.random(in: 0..<16, using: &random))
        case ..<95: one
        default: Pseudonym(high: random.next(), low: one.low)
        }
    }
}
