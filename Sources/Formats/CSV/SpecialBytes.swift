/// Finds the next of up to four bytes, eight bytes at a time.
///
/// The trick is in "Hacker's Delight", section 6-1: a byte of a word is zero where subtracting one borrows.
struct SpecialBytes: Sendable {
    private let patterns: (UInt64, UInt64, UInt64, UInt64)
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The bytes to look for; repeat one where fewer than four are wanted.
    init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        patterns = (
            UInt64(first) * Self.ones, UInt64(second) * Self.ones, UInt64(third) * Self.ones,
            UInt64(fourth) * Self.ones
        )
    }

    /// The place of the next such byte, or `end`.
    @inline(__always)
    func next(in bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var at = start
        while at + 8 <= end {
            let word = UInt64(littleEndian: UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self))
            let found =
                zeros(word ^ patterns.0) | zeros(word ^ patterns.1) | zeros(word ^ patterns.2)
                | zeros(word ^ patterns.3)
            if found != 0 { return at + found.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < end, !isSpecial(bytes[at]) { at += 1 }
        return at
    }

    /// The lowest set bit is exact; higher ones may be false, and are not looked at.
    @inline(__always)
    private func zeros(_ word: UInt64) -> UInt64 { (word &- Self.ones) & ~word & Self.highs }

    @inline(__always)
    private func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(truncatingIfNeeded: patterns.0) || byte == UInt8(truncatingIfNeeded: patterns.1)
            || byte == UInt8(truncatingIfNeeded: patterns.2) || byte == UInt8(truncatingIfNeeded: patterns.3)
    }
}

/// The bytes of the format.
enum Byte {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
}
