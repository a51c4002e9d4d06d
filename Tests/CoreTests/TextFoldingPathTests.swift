import TestSupport
import Testing
import WeirCore

@Suite struct TextFoldingPathTests {
    /// The blanks are written down; the standard library knows them from Unicode's own tables.
    @Test func blanksAreUnicodesWhiteSpace() {
        let scalars = (0...0xFFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
        let blanks = scalars.filter { TextFolding.folded("a\($0)b") == "a b" }
        #expect(blanks == scalars.filter(\.properties.isWhitespace))
    }

    /// Plain text takes a way of its own. A mark without width, which folding leaves out, sends it the other way.
    @Test(arguments: 1...20)
    func plainTextIsFoldedLikeAnyOther(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let signs = Array("aZ 09\t\r\n*`'\"-_.?() *;\u{1C}\u{7F}\0").map(String.init)
        for _ in 0..<500 {
            let length = Int.random(in: 0...12, using: &random)
            let text = (0..<length).map { _ in signs.randomElement(using: &random) ?? "" }.joined()
            #expect(
                TextFolding.folded(text) == TextFolding.folded(text + "\u{200B}"),
                "seed \(seed), \(text.debugDescription)")
        }
    }
}
