/// Signs that turn the writing direction: with them a header can look like another one.
public enum HiddenSigns {
    /// The first byte of the first such sign, or nil. Marks of a single letter's direction, which phones write, do no harm.
    public static func first(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 3 else { return nil }
        return (0...bytes.count - 3).first { at in
            guard bytes[at] == 0xE2 else { return false }
            switch bytes[at + 1] {
            case 0x80: return (0xAA...0xAE).contains(bytes[at + 2])
            case 0x81: return (0xA6...0xA9).contains(bytes[at + 2])
            default: return false
            }
        }
    }
}
