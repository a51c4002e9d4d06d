import Foundation

/// Signs that turn the writing direction: with them a text can look like another one.
public enum HiddenSigns {
    /// Each takes three bytes, and this one is the first.
    private static let length = 3
    private static let lead: UInt8 = 0xE2

    /// The first byte of the first such sign, or nil. Marks of a single letter's direction, which phones write, do no harm.
    public static func first(in bytes: [UInt8]) -> Int? { bytes.withUnsafeBytes { first(in: $0) } }

    /// Whether there is such a sign in a text.
    public static func stand(in bytes: UnsafeRawBufferPointer) -> Bool { first(in: bytes) != nil }

    /// Closes a text up over its signs.
    /// - Returns: how long it is without them.
    static func takeOut(of text: UnsafeMutableRawBufferPointer) -> Int {
        guard var at = first(in: UnsafeRawBufferPointer(text)) else { return text.count }
        var end = at
        while at < text.count {
            if isSign(UnsafeRawBufferPointer(text), at) {
                at += length
                continue
            }
            text[end] = text[at]
            end += 1
            at += 1
        }
        return end
    }

    private static func first(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var at = 0
        while at + length <= bytes.count, let found = memchr(base + at, Int32(lead), bytes.count - at) {
            at = UnsafeRawPointer(found) - base
            if isSign(bytes, at) { return at }
            at += 1
        }
        return nil
    }

    private static func isSign(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        guard bytes[at] == lead, at + length <= bytes.count else { return false }
        switch bytes[at + 1] {
        case 0x80: return (0xAA...0xAE).contains(bytes[at + 2])
        case 0x81: return (0xA6...0xA9).contains(bytes[at + 2])
        default: return false
        }
    }
}
