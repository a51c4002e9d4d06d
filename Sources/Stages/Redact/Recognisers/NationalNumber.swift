/// Personal and tax numbers of the six countries: by shape, by check digit, or behind a word such as `DNI`, `cédula`,
/// `JMBG`, `passport`.
enum NationalNumber: Recogniser {
    static let patterns = [
        #"\b[a-t]\s?\d{8}\s?[a-w]"#,
        #"\d{6,7}[ -]?\d{6,7}"#,
        #"\d([ .-]?\d){12}"#,
        #"\b[a-z]{4}[ -]?\d{6}[ -]?[hmx][ -]?[a-z]{5}[ -]?[0-9a-z]\d?"#,
        #"\b[a-z&]{3,4}[ -]?\d{6}[ -]?[a-z0-9]{2,3}"#,
        #"\b[a-z]{4}[ -]?\d{6}"#,
        #"\b[a-z]{6}\d{8}[hm]\d{3}"#,
        #"\b([a-z]{1,3}[ -]{0,2})?\d([ .-]?\d){4,15}([ -]?[a-z0-9])?"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 6 || signs.digits >= 5 && answer.words.seen.has(.idWord)
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let range = answer.wholeWords(candidate) else { return nil }
        let signs = answer.signs(in: range)
        let digits = answer.digits(in: range)
        if isKnownShape(signs, digits) { return Mention(.nationalNumber, range, .checkDigit) }
        guard digits.count >= 5, answer.hasCue(.idWord, before: range.lowerBound, within: 4),
            !answer.hasCue([.phoneWord], before: range.lowerBound, within: 2),
            !answer.hasCue([.law], before: range.lowerBound, within: 2)
        else { return nil }
        return Mention(.nationalNumber, range, .cue)
    }

    private static func isKnownShape(_ signs: [UInt8], _ digits: [UInt8]) -> Bool {
        let letters = signs.count - digits.count
        switch (signs.count, letters) {
        case (10, 2): return signs[0] >= 65 && signs[9] >= 65
        case (13, 0): return CheckDigits.isJMBG(digits) || CheckDigits.isIDNP(digits)
        case (18, _) where letters >= 7: return true
        case (12, 3...6), (13, 4...6): return signs[0] >= 65 && signs[2] >= 65 && isDate(digits)
        case (10, 4): return signs[3] >= 65 && isDate(digits)
        default: return false
        }
    }

    /// Year, month and day as in a Mexican tax number.
    private static func isDate(_ digits: [UInt8]) -> Bool {
        guard digits.count >= 6 else { return false }
        let month = digits[2] * 10 + digits[3]
        let day = digits[4] * 10 + digits[5]
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
