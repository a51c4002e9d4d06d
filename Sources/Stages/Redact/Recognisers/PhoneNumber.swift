/// Telephone numbers of the six countries, with or without the international prefix, however they are grouped. Public
/// helplines stay.
enum PhoneNumber: Recogniser {
    static let patterns = [
        #"(\+|\(\+|00)?\s?\(?\d{1,4}\)?([ ./-]{0,2}\(?\d{1,5}\)?){1,8}"#
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 8 || signs.digits >= 6 && answer.words.seen.has(.phoneWord)
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let numbers = answer.wholeWords(candidate) else { return nil }
        let range = withPlus(numbers, answer)
        guard range.count >= 6 else { return nil }
        let digits = answer.digits(in: range)
        guard (6...15).contains(digits.count), !Helplines.contains(digits, answer) else { return nil }
        if isLaw(range, answer) || areTimes(range, answer) { return nil }
        let hasCue = answer.hasCue(.phoneWord, before: range.lowerBound, within: 4)
        if hasCue { return Mention(.phone, range, .cue) }
        return isPhone(digits, hasPlus: answer.bytes[range].contains(UInt8(ascii: "+")))
            ? Mention(.phone, range, .shape) : nil
    }

    /// `+355 …`, `(+355) …`, `(084) …`: the signs before the first digit.
    private static func withPlus(_ range: Range<Int>, _ answer: Answer) -> Range<Int> {
        var start = range.lowerBound
        while start > 0, start > range.lowerBound - 2, "+(".utf8.contains(answer.bytes[start - 1]) { start -= 1 }
        return start..<range.upperBound
    }

    /// Lengths and first digits as telephone metadata give them.
    private static func isPhone(_ digits: [UInt8], hasPlus: Bool) -> Bool {
        if hasPlus { return digits.count >= 8 }
        let text = String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
        let prefixes = ["00355", "00387", "00373", "0057", "0052", "0051", "355", "387", "373"]
        if prefixes.contains(where: { text.hasPrefix($0) }), digits.count >= 10 { return true }
        switch digits.count {
        case 9: return digits[0] == 0 || digits[0] == 9
        case 10: return [0, 3, 5, 6, 2, 4, 7, 8, 9].contains(digits[0])
        case 8: return digits[0] == 0 || digits[0] == 6 || digits[0] == 7
        case 11...13: return digits[0] == 0 || text.hasPrefix("57") || text.hasPrefix("52") || text.hasPrefix("51")
        default: return false
        }
    }

    private static func areTimes(_ range: Range<Int>, _ answer: Answer) -> Bool {
        if answer.hasCue(.phoneWord, before: range.lowerBound, within: 1) { return false }
        let first = answer.word(from: range.lowerBound)
        let words = answer.words.all[first...].prefix { Int($0.start) < range.upperBound }
        return OpeningHours.are(words, in: answer)
    }

    /// `law number 18/2017`
    private static func isLaw(_ range: Range<Int>, _ answer: Answer) -> Bool {
        range.count <= 9 && answer.bytes[range].contains(UInt8(ascii: "/"))
            && answer.hasCue(.law, before: range.lowerBound, within: 3)
    }
}

/// Public numbers that name nobody.
enum Helplines {
    static func contains(_ digits: [UInt8], _ answer: Answer) -> Bool {
        answer.lexicon.helplines.contains(digits.reduce(1) { $0 &* 10 &+ UInt64($1) })
    }

    /// Whether the digits of a stretch are one.
    static func have(_ range: Range<Int>, in answer: Answer) -> Bool {
        var number: UInt64 = 1
        for byte in answer.bytes[range] where byte &- 48 < 10 { number = number &* 10 &+ UInt64(byte &- 48) }
        return answer.lexicon.helplines.contains(number)
    }
}
