import Foundation

/// Letters that an earlier program lost. Of a name without a letter nobody knows where it ends.
enum LostLetters {
    /// Whether a text has the sign that stands for a lost letter (U+FFFD), the noughts of another encoding, or what letters
    /// beyond ASCII leave when they are read in the wrong one: control characters (U+0080 to U+009F), `Ã¡`, `Ä‡`.
    static func stand(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = text.baseAddress else { return false }
        if memchr(start, 0, text.count) != nil { return true }
        if has(0x26, in: text, { isEntity($0, in: text) }) || has(0x25, in: text, { isEscaped($0, in: text) }) {
            return true
        }
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

    /// `&#382;`, `&euml;`: a letter beyond ASCII as HTML writes it (the second byte stands at a place).
    private static func isEntity(_ at: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        let name = text[at..<min(at + 9, text.count)].prefix { $0 != UInt8(ascii: ";") && $0 != 32 }
        guard at + name.count < text.count, text[at + name.count] == UInt8(ascii: ";"), let first = name.first else {
            return false
        }
        if first == UInt8(ascii: "#") {
            let number = String(decoding: name.dropFirst(), as: UTF8.self)
            let isHexadecimal = number.first == "x" || number.first == "X"
            let point = isHexadecimal ? Int(number.dropFirst(), radix: 16) : Int(number)
            return point.map { (0xC0...0x24F).contains($0) || (0x400...0x4FF).contains($0) } ?? false
        }
        return marks.contains { name.count > $0.count && name.suffix($0.count).elementsEqual($0) }
    }

    private static let marks = [
        "acute", "grave", "circ", "tilde", "uml", "cedil", "caron", "ring", "slash", "lig", "breve", "strok",
    ]
    .map { Array($0.utf8) }

    /// `%C5%BE`: a letter as addresses of the web write it.
    private static func isEscaped(_ at: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard at + 4 < text.count, text[at + 2] == UInt8(ascii: "%") else { return false }
        // In an address of the web, which is masked, it says nothing of a name's end.
        let isOfWeb = text[..<at].reversed().prefix(200).prefix { $0 != 32 }.contains { "/.".utf8.contains($0) }
        return !isOfWeb && "CDEcde".utf8.contains(text[at]) && isHexadecimal(text[at + 1])
            && "89ABab".utf8.contains(text[at + 3]) && isHexadecimal(text[at + 4])
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 48 < 10 || (byte | 0x20) &- 97 < 6 }

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
