/// A row's public name: 80 bits of a keyed hash, written as 16 characters of base32hex (RFC 4648, section 7), whose
/// order as text is its order as a number.
public struct Pseudonym: Hashable, Comparable, Sendable {
    /// The upper 64 bits.
    public var high: UInt64
    /// The lower 16 bits.
    public var low: UInt16

    /// A pseudonym of two parts.
    public init(high: UInt64, low: UInt16) {
        self.high = high
        self.low = low
    }

    @inlinable public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// The pseudonym with this text; nil when it is none.
    public init?(text: String) {
        guard text.utf8.count == Self.characters else { return nil }
        var (high, low) = (UInt64(0), UInt64(0))
        for (place, byte) in text.utf8.enumerated() {
            guard let five = Self.value(of: byte) else { return nil }
            // 80 bits, of which the last 16 are kept apart: the 13th character has bits of both.
            if place < 12 { high = high << 5 | five } else { low = low << 5 | five }
        }
        self.init(high: high << 4 | low >> 16, low: UInt16(truncatingIfNeeded: low))
    }

    private static func value(of byte: UInt8) -> UInt64? {
        switch byte {
        case 48...57: UInt64(byte - 48)
        case 65...86: UInt64(byte - 55)
        default: nil
        }
    }

    /// The length of the text.
    public static let characters = 16

    /// The 16 characters as ASCII, appended to a buffer.
    public func write(to bytes: inout [UInt8]) {
        for place in 0..<12 { bytes.append(Self.digit(UInt8(truncatingIfNeeded: high >> (59 - 5 * UInt64(place))))) }
        let middle = UInt8(truncatingIfNeeded: high & 0xF) << 1 | UInt8(low >> 15)
        bytes.append(Self.digit(middle))
        for place in 0..<3 { bytes.append(Self.digit(UInt8(truncatingIfNeeded: low >> (10 - 5 * UInt16(place))))) }
    }

    /// The 16 characters.
    public var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        let five = value & 31
        return five < 10 ? 48 + five : 55 + five
    }
}
