/// How many signs of each sort a text holds: enough to tell which recognisers can find nothing in it.
struct SignTally {
    private(set) var digits = 0
    private(set) var capitals = 0
    /// `@` and `_`.
    private(set) var handles = 0
    private(set) var colons = 0
    private(set) var slashes = 0
    private(set) var hyphens = 0
    private(set) var points = 0
    private(set) var brackets = 0
    /// Points with something right behind them, as in `mail.com`.
    private(set) var innerPoints = 0
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
        case UInt8(ascii: "@"), UInt8(ascii: "_"): handles += 1
        case UInt8(ascii: ":"): colons += 1
        case UInt8(ascii: "/"): slashes += 1
        case UInt8(ascii: "-"): hyphens += 1
        case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "<"): brackets += 1
        case UInt8(ascii: "."), UInt8(ascii: ","): addPoint(byte, at: place, in: bytes)
        default: break
        }
    }

    private mutating func addPoint(_ byte: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let next = place + 1 < bytes.count ? bytes[place + 1] : 32
        if place > 0, bytes[place - 1] &- 48 < 10, next &- 48 < 10 { hasDecimals = true }
        guard byte == UInt8(ascii: ".") else { return }
        points += 1
        if SignKind.of(next).isWord || next == UInt8(ascii: ".") || next == UInt8(ascii: "-") { innerPoints += 1 }
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
