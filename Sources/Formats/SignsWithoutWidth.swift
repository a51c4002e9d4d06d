import Foundation

/// Signs that take no room: a text with them looks like the same text without. Phones type them, and wording is compared
/// without them; so they are told and do no harm.
public enum SignsWithoutWidth {
    /// Whether there is such a sign in a text of UTF-8.
    public static func stand(in bytes: UnsafeRawBufferPointer) -> Bool {
        ([0xC2, 0xE2, 0xEF] as [Int32]).contains { lead in
            var rest = bytes[...]
            while let base = rest.base.baseAddress, !rest.isEmpty,
                let found = memchr(base + rest.startIndex, lead, rest.count)
            {
                rest = rest[(UnsafeRawPointer(found) - base)...]
                if isSign(rest) { return true }
                rest.removeFirst()
            }
            return false
        }
    }

    /// The soft hyphen, U+200B to U+200F, U+2060 and U+FEFF.
    private static func isSign(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let second = text.dropFirst().first else { return false }
        if text.first == 0xC2 { return second == 0xAD }
        guard let third = text.dropFirst(2).first else { return false }
        switch (second, third) {
        case (0x80, 0x8B...0x8F), (0x81, 0xA0): return text.first == 0xE2
        case (0xBB, 0xBF): return text.first == 0xEF
        default: return false
        }
    }
}
