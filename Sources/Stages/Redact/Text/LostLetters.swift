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
}

/// Question marks where letters were: `C?rdenas`, `N??ez`, `?imi`. Not in `why?because`, and not in an address of the web.
struct AskedLetters {
    let answer: Answer

    var stand: Bool {
        guard answer.bytes.contains(UInt8(ascii: "?")) else { return false }
        return answer.words.all.indices.contains { isTorn($0) }
    }

    private func isTorn(_ index: Int) -> Bool {
        let words = answer.words.all
        let word = words[index]
        guard word.isWord, word.start > 0, answer.bytes[Int(word.start) - 1] == UInt8(ascii: "?"), !isOfWeb(index)
        else {
            return false
        }
        guard index > 0, isJoined(index) else { return isHeadless(word) }
        if Self.endings.contains(word), owns(words[index - 1]) {
            // What is behind a lost apostrophe is no initial; what is before it may be a name: `Grace?s office`.
            answer.words.grant(at: index)
            if Self.stems.contains(words[index - 1]), !Self.possessive.contains(word) {
                answer.words.grant(at: index - 1)
            }
            return false
        }
        return !isKnown(words[index - 1]) || !isKnown(word)
    }

    /// Nothing but question marks between a word and the one before.
    private func isJoined(_ index: Int) -> Bool {
        let words = answer.words.all
        let between = answer.bytes[Int(words[index - 1].end)..<Int(words[index].start)]
        return words[index - 1].isWord && between.count <= 3 && between.allSatisfy { $0 == UInt8(ascii: "?") }
    }

    /// `?imi`: not `¿Qué`, and not a name behind the sign that asks for it.
    private func isHeadless(_ word: Word) -> Bool {
        let sign = Int(word.start) - 1
        let isAlone = sign == 0 || answer.bytes[sign - 1] == 32
        return isAlone && word.shape == .lower && !isKnown(word)
            && answer.text.origin(of: sign + 1) - answer.text.origin(of: sign) == 1
    }

    private func isKnown(_ word: Word) -> Bool {
        word.count > 1 && word.classes.has(.function) || word.count > 2 && word.classes.has(Self.known)
    }

    /// Not `Grace?s office`: who that is nobody can tell without the apostrophe.
    private func owns(_ word: Word) -> Bool {
        if Self.stems.contains(word) { return true }
        if word.hasCapital, word.classes.has([.names, .translated]) { return false }
        return isKnown(word) || word.classes.has([.acronym, .allowed])
    }

    private static let known: WordClass = [.common, .english, .domain]
    /// `don?t`, `children?s`: an apostrophe was lost, and no letter.
    private static let endings = WordSet("s t d m ll re ve")
    private static let possessive = WordSet("s")
    private static let stems = WordSet(
        "i isn aren wasn weren doesn didn don hasn haven hadn won wouldn couldn shouldn mustn ain")

    private func isOfWeb(_ index: Int) -> Bool {
        let words = answer.words.all
        return (max(0, index - 1)...index).contains { place in
            words.indices.contains(place + 1) && words[place + 1].gap == .other
                || !words[place].gap.isDisjoint(with: [.slash, .at]) || words[place].gap == .period
        }
    }
}
