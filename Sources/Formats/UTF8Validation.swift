import CBytes

/// Strict UTF-8 (Unicode, table 3-7), without NUL.
public enum UTF8Validation {
    /// The first byte that is no UTF-8 or is NUL, or nil.
    public static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        var at = 0
        // Up to where bytes are looked at one by one.
        var looked = 0
        while at < bytes.count {
            if at >= looked, at + 64 <= bytes.count, let base = raw.baseAddress {
                let length = plainLength(base + at)
                at += length
                if length > 0 { continue }
                looked = at + 64
            }
            // Eight plain characters at once: no high bit, no zero byte.
            while at + 8 <= bytes.count, isPlain(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) { at += 8 }
            guard at < bytes.count else { break }
            let length = sequence(bytes, at)
            if length == 0 { return at }
            at += length
        }
        return nil
    }

    /// How many of 64 bytes are characters of ASCII and letters of two bytes, which is nearly all that the languages have;
    /// 0 when there is anything else.
    @inline(__always)
    private static func plainLength(_ bytes: UnsafeRawPointer) -> Int {
        let beyond = weir_bytes_between(bytes, 0x80, 0xFF)
        guard weir_bytes_equal(bytes, 0) == 0 else { return 0 }
        guard beyond != 0 else { return 64 }
        let leads = weir_bytes_between(bytes, 0xC2, 0xDF)
        let continuations = weir_bytes_between(bytes, 0x80, 0xBF)
        guard leads | continuations == beyond, continuations == leads << 1 else { return 0 }
        return leads >> 63 == 0 ? 64 : 63
    }

    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        return (word | ((word &- 0x0101_0101_0101_0101) & ~word)) & high == 0
    }

    /// The length of the character that starts here, 0 when none does.
    @inline(__always)
    private static func sequence(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let lead = bytes[at]
        func follows(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            at + offset < bytes.count && range.contains(bytes[at + offset])
        }
        switch lead {
        case 0x01...0x7F: return 1
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}
