/// Where the cells of some delimited text end: one bit for each byte, 64 bytes a word, the first byte in the lowest bit.
///
/// A line end of two bytes is marked at its first. The last cell needs no mark, because the text ends there.
public struct CellEnds: Equatable, Sendable {
    /// Delimiters and line ends outside of quotes.
    public var cells: [UInt64]
    /// Those of them that end a record as well.
    public var lines: [UInt64]

    /// No text, and room for some.
    public init(capacity: Int = 0) {
        cells = []
        lines = []
        cells.reserveCapacity((capacity + 63) / 64)
        lines.reserveCapacity((capacity + 63) / 64)
    }

    /// Forgets what stands behind the first `count` bytes.
    public mutating func keep(bytes count: Int) {
        let words = (count + 63) / 64
        cells.removeSubrange(words...)
        lines.removeSubrange(words...)
        guard count & 63 != 0 else { return }
        let kept: UInt64 = 1 << UInt64(count & 63) - 1
        cells[words - 1] &= kept
        lines[words - 1] &= kept
    }
}
