import Foundation

/// Letters that an earlier program lost. Of a name without a letter nobody knows where it ends.
enum LostLetters {
    /// Whether a text has the sign that stands for a lost letter (U+FFFD), the noughts of another encoding, or what letters
    /// beyond ASCII leave when they are read in the wrong one: control characters (U+0080 to U+009F), `Ã¡`, `Ä‡`.
    static func stand(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress else { return false }
        if memchr(start, 0, text.count) != nil { return true }
        return has(0xEF, in: text) { $0 + 1 < text.count && text[$0] == 0xBF && text[$0 + 1] == 0xBD }
            || has(0xC2, in: text) { $0 < text.count && text[$0] < 0xA0 && text[$0] != 0x85 }
            || has(0xC3, in: text) { isTorn($0, in: text) }
    }

    /// `Ã`, `Ä` or `Å` (the second byte stands at a place) with a sign right behind it that is no letter.
    private static func isTorn(_ at: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard at + 2 < text.count, (0x83...0x85).contains(text[at]) else { return false }
        if text[at + 1] == 0xC2 { return text[at + 2] != 0xA0 }
        return text[at + 1] == 0xE2 && text[at + 2] == 0x80
    }

    /// Whether a byte stands in a text with others behind it that `goOn` knows.
    private static func has(_ byte: Int32, in text: UnsafeBufferPointer<UInt8>, _ goOn: (Int) -> Bool) -> Bool {
        guard let start = text.baseAddress else { return false }
        var at = 0
        while let found = memchr(start + at, byte, text.count - at) {
            at = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found)) + 1
            if goOn(at) { return true }
        }
        return false
    }

    /// Whether a question mark stands inside a word that it makes none: `C?rdenas`, `Qui?ones`. Not in `why?because`, and not
    /// in an address of the web.
    static func areAsked(in answer: Answer) -> Bool {
        guard answer.bytes.contains(UInt8(ascii: "?")) else { return false }
        let words = answer.words.all
        return words.indices.dropFirst().contains { index in
            let (one, other) = (words[index - 1], words[index])
            guard other.start - one.end == 1, answer.bytes[Int(one.end)] == UInt8(ascii: "?"), one.isWord, other.isWord,
                !isOfWeb(index - 1, words)
            else { return false }
            if endings.contains(other), one.classes.has(known) || stems.contains(one) { return false }
            return !one.classes.has(known) || !other.classes.has(known)
        }
    }

    private static let known: WordClass = [.common, .english, .domain, .function]
    /// `don?t`, `children?s`: an apostrophe was lost, and no letter.
    private static let endings = WordSet("s t d m ll re ve")
    private static let stems = WordSet(
        "i isn aren wasn weren doesn didn don hasn haven hadn won wouldn couldn shouldn mustn ain")

    private static func isOfWeb(_ index: Int, _ words: Stretch<Word>) -> Bool {
        (index...index + 1).contains { place in
            words.indices.contains(place + 1) && words[place + 1].gap == .other
                || !words[place].gap.isDisjoint(with: [.slash, .at]) || words[place].gap == .period
        }
    }
}
