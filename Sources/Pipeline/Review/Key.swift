/// A key of the keyboard.
public enum Key: Equatable, Sendable {
    case character(Character)
    case left, right, up, down, home, end, pageUp, pageDown
    case enter, escape, backspace, delete
    /// Control-C, or the end of the input: the terminal is gone.
    case interrupt
}

/// Finds keys in the bytes that a terminal sends (ECMA-48; xterm's and the Linux console's keys). Bytes that are no key
/// are dropped.
public struct KeyDecoder {
    private var waiting: [UInt8] = []

    /// Nothing read yet.
    public init() {}

    /// Whether more bytes may belong to the key: an escape alone is a key only when nothing follows it.
    public var isWaiting: Bool { !waiting.isEmpty }

    /// Takes a byte; a key when it is whole.
    public mutating func take(_ byte: UInt8) -> Key? {
        waiting.append(byte)
        if waiting[0] == 0x1B { return takeSequence() }
        return waiting[0] < 0x80 ? takeControl() : takeLetter()
    }

    /// Nothing more came for a while.
    public mutating func pause() -> Key? {
        defer { waiting = [] }
        return waiting == [0x1B] ? .escape : nil
    }

    private mutating func end(_ key: Key?) -> Key? {
        waiting = []
        return key
    }

    private mutating func takeControl() -> Key? {
        let byte = waiting[0]
        switch byte {
        case 3, 4: return end(.interrupt)
        case 10, 13: return end(.enter)
        case 8, 127: return end(.backspace)
        case 1: return end(.home)
        case 5: return end(.end)
        case 32...: return end(.character(Character(UnicodeScalar(byte))))
        default: return end(nil)
        }
    }

    /// A letter of several bytes. Controls of the second half of Latin-1 are no letters.
    private mutating func takeLetter() -> Key? {
        let lead = waiting[0]
        guard lead >= 0xC2, lead <= 0xF4 else { return end(nil) }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard waiting.count == length else {
            return waiting.count > 1 && waiting.last! & 0xC0 != 0x80 ? end(nil) : nil
        }
        guard let text = String(validating: waiting, as: UTF8.self), let first = text.first,
            first.unicodeScalars.allSatisfy({ !ShownText.isDangerous($0) })
        else { return end(nil) }
        return end(.character(first))
    }

    private mutating func takeSequence() -> Key? {
        guard waiting.count > 1 else { return nil }
        guard waiting[1] == UInt8(ascii: "[") || waiting[1] == UInt8(ascii: "O") else { return end(nil) }
        guard waiting.count > 2 else { return nil }
        let last = waiting.last!
        // Parameters go on until a letter or a tilde ends the sequence.
        guard (0x40...0x7E).contains(last) else { return waiting.count > 16 ? end(nil) : nil }
        switch last {
        case UInt8(ascii: "A"): return end(.up)
        case UInt8(ascii: "B"): return end(.down)
        case UInt8(ascii: "C"): return end(.right)
        case UInt8(ascii: "D"): return end(.left)
        case UInt8(ascii: "H"): return end(.home)
        case UInt8(ascii: "F"): return end(.end)
        case UInt8(ascii: "~"): return end(numbered())
        default: return end(nil)
        }
    }

    private func numbered() -> Key? {
        switch waiting[2..<waiting.count - 1] {
        case [49], [55]: .home
        case [51]: .delete
        case [52], [56]: .end
        case [53]: .pageUp
        case [54]: .pageDown
        default: nil
        }
    }
}
