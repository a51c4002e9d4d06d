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
        var at = 0
        while at + 3 < bytes.count {
            while at + 8 <= bytes.count, isPlain(bytes, at) { at += 8 }
            guard at + 3 < bytes.count else { break }
            // The ruins begin with letters of two bytes; all others are passed over.
            guard (0xC3...0xC8).contains(bytes[at]), bytes[at + 1] & 0xC0 == 0x80 else {
                at += 1
                continue
            }
            let first = UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
            at += 2
            if bytes[at] >= 0x80, ruins.contains(UInt64(first) << 32 | UInt64(scalar(bytes, at))) { return true }
        }
        return false
    }

    @inline(__always)
    private static func isPlain(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    }

    /// The character that starts here, in text that may be damaged.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
        if bytes[at] < 0xE0 { return UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F) }
        guard bytes[at] < 0xF0, at + 2 < bytes.count else { return 0 }
        return UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
    }
}
