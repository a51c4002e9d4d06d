/// `name@mail.example`, also with blanks, `[at]`, `(dot)`, or spelled out: `name at mail dot com`.
enum EmailAddress: Recogniser {
    static let patterns = [
        #"\s?@\s?"#,
        #"\s?[\[({<]\s?(at|a|arroba|et|arond|la)\s?[\])}>]\s?"#,
        #"\s(at|arroba|et|arond)\s"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.ats > 0 || signs.hasBracketedAt || isSpelledPossible(signs, in: answer)
    }

    /// `name at mail dot com`, `name at mail . com`: a word for the sign, and a domain with its ending. Where other blanks than
    /// spaces stand around the word the judgement asks for less.
    private static func isSpelledPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        let seen = answer.words.seen
        let words = answer.words.all
        if words.contains(where: providers.contains), words.contains(where: ats.contains) { return true }
        let hasDots = signs.innerPoints > 0 || seen.has(.dot)
        guard hasDots || seen.has(.domainEnding) || signs.hasOddBlanks && signs.handles + signs.brackets > 0 else {
            return false
        }
        guard words.contains(where: ats.contains) else { return false }
        return signs.hasOddBlanks || seen.has(.domainEnding) && (hasDots || words.contains(where: isSpacedEnding))
    }

    private static let ats = WordSet("at arroba et arond")
    private static let providers = WordSet("gmail hotmail outlook yahoo icloud protonmail")

    /// `analopez88 at gmail com`: where the domain ends that everybody knows without its point.
    private static func providerEnd(_ place: Int, _ answer: Answer) -> (place: Int, hasEnding: Bool)? {
        let words = answer.words.all
        let index = answer.word(from: place)
        guard index < words.count, Int(words[index].start) == place, providers.contains(words[index]) else {
            return nil
        }
        let next = index + 1
        let hasEnding =
            next < words.count && words[next].classes.has(.domainEnding) && [.space, .period].contains(words[next].gap)
        return (Int(words[hasEnding ? next : index].end), hasEnding)
    }

    /// `write to us at gmail.com`
    private static func isNoMailbox(_ start: Int, _ answer: Answer) -> Bool {
        noMailboxes.contains(answer.words.all[answer.word(from: start)])
    }

    private static let noMailboxes = WordSet(
        "me us you them him her it here there write look is are and or mail email account accounts mailbox")

    /// `com` in `mail . com`
    fileprivate static func isSpacedEnding(_ word: Word) -> Bool {
        word.classes.has(.domainEnding) && word.gap.isSubset(of: [.space, .period]) && word.gap.contains(.period)
            && word.shape == .lower
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        let bytes = answer.bytes
        let start = Run.start(of: "._%+-", before: candidate.lowerBound, bytes)
        guard start < candidate.lowerBound else { return nil }
        let end = Domain.end(from: candidate.upperBound, answer)
        let isSpelled =
            !bytes[candidate].contains(UInt8(ascii: "@")) && bytes[candidate].first == 32
            && bytes[candidate].last == 32 && candidate.count <= 9
            && !bytes[candidate].contains { "[({<".utf8.contains($0) }
        if isSpelled {
            if let known = providerEnd(candidate.upperBound, answer),
                known.hasEnding ? !isNoMailbox(start, answer) : !isOrdinary(start, answer)
            {
                // `gmail dot com`: the ending is spelled out.
                let place = end.map { $0.hasEnding ? max($0.place, known.place) : known.place } ?? known.place
                return Mention(.email, withNameBefore(start, answer)..<place, .cue)
            }
            // `we met at five` is none: it takes a domain with its ending.
            guard let end, end.hasEnding, end.isSpelled || !isOrdinary(start, answer), isKnownEnding(end.place, answer)
            else { return nil }
            return Mention(.email, withNameBefore(start, answer)..<end.place, .cue)
        }
        guard let end else { return nil }
        // ` @name` with a blank before is a handle, unless a domain with a known ending follows.
        let isBare = bytes[candidate].first == 32 && bytes[candidate].contains(UInt8(ascii: "@"))
        if isBare, !end.hasEnding || bytes[candidate].last != 32 && !isKnownEnding(end.place, answer) { return nil }
        return Mention(.email, withNameBefore(start, answer)..<end.place, .shape)
    }

    private static func isKnownEnding(_ end: Int, _ answer: Answer) -> Bool {
        let index = answer.word(from: end) - 1
        return index >= 0 && answer.words.all[index].classes.has(.domainEnding)
    }

    /// `look at`, `on Monday at`: the word before is no name of a mailbox.
    private static func isOrdinary(_ start: Int, _ answer: Answer) -> Bool {
        let index = answer.word(from: start)
        return answer.words.all[index].classes.has(.words) && !answer.words.all[index].classes.has(.names)
    }

    private static let joints = WordSet("underscore hyphen dash guion")

    private static func isJoint(_ word: Word) -> Bool { word.classes.has(.dot) || joints.contains(word) }

    /// `ana dot hoxha at …`: what is joined by a spelled dot belongs to it.
    private static func withNameBefore(_ start: Int, _ answer: Answer) -> Int {
        let last = answer.word(from: start)
        var first = last
        while first >= 2, last - first < Domain.labels * 2, isJoint(answer.words.all[first - 1]) { first -= 2 }
        return first < answer.words.all.count ? min(start, Int(answer.words.all[first].start)) : start
    }
}

/// Stretches of letters, digits and some signs.
enum Run {
    /// Where the stretch before a place starts.
    static func start(of signs: SignSet, before place: Int, _ bytes: Bytes) -> Int {
        var start = place
        while start > 0, place - start < 64, signs.continues(with: bytes[start - 1]) { start -= 1 }
        while start < place, !SignKind.of(bytes[start]).isWord { start += 1 }
        return start
    }

    /// Where the stretch from a place ends; signs at its end belong to the sentence.
    static func end(of signs: SignSet, from place: Int, _ bytes: Bytes, limit: Int = 300) -> Int {
        var end = place
        while end < bytes.count, end - place < limit, signs.continues(with: bytes[end]) { end += 1 }
        while end > place, !SignKind.of(bytes[end - 1]).isWord, bytes[end - 1] != UInt8(ascii: "/") { end -= 1 }
        return end
    }
}

/// Some signs of ASCII, as bits.
struct SignSet: ExpressibleByStringLiteral {
    private var bits: (UInt64, UInt64) = (0, 0)

    @inline(__always)
    init(stringLiteral signs: StaticString) {
        signs.withUTF8Buffer { signs in
            for sign in signs {
                if sign < 64 { bits.0 |= 1 << UInt64(sign) } else { bits.1 |= 1 << UInt64(sign & 63) }
            }
        }
    }

    @inline(__always)
    func has(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? bits.0 : bits.1) >> UInt64(byte & 63) & 1 != 0
    }

    /// Whether a stretch of letters, digits and these signs goes on with a byte.
    @inline(__always)
    fileprivate func continues(with byte: UInt8) -> Bool { SignKind.of(byte).isWord || has(byte) }
}

/// The domain of an address: labels with points between them, the points written or spelled.
private enum Domain {
    /// So many labels are spelled out at most, so that time stays linear.
    static let labels = 16

    static func end(from place: Int, _ answer: Answer) -> (place: Int, hasEnding: Bool, isSpelled: Bool)? {
        var end = Run.end(of: ".-", from: place, answer.bytes, limit: 80)
        guard end > place,
            SignKind.of(answer.bytes[place]) != .digit || answer.bytes[place..<end].contains(where: { $0 >= 65 })
        else { return nil }
        var hasEnding = answer.bytes[place..<end].contains(UInt8(ascii: "."))
        var isSpelled = false
        var index = answer.word(from: end)
        let furthest = index + 2 * labels
        while index < furthest, index + 1 < answer.words.all.count, isDot(index, after: end, answer),
            answer.words.all[index + 1].isWord
        {
            end = Int(answer.words.all[index + 1].end)
            hasEnding = true
            isSpelled = true
            index = answer.word(from: end)
        }
        if let spaced = spacedEnding(end, answer) { return (spaced, true, isSpelled) }
        return (end, hasEnding, isSpelled)
    }

    private static func isDot(_ index: Int, after end: Int, _ answer: Answer) -> Bool {
        answer.words.all[index].classes.has(.dot) && Int(answer.words.all[index].start) - end <= 2
    }

    /// `mail . com`
    private static func spacedEnding(_ end: Int, _ answer: Answer) -> Int? {
        let index = answer.word(from: end)
        guard index < answer.words.all.count, EmailAddress.isSpacedEnding(answer.words.all[index]),
            Int(answer.words.all[index].start) - end <= 3
        else { return nil }
        return Int(answer.words.all[index].end)
    }
}
