import CBytes
public import WeirCore

/// Letters that were written as UTF-8, read as a Windows encoding and written as UTF-8 again: `Ã©` for é, `Å¡` for š.
public enum Mojibake {
    /// The letters and signs whose ruins are known.
    private static let letters = "ëçñíóáéúćšžđăâîșțčşţüÉÍÓÁÚÑËÇĆŠŽĐČĂÂÎȘȚ¿¡’‘“”„–…"

    /// The first two characters of each ruin, in one number, and what their bytes were read as.
    private static let ruins: [UInt64: TextEncoding] = {
        var ruins: [UInt64: TextEncoding] = [:]
        for encoding in [TextEncoding.windows1250, .windows1252] {
            guard let table = SingleByteTable(encoding) else { continue }
            for letter in letters.unicodeScalars {
                let pair = String(letter).utf8.prefix(2).map { byte -> UInt32 in
                    let scalar = table.scalars[Int(byte) - 0x80].value
                    // Programs keep a byte that has no character as a control code.
                    return scalar == 0xFFFD ? UInt32(byte) : scalar
                }
                ruins[UInt64(pair[0]) << 32 | UInt64(pair[1])] = encoding
            }
        }
        return ruins
    }()

    /// Whether there is such a ruin in a text.
    public static func stands(in bytes: UnsafeRawBufferPointer) -> Bool { first(in: bytes) != nil }

    /// The first ruin of a text: where it stands, and how it came about.
    public static func first(in bytes: UnsafeRawBufferPointer) -> (offset: Int, misreading: Misreading)? {
        var found: (Int, Misreading)?
        forEachLetter(of: bytes) { at, letter in
            found = ruin(bytes, at, letter).map { (at, Misreading(written: .utf8, read: $0)) }
            return found == nil
        }
        return found
    }

    /// Calls `body` with each letter of two bytes.
    /// - Returns: whether there is a ruin in the text.
    static func look(at bytes: UnsafeRawBufferPointer, _ body: (UInt32) -> Void) -> Bool {
        var isRuined = false
        forEachLetter(of: bytes) { at, letter in
            body(letter)
            if !isRuined { isRuined = ruin(bytes, at, letter) != nil }
            return true
        }
        return isRuined
    }

    /// Calls `body` with the place and the number of each letter of two bytes, as long as it returns true.
    @inline(__always)
    private static func forEachLetter(of bytes: UnsafeRawBufferPointer, _ body: (Int, UInt32) -> Bool) {
        guard let base = bytes.baseAddress else { return }
        var at = 0
        while at + 64 < bytes.count {
            var places = weir_bytes_between(base + at, first, last)
            while places != 0 {
                let place = at + places.trailingZeroBitCount
                if let letter = letter(bytes, place), !body(place, letter) { return }
                places &= places - 1
            }
            at += 64
        }
        while at + 1 < bytes.count {
            if let letter = letter(bytes, at), !body(at, letter) { return }
            at += 1
        }
    }

    /// Nearly everything else is plain, and all ruins begin between these bytes. None of them stands inside a letter.
    private static let first: UInt8 = 0xC3
    private static let last: UInt8 = 0xCB

    @inline(__always)
    private static func letter(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32? {
        guard (first...last).contains(bytes[at]), bytes[at + 1] & 0xC0 == 0x80 else { return nil }
        return UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
    }

    /// What the bytes of a letter that starts here were read as, when it is the beginning of a ruin.
    @inline(__always)
    private static func ruin(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ letter: UInt32) -> TextEncoding? {
        guard at + 3 < bytes.count, bytes[at + 2] >= 0x80 else { return nil }
        return ruins[UInt64(letter) << 32 | UInt64(scalar(bytes, at + 2))]
    }

    /// The character that starts here, in text that may be damaged.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
        guard at + 1 < bytes.count else { return 0 }
        if bytes[at] < 0xE0 { return UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F) }
        guard bytes[at] < 0xF0, at + 2 < bytes.count else { return 0 }
        return UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
    }
}
