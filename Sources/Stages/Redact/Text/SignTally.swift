/// How many signs of each sort a text holds: enough to tell which recognisers can find nothing in it.
struct SignTally {
    private(set) var digits = 0
    private(set) var capitals = 0
    private(set) var ats = 0
    /// `@` and `_`.
    private(set) var handles = 0
    private(set) var colons = 0
    private(set) var slashes = 0
    private(set) var hyphens = 0
    private(set) var points = 0
    private(set) var brackets = 0
    /// A blank that is no space: a tabulator, the end of a line.
    private(set) var hasOddBlanks = false
    /// `[at]`, `(a)`: a letter that a word for `@` starts with, in brackets.
    private(set) var hasBracketedAt = false
    /// Points with something right behind them, as in `mail.com`.
    private(set) var innerPoints = 0
    /// `mail.com`: a point with a letter or digit before and a letter behind.
    private(set) var hasDottedWord = false
    /// `3.5`, `3,5`.
    private(set) var hasDecimals = false
    /// `41 o`, `41o`: what a degree sign became.
    private(set) var hasDegrees = false
    /// `ww`.
    private(set) var hasDoubleW = false

    init(_ text: Bytes) {
        text.withContiguousStorageIfAvailable { bytes in
            for place in bytes.indices { add(bytes[place], at: place, in: bytes) }
        }
    }

    @inline(__always)
    private mutating func add(_ byte: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        if byte &- 97 < 26 {
            if byte == UInt8(ascii: "w") || byte == UInt8(ascii: "o") { addLetter(byte, at: place, in: bytes) }
            return
        }
        switch byte {
        case 48...57: digits += 1
        case 65...90:
            capitals += 1
            addLetter(byte | 0x20, at: place, in: bytes)
        case 9...13: hasOddBlanks = true
        case UInt8(ascii: "@"):
            handles += 1
            ats += 1
        case UInt8(ascii: "_"): handles += 1
        case UInt8(ascii: ":"): colons += 1
        case UInt8(ascii: "/"): slashes += 1
        case UInt8(ascii: "-"): hyphens += 1
        case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "<"):
            addBracket(at: place, in: bytes)
        case UInt8(ascii: "."), UInt8(ascii: ","): addPoint(byte, at: place, in: bytes)
        default: break
        }
    }

    private mutating func addPoint(_ byte: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let next = place + 1 < bytes.count ? bytes[place + 1] : 32
        if place > 0, bytes[place - 1] &- 48 < 10, next &- 48 < 10 { hasDecimals = true }
        guard byte == UInt8(ascii: ".") else { return }
        points += 1
        if place > 0, SignKind.of(bytes[place - 1]).isWord, SignKind.of(next).isLetter { hasDottedWord = true }
        if SignKind.of(next).isWord || next == UInt8(ascii: ".") || next == UInt8(ascii: "-") { innerPoints += 1 }
    }

    /// With one blank at most behind it, a letter, and the closing bracket near by.
    private mutating func addBracket(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        brackets += 1
        var at = place + 1
        if at < bytes.count, bytes[at] == 32 || bytes[at] &- 9 < 5 { at += 1 }
        guard at < bytes.count, "ael".utf8.contains(bytes[at] | 0x20) else { return }
        // `arroba` is the longest of the words.
        if bytes[at..<min(at + 8, bytes.count)].contains(where: { "])}>".utf8.contains($0) }) { hasBracketedAt = true }
    }

    private mutating func addLetter(_ letter: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        guard place > 0 else { return }
        let before = bytes[place - 1]
        if letter == UInt8(ascii: "w"), before | 0x20 == letter { hasDoubleW = true }
        guard letter == UInt8(ascii: "o") else { return }
        if before &- 48 < 10 || place > 1 && !SignKind.of(before).isWord && bytes[place - 2] &- 48 < 10 {
            hasDegrees = true
        }
    }
}
