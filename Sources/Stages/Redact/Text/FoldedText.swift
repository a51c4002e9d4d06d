/// A text in plain ASCII, in its own case, with the way back to the original's bytes. Everything that looks for
/// identifiers looks here, so that accents, full-width digits, odd dashes and invisible signs hide nothing.
struct FoldedText: ~Copyable {
    private var folded = Room<UInt8>()
    /// For each folded byte, and for the end, where it comes from; empty when nothing was folded.
    private var origins = Room<UInt32>()
    /// For each folded byte, the mark that was taken off; empty when nothing was folded.
    private var marks = Room<UInt32>()
    /// Letters that only look Latin, as bits beside the marks.
    private static let disguise: UInt32 = 1 << 30

    /// The folded text, good until the next one is folded.
    @inline(__always) var bytes: Bytes { folded.all }

    /// Folds a text. Nil when it is no UTF-8.
    mutating func fold(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        folded.removeAll()
        origins.removeAll()
        marks.removeAll()
        let plain = min(Self.plainCount(text), WrittenSigns.first(in: text) ?? text.count)
        folded.append(UnsafeBufferPointer(rebasing: text[..<plain]))
        return plain == text.count || foldRest(of: text, from: plain)
    }

    /// How many bytes at the start are ASCII.
    private static func plainCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var at = 0
        let raw = UnsafeRawBufferPointer(text)
        while at + 8 <= raw.count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
            at += 8
        }
        while at < text.count, text[at] < 0x80 { at += 1 }
        return at
    }

    private mutating func foldRest(of text: UnsafeBufferPointer<UInt8>, from plain: Int) -> Bool {
        for place in 0..<UInt32(plain) {
            origins.append(place)
            marks.append(0)
        }
        var at = plain
        while at < text.count {
            if let (sign, length) = WrittenSigns.sign(at: at, in: text) {
                append(sign, from: at, mark: 0)
                at += length
                continue
            }
            if text[at] < 0x80 {
                append(text[at], from: at, mark: 0)
                at += 1
                continue
            }
            guard let (scalar, length) = Self.decode(text, at) else { return false }
            append(LetterFolding.folded(scalar), from: at)
            at += length
        }
        origins.append(UInt32(text.count))
        return true
    }

    private mutating func append(_ letter: LetterFolding.Folded, from origin: Int) {
        let disguise = letter.isDisguised ? Self.disguise : 0
        if letter.first == 0 {
            // A mark of its own belongs to the letter before it; what is invisible leaves nothing behind.
            if letter.mark != 0, !marks.isEmpty { marks[marks.count - 1] = letter.mark }
            return
        }
        append(letter.first, from: origin, mark: letter.mark | disguise)
        if letter.second != 0 { append(letter.second, from: origin, mark: disguise) }
    }

    private mutating func append(_ byte: UInt8, from origin: Int, mark: UInt32) {
        folded.append(byte)
        origins.append(UInt32(origin))
        marks.append(mark)
    }

    /// One character and its length; nil when the bytes are no UTF-8 (Unicode, table 3-7).
    private static func decode(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> (UInt32, Int)? {
        let lead = text[at]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, lead <= 0xF4, at + length <= text.count else { return nil }
        var scalar = UInt32(lead) & (0x7F >> UInt32(length))
        for index in 1..<length {
            guard text[at + index] & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(text[at + index] & 0x3F)
        }
        let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard scalar >= smallest, Unicode.Scalar(scalar) != nil else { return nil }
        return (scalar, length)
    }

    /// Where a folded byte, or the end, stands in the original.
    func origin(of place: Int) -> Int { origins.isEmpty ? place : Int(origins[place]) }

    /// Whether a stretch has letters with marks, or letters of other scripts.
    func isPlain(_ range: Range<Int>) -> Bool {
        marks.isEmpty || marks.all[range].allSatisfy { $0 == 0 }
    }

    /// Whether a stretch has letters that only look Latin.
    func isDisguised(_ range: Range<Int>) -> Bool {
        !marks.isEmpty && marks.all[range].contains { $0 & Self.disguise != 0 }
    }

    /// The mark taken off a letter.
    func mark(at place: Int) -> UInt32 { marks.isEmpty ? 0 : marks[place] }
}
