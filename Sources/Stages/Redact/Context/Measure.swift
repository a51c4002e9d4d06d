/// Numbers that measure, count or order something, and identify nobody.
enum Measure {
    /// `the law Nr. 9669`, `art. 110/1`
    static func isLawNumber(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard words[index].shape == .number, words[index].count <= 5, index > 0 else { return false }
        let isNumbered = words[index - 1].classes.has(.abbreviation) || words[index - 1].shape == .number
        return words[index - 1].classes.has(.law) || isNumbered && index > 1 && words[index - 2].classes.has(.law)
    }

    /// `with 94 open processes`, `(3) one socket`: a figure right before a small word, or alone in brackets.
    static func isCount(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard words[index].shape == .number, words[index].count <= 2, index + 1 < words.count else { return false }
        let next = words[index + 1]
        if words[index].gap.contains(.bracket), next.gap.contains(.bracket) { return next.shape == .lower }
        return next.gap == .space && next.shape == .lower
            && !next.classes.has([.function, .ageWord, .unit, .numberWord])
    }

    /// `12-17`: two short numbers with a hyphen between.
    private static func isRange(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index > 0 && words[index].gap == .hyphen && words[index].shape == .number && words[index].count <= 2
            && words[index - 1].shape == .number && words[index - 1].count <= 2
    }

    /// `03/2020`: a month in figures, which is no day.
    private static func isMonthOfYear(_ index: Int, _ words: Stretch<Word>, _ answer: Answer) -> Bool {
        func isPair(_ month: Int) -> Bool {
            guard month >= 0, month + 1 < words.count, words[month + 1].gap == .slash, words[month].count <= 2,
                words[month].shape == .number, YearWords.isFigures(words[month + 1], answer)
            else { return false }
            let isInside = month > 0 && words[month].gap.isSubset(of: [.slash, .hyphen, .period])
            return !isInside && answer.digits(in: words[month].range).reduce(0) { $0 * 10 + Int($1) } <= 12
        }
        return isPair(index) || isPair(index - 1)
    }

    /// `2 of 10`, `3 out of 5`
    private static func isWholeOfShare(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard words[index].count <= 4, index > 1, words[index].gap == .space, of.contains(words[index - 1]) else {
            return false
        }
        let part = out.contains(words[index - 2]) ? index - 3 : index - 2
        return part >= 0 && words[part].shape == .number && words[part].count <= 4
    }

    private static let of = WordSet("of")
    private static let out = WordSet("out")

    private static let units = WordSet(
        "percent percents percentage ciento posto odsto suta perqind degrees hours hour hrs minutes min seconds km kilometres kilometers metres meters kg litres"
    )

    /// The size of a group: `n = 40`, its letter and its number.
    private static func isGroupSize(_ index: Int, _ answer: Answer) -> Bool {
        let words = answer.words.all
        let letter = words[index].shape == .number ? index - 1 : index
        guard letter >= 0, letter + 1 < words.count, words[letter].count == 1, words[letter + 1].shape == .number,
            answer.bytes[Int(words[letter].start)] | 0x20 == UInt8(ascii: "n")
        else { return false }
        let between = answer.bytes[Int(words[letter].end)..<Int(words[letter + 1].start)]
        return between.count <= 3 && between.contains(UInt8(ascii: "="))
    }

    /// Opening hours: the second number of `24/7`, `8/5`.
    private static func isDaysAWeek(_ index: Int, _ words: Stretch<Word>, _ bytes: Bytes) -> Bool {
        index > 0 && words[index].gap == .slash && words[index].count == 1 && words[index - 1].shape == .number
            && "567".utf8.contains(bytes[Int(words[index].start)])
    }

    private static let years = WordSet("years year yrs yr months month")
    private static let working = WordSet("experience service work practice here together ago")

    /// `with her 35 years of experience`, `his 22 years here`
    private static func isOfWork(_ index: Int, _ words: Stretch<Word>) -> Bool {
        let isNumber = words[index].shape == .number || words[index].classes.has(.numberWord)
        guard isNumber, index + 2 < words.count, years.contains(words[index + 1]) else { return false }
        let next = of.contains(words[index + 2]) ? index + 3 : index + 2
        return next < words.count && working.contains(words[next])
    }

    /// `200 m from the school`, `5 l of water`
    private static func isUnitLetter(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index > 0 && letters.contains(words[index]) && words[index].shape == .lower && words[index].gap == .space
            && words[index - 1].shape == .number
    }

    private static let letters = WordSet("m l g h")

    /// A share, a price, a time, a range, a length, a month: `80 %`, `$ 300`, `14:30`, `12-17`, `24/7`, `38 degrees`, `June 2019`.
    static func holds(_ index: Int, _ answer: Answer) -> Bool {
        let words = answer.words.all
        let word = words[index]
        if WordedDate.isMonthAlone(index, in: answer) || WordedDate.isYearAlone(index, in: answer)
            || ExactAge.isEndOfRange(index, in: answer) || ExactAge.isOfThing(index, in: answer)
        {
            return true
        }
        if isGroupSize(index, answer) || isOfWork(index, words) || isUnitLetter(index, words) { return true }
        guard word.shape == .number else { return false }
        if isWholeOfShare(index, words) || isMonthOfYear(index, words, answer) { return true }
        if isDaysAWeek(index, words, answer.bytes) { return true }
        var first = index
        while first > 0, index - first < 4, words[first].gap == .period || words[first].gap == .comma { first -= 1 }
        let before = answer.bytes[..<Int(words[first].start)].suffix(2)
        if before.contains(where: { "$%".utf8.contains($0) }) { return true }
        if isRange(index, words) || index + 1 < words.count && isRange(index + 1, words) { return true }
        let behind = answer.bytes[Int(word.end)...].prefix(2)
        if behind.contains(UInt8(ascii: "%")) || behind.elementsEqual("/7".utf8) { return true }
        if word.count <= 2, behind.count == 2, behind.first == UInt8(ascii: ":"), SignKind.of(behind.last!) == .digit {
            return true
        }
        if index + 1 < words.count, words[index + 1].gap == .space {
            return words[index + 1].classes.has(.currency) || units.contains(words[index + 1])
        }
        return false
    }
}
