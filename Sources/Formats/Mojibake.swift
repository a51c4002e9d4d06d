import CBytes
public import WeirCore

/// Letters that were written as UTF-8, read as an encoding of one byte for each character and written as UTF-8 again: `Ã©` for é
/// by Windows, `√©` by Mac Roman, `├®` by DOS.
public struct Mojibake: Sendable {
    /// The letters whose ruins are known.
    private static let letters = "ëçñíóáéúćšžđăâîșțčşţüÉÍÓÁÚÑËÇĆŠŽĐČĂÂÎȘȚ"
    /// Signs whose ruins are known where Windows made them; elsewhere these are drawings, or quotes before a letter.
    private static let signs = "¿¡’‘“”„–…"
    /// Of equal ruins the last is told: Windows makes nearly all of them.
    private static let encodings: [TextEncoding] = [
        .dos850, .dos852, .macRoman, .latin2, .windows1250, .windows1252,
    ]
    /// Signs that may follow a word: behind a letter of the language they are no ruin, as in `ACASĂ“`.
    private static let followers = Set("‘’‚“”„»–—…\u{A0}\u{AD}".unicodeScalars)

    /// The first two characters of each ruin, in one number, and what their bytes were read as.
    private let ruins: [UInt64: TextEncoding]

    /// - Parameter language: the one that the texts are in, nil when it is not known.
    public init(of language: String? = nil) {
        let own = language.map(EightBitRecognition.letters(of:)) ?? EightBitRecognition.allLetters
        var ruins: [UInt64: TextEncoding] = [:]
        for encoding in Self.encodings {
            guard let table = SingleByteTable(encoding) else { continue }
            let isWindows = encoding == .windows1250 || encoding == .windows1252
            for letter in (isWindows ? Self.letters + Self.signs : Self.letters).unicodeScalars {
                let pair = String(letter).utf8.prefix(2).map { byte -> Unicode.Scalar in
                    let scalar = table.scalars[Int(byte) - 0x80]
                    // Programs keep a byte that has no character as a control code.
                    return scalar == "\u{FFFD}" ? Unicode.Scalar(byte) : scalar
                }
                guard !(own.contains(pair[0]) && Self.followers.contains(pair[1])) else { continue }
                ruins[UInt64(pair[0].value) << 32 | UInt64(pair[1].value)] = encoding
            }
        }
        self.ruins = ruins
    }

    /// Whether there is such a ruin in a text.
    public func stands(in bytes: UnsafeRawBufferPointer) -> Bool { first(in: bytes) != nil }

    /// The first ruin of a text: where it stands, and how it came about.
    public func first(in bytes: UnsafeRawBufferPointer) -> (offset: Int, misreading: Misreading)? {
        var found: (Int, Misreading)?
        forEachLetter(of: bytes) { at, letter in
            found = ruin(bytes, at, letter).map { (at, Misreading(written: .utf8, read: $0)) }
            return found == nil
        }
        return found
    }

    /// Calls `body` with each letter of two bytes, and each sign of two bytes that stands between letters of ASCII.
    /// - Returns: whether there is a ruin in the text.
    func look(at bytes: UnsafeRawBufferPointer, _ body: (UInt32) -> Void) -> Bool {
        var isRuined = false
        forEachLetter(of: bytes) { at, letter in
            if letter >= 0xC0 ? letter < LetterCounts.end : Self.isInside(bytes, at) { body(letter) }
            if !isRuined { isRuined = ruin(bytes, at, letter) != nil }
            return true
        }
        return isRuined
    }

    /// Whether the character of two bytes that starts here stands between two letters of ASCII.
    private static func isInside(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }
        return at > 0 && at + 2 < bytes.count && isLetter(bytes[at - 1]) && isLetter(bytes[at + 2])
    }

    /// Calls `body` with the place and the number of each character that may begin a ruin, as long as it returns true.
    @inline(__always)
    private func forEachLetter(of bytes: UnsafeRawBufferPointer, _ body: (Int, UInt32) -> Bool) {
        guard let base = bytes.baseAddress else { return }
        var at = 0
        while at + 64 < bytes.count {
            var places = weir_bytes_between(base + at, Self.first, Self.last)
            while places != 0 {
                let place = at + places.trailingZeroBitCount
                if let letter = Self.letter(bytes, place), !body(place, letter) { return }
                places &= places - 1
            }
            at += 64
        }
        while at + 1 < bytes.count {
            if let letter = Self.letter(bytes, at), !body(at, letter) { return }
            at += 1
        }
    }

    /// All ruins begin between these bytes; none of them stands inside a character.
    private static let first: UInt8 = 0xC2
    private static let last: UInt8 = 0xE2

    @inline(__always)
    private static func letter(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32? {
        let lead = bytes[at]
        guard (first...last).contains(lead), bytes[at + 1] & 0xC0 == 0x80 else { return nil }
        // `√`, `≈`, `├` and the like have three bytes.
        return lead <= 0xCB || lead == 0xE2 ? scalar(bytes, at) : nil
    }

    /// What the bytes of a character that starts here were read as, when it is the beginning of a ruin.
    @inline(__always)
    private func ruin(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ letter: UInt32) -> TextEncoding? {
        let next = at + (letter < 0x800 ? 2 : 3)
        guard next + 1 < bytes.count, bytes[next] >= 0x80 else { return nil }
        return ruins[UInt64(letter) << 32 | UInt64(Self.scalar(bytes, next))]
    }

    /// The character that starts here, in text that may be damaged.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
        guard at + 1 < bytes.count else { return 0 }
        if bytes[at] < 0xE0 { return UInt32(bytes[at] & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F) }
        guard bytes[at] < 0xF0, at + 2 < bytes.count else { return 0 }
        return UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
    }
}
