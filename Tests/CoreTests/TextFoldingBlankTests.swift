import Testing
import WeirCore

@Suite struct TextFoldingBlankTests {
    /// The blanks are written down; the standard library knows them from Unicode's own tables.
    @Test func blanksAreUnicodesWhiteSpace() {
        let scalars = (0...0xFFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
        let blanks = scalars.filter { TextFolding.folded("a\($0)b") == "a b" }
        #expect(blanks == scalars.filter(\.properties.isWhitespace))
    }
}
