/// Numbers of accounts and cards: IBAN (ISO 13616), Mexican CLABE, Peruvian CCI, cards, and any long number behind a word of
/// banking.
enum BankNumber: Recogniser {
    static let patterns = [
        #"\b[a-z]{2}\s?\d{2}([ -]?[0-9a-z]{4}){2,7}([ -]?[0-9a-z]{1,4})?"#,
        #"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}"#,
        #"\d{3}[ -]\d{3}[ -]\d{8,14}[ -]\d{1,2}"#,
        #"\d([ .-]?\d){7,25}"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 6
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let candidate = answer.wholeWords(candidate) else { return nil }
        let signs = answer.signs(in: candidate)
        if signs[0] >= 65 { return judgeIBAN(candidate, signs, answer) }
        let digits = answer.digits(in: candidate)
        if isYears(candidate, answer) { return nil }
        if digits.count == 18 && CheckDigits.isCLABE(digits)
            || (15...19).contains(digits.count) && CheckDigits.isLuhn(digits)
        {
            return Mention(.bankNumber, candidate, .checkDigit)
        }
        let hasCue =
            answer.hasCue(.bankWord, before: candidate.lowerBound, within: 4)
            && !answer.hasCue([.phoneWord, .idWord], before: candidate.lowerBound, within: 2)
        return hasCue && digits.count >= 8 ? Mention(.bankNumber, candidate, .cue) : nil
    }

    /// `2017 2018 2019 2020`
    private static func isYears(_ range: Range<Int>, _ answer: Answer) -> Bool {
        answer.words.all[answer.word(from: range.lowerBound)...].prefix { Int($0.end) <= range.upperBound }
            .allSatisfy { YearWords.isFigures($0, answer) }
    }

    private static func judgeIBAN(_ candidate: Range<Int>, _ signs: [UInt8], _ answer: Answer) -> Mention? {
        // The pattern may have taken the word behind: try the lengths that the country knows.
        let lengths: [String: Int] = ["AL": 28, "BA": 20, "MD": 24]
        let country = String(decoding: signs[..<2], as: UTF8.self)
        if let length = lengths[country], signs.count >= length - 3,
            let cut = prefix(candidate, min(length, signs.count), answer)
        {
            guard answer.digits(in: cut).count >= length / 3 else { return nil }
            let isRight = CheckDigits.isIBAN(Array(signs.prefix(length)))
            return Mention(.bankNumber, cut, isRight ? .checkDigit : .shape)
        }
        guard answer.digits(in: candidate).count >= 10 else { return nil }
        for length in stride(from: min(34, signs.count), through: 15, by: -1)
        where CheckDigits.isIBAN(Array(signs.prefix(length))) {
            return prefix(candidate, length, answer).map { Mention(.bankNumber, $0, .checkDigit) }
        }
        return answer.hasCue(.bankWord, before: candidate.lowerBound, within: 4)
            ? Mention(.bankNumber, candidate, .cue) : nil
    }

    /// The stretch that holds so many letters and digits.
    private static func prefix(_ range: Range<Int>, _ count: Int, _ answer: Answer) -> Range<Int>? {
        var left = count
        for place in range where SignKind.of(answer.bytes[place]).isWord {
            left -= 1
            if left == 0 { return range.lowerBound..<(place + 1) }
        }
        return nil
    }
}
