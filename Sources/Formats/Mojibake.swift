import CBytes
import WeirCore

/// Letters that were written as UTF-8, read as a Windows encoding and written as UTF-8 again: `Ã©` for é, `Å¡` for š.
public enum Mojibake {
    /// The letters and signs whose ruins are known.
    private static let letters = "ëçñíóáéúćšžđăâîșțčşţüÉÍÓÁÚÑËÇĆŠŽĐČĂÂÎȘȚ¿¡’‘“”„–…"

    /// The first two characters of each ruin, in one number, and the lead bytes of the first.
    private static let ruins: Set<UInt64> = {
        var ruins: Set<UInt64> = []
        for letter in letters.unicodeScalars {
            let bytes = Array(String(letter).utf8)
            for encoding in [TextEncoding.windows1252, .windows1250] {
                guard let table = SingleByteTable(encoding) else { continue }
                let pair = bytes.prefix(2).map { byte -> UInt32 in
                    let scalar = table.scalars[Int(byte) - 0x80].value
                    // Programs keep a byte that has no character as a control code.
                    return scalar == 0xFFFD ? UInt32(byte) : scalar
                }
                ruins.insert(UInt64(pair[0]) << 32 | UInt64(pair[1]))
            }
        }
        return ruins
    }()

    /// Whether there is such a ruin in a text.
    public static func stands(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var at = 0
        while at + 128 <= bytes.count {
            var places = beyondASCII(base + at)
            // A ruin has three such bytes in a row at least, and the letters of these languages seldom have.
            if places != 0 {
                let next = beyondASCII(base + at + 64)
                places &= (places >> 1 | next << 63) & (places >> 2 | next << 62)
            }
            while places != 0 {
                if isRuin(bytes, at + places.trailingZeroBitCount) { return true }
                places &= places - 1
            }
            at += 64
        }
        while at + 3 < bytes.count {
            if isRuin(bytes, at) { return true }
            at += 1
        }
        return false
    }

    @inline(__always)
    private static func beyondASCII(_ place: UnsafeRawPointer) -> UInt64 { weir_bytes_between(place, 0x80, 0xFF) }

    /// Whether a ruin begins here, with a letter of two bytes.
    @inline(__always)
    private static func isRuin(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        guard (0xC3...0xC8).contains(bytes[at]), bytes[at + 1] & 0xC0 == 0x80, bytes[at + 2] >= 0x80 else {
            return false
        }
        let first = UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
        return ruins.contains(UInt64(first) << 32 | UInt64(scalar(bytes, at + 2)))
    }

    /// The character that starts here, in text that may be damaged.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
        if bytes[at] < 0xE0 { return UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F) }
        guard bytes[at] < 0xF0, at + 2 < bytes.count else { return 0 }
        return UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
    }
}
