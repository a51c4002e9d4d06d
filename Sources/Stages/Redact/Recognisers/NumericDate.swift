/// Full dates in figures: `12.03.2019`, `3/12/19`, `2019-03-12`, `20190312`, `2019 03 12`, and without a year `03. 07.`.
enum NumericDate: Recogniser {
    static let patterns = [
        #"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(\d{4}|\d{2})\b"#,
        #"\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}\b"#,
        #"(19|20)\d{2}[01]\d[0-3]\d\b"#,
        #"\b(19|20)\d{2} [01]\d [0-3]\d\b"#,
        #"\b[0-3]\d [01]\d (19|20)\d{2}\b"#,
        #"\b[0-3]\d\. [01]\d\."#,
        #"\b0[1-9]\.0[1-9]\."#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 8 || signs.digits >= 4 && signs.points + signs.slashes + signs.hyphens >= 2
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard !answer.isOpen(candidate) else { return nil }
        if isInsideLonger(candidate, answer.bytes) { return nil }
        let numbers = answer.bytes[candidate].split { !($0 &- 48 < 10) }.map { part in
            part.reduce(0) { $0 * 10 + Int($1 &- 48) }
        }
        if numbers.count == 2 { return dayAndMonth(numbers, candidate) }
        guard let date = parts(numbers), isDate(date) else { return nil }
        return Mention(.date, candidate, .shape)
    }

    /// `03. 07.`, as the Balkans write a day of this year.
    private static func dayAndMonth(_ numbers: [Int], _ range: Range<Int>) -> Mention? {
        (1...31).contains(numbers[0]) && (1...12).contains(numbers[1]) ? Mention(.date, range, .shape) : nil
    }

    /// `1.2.3.4` is no date, nor is a number that goes on behind a hyphen.
    private static func isInsideLonger(_ range: Range<Int>, _ bytes: Bytes) -> Bool {
        // `55 12 10 2019`: a telephone number in groups goes on behind a blank too.
        let isGrouped = !bytes[range].contains { "./-".utf8.contains($0) }
        let before = range.lowerBound - 2
        let signs = isGrouped ? "./- " : "./-"
        if before >= 0, signs.utf8.contains(bytes[before + 1]), bytes[before] &- 48 < 10 { return true }
        let behind = range.upperBound + 1
        return behind < bytes.count && signs.utf8.dropFirst().contains(bytes[behind - 1]) && bytes[behind] &- 48 < 10
    }

    private static func parts(_ numbers: [Int]) -> (Int, Int, Int)? {
        if numbers.count == 3 { return (numbers[0], numbers[1], numbers[2]) }
        guard numbers.count == 1 else { return nil }
        return (numbers[0] / 10_000, numbers[0] / 100 % 100, numbers[0] % 100)
    }

    private static func isDate(_ parts: (Int, Int, Int)) -> Bool {
        let (first, second, third) = parts
        if first > 31 { return (1900...2100).contains(first) && (1...12).contains(second) && (1...31).contains(third) }
        let isYear = third < 100 || (1900...2100).contains(third)
        let dayMonth = (1...31).contains(first) && (1...12).contains(second)
        let monthDay = (1...12).contains(first) && (1...31).contains(second)
        return isYear && (dayMonth || monthDay)
    }
}
