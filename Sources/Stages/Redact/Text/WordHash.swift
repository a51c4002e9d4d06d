/// The hash of a word: of its folded lower-case letters, and of its marks when they count.
///
/// 64 bits, so that among some hundred thousand listed words no unlisted one is taken for listed.
struct WordHash {
    private(set) var value: UInt64 = 0x51_7C_C1_B7_27_22_0A_95

    /// Adds a letter, in lower case.
    @inline(__always)
    mutating func add(_ letter: UInt8) {
        value = (value ^ UInt64(letter)) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    /// The hash with one more letter, in lower case.
    @inline(__always)
    func with(_ letter: UInt8) -> WordHash {
        var longer = self
        longer.add(letter)
        return longer
    }

    /// Adds the mark of the letter before.
    mutating func add(mark: UInt32) {
        value = (value ^ (UInt64(mark) << 8 | 0xFF)) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    /// The key of a sequence of words.
    static func joined(_ first: UInt64, _ next: UInt64) -> UInt64 {
        var sum = (first ^ (next << 1 | next >> 63)) &* 0xD6E8_FEB8_6659_FD93
        sum ^= sum >> 32
        return sum
    }

    /// A letter in lower case.
    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
}
