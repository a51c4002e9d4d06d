/// A day with its month in words, in five languages, with or without the year: `12 March 2019`, `March 12th`,
/// `12 de marzo de 2019`. Months and years alone name nobody's day; nor do the days that the whole world keeps.
enum WordedDate: WordRecogniser {
    static let cues: WordClass = .month

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        guard let day = dayBefore(index, answer) ?? dayBehind(index, answer) else { return nil }
        let first = min(day, index) == day ? withEarlierDay(before: withTens(before: day, answer), answer) : index
        let named = day > index ? withLaterDay(withUnits(behind: day, answer), answer) : index
        let last = withYearWord(year(behind: named, answer) ?? named, answer)
        if last == max(day, index), isPublicDay(answer.words.all[day], answer.words.all[index], answer) { return nil }
        let words = answer.words.all
        return Mention(.date, Int(words[first].start)..<Int(words[last].end), .shape)
    }

    /// `12`, `12th`, `12 de`, `the twelfth of`.
    private static func dayBefore(_ index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        var at = index - 1
        if at > 0, isLink(words[at], answer), words[at + 1].gap.joins { at -= 1 }
        // `12 th March`
        if at > 0, suffixes.contains(words[at]), words[at].gap == .space, words[at - 1].shape == .number { at -= 1 }
        guard at >= 0, words[index].gap.isDisjoint(with: [.line, .stop, .comma, .bracket]) else { return nil }
        if isDay(words[at], answer) { return at }
        return isShortDay(words[at]) && (year(behind: index, answer) != nil || isSpanish(at, index, words)) ? at : nil
    }

    /// `dos de mayo`: two of something is never said of a month.
    private static func isSpanish(_ day: Int, _ month: Int, _ words: Stretch<Word>) -> Bool {
        month == day + 2 && de.contains(words[day + 1]) && words[day + 1].gap == .space && words[month].count > 3
    }

    private static let de = WordSet("de")

    /// `pesë mars 2020`: short words for a number are one only with the year.
    private static func isShortDay(_ word: Word) -> Bool {
        word.classes.has(.numberWord) && (word.shape == .lower || word.shape == .capital)
    }

    /// `twenty-first of May`, `treinta y uno de mayo`
    private static func withTens(before day: Int, _ answer: Answer) -> Int {
        let words = answer.words.all
        guard day > 0, words[day].isWord, words[day].gap.isSubset(of: [.space, .hyphen]) else { return day }
        if tens.contains(words[day - 1]) { return day - 1 }
        return day > 1 && ands.contains(words[day - 1]) && words[day - 1].gap == .space && tens.contains(words[day - 2])
            ? day - 2 : day
    }

    /// `28 to 30 June`, `6-8 de abril`: the day before it has the same month.
    private static func withEarlierDay(before day: Int, _ answer: Answer) -> Int {
        let words = answer.words.all
        guard day > 0, !words[day].isWord else { return day }
        if words[day].gap.isSubset(of: [.space, .hyphen]), words[day].gap.contains(.hyphen), !words[day - 1].isWord {
            return isDay(words[day - 1], answer) ? day - 1 : day
        }
        guard day > 1, words[day].gap == .space, words[day - 1].gap == .space, dayLinks.contains(words[day - 1]),
            !words[day - 2].isWord, isDay(words[day - 2], answer)
        else { return day }
        return day - 2
    }

    private static let dayLinks = WordSet("to and till until y al a i e si la do deri")
    private static let tens = WordSet(
        "twenty thirty treinta veinte njezet tridhjete dvadeset trideset douazeci treizeci")
    private static let ands = WordSet("y e i si")

    /// `May twenty first`, `May twenty-first`
    private static func withUnits(behind day: Int, _ answer: Answer) -> Int {
        let words = answer.words.all
        guard tens.contains(words[day]), day + 1 < words.count, words[day + 1].gap.isSubset(of: [.space, .hyphen]),
            units.contains(words[day + 1])
        else { return day }
        return day + 1
    }

    private static let units = WordSet("first second third fourth fifth sixth seventh eighth ninth")
    private static let suffixes = WordSet("st nd rd th")
    private static let the = WordSet("the")

    /// `March 12 and 14`, `March 12-14`: a second day, and nothing that it counts.
    private static func withLaterDay(_ day: Int, _ answer: Answer) -> Int {
        let words = answer.words.all
        guard !words[day].isWord, day + 1 < words.count else { return day }
        let isHyphened = words[day + 1].gap.contains(.hyphen) && words[day + 1].gap.isSubset(of: [.space, .hyphen])
        let isLinked = dayLinks.contains(words[day + 1]) && words[day + 1].gap == .space
        let later = isHyphened ? day + 1 : day + 2
        guard isHyphened || isLinked, later < words.count, !words[later].isWord, isDay(words[later], answer),
            isHyphened || words[later].gap == .space
        else { return day }
        return counts(later, words) ? day : later
    }

    /// Whether a noun in small letters stands behind: `30 persons`.
    private static func counts(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index + 1 < words.count, words[index + 1].gap.joins, words[index + 1].shape == .lower else {
            return false
        }
        return !words[index + 1].classes.has(.function)
    }

    /// `March the twelfth`
    private static func ordinalBehind(_ index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        guard index + 2 < words.count, the.contains(words[index + 1]), words[index + 1].gap == .space,
            words[index + 2].gap == .space, isDay(words[index + 2], answer), !counts(index + 2, words)
        else { return nil }
        return index + 2
    }

    /// `we met on March, 12.`: nothing is counted behind the comma.
    private static func dayBehindComma(_ index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        guard index + 1 < words.count, words[index].hasCapital, words[index + 1].gap == [.comma, .space],
            words[index + 1].shape == .number, isDay(words[index + 1], answer),
            index + 2 == words.count || !words[index + 2].gap.isDisjoint(with: [.line, .stop])
                || YearWords.isFigures(words[index + 2], answer)
        else { return nil }
        return index + 1
    }

    private static func dayBehind(_ index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        if let day = ordinalBehind(index, answer) ?? dayBehindComma(index, answer) { return day }
        guard index + 1 < words.count, words[index + 1].gap.isDisjoint(with: [.line, .stop, .comma, .bracket]),
            words[index].hasCapital || year(behind: index + 1, answer) != nil || isPointInTime(index, words),
            isDay(words[index + 1], answer)
        else { return nil }
        if isPointInTime(index, words) { return index + 1 }
        // `May 20 children come`: a count of something, unless a year or the end follows.
        guard index + 2 < words.count, words[index + 2].shape == .lower, words[index + 2].gap.joins else {
            return index + 1
        }
        if withUnits(behind: index + 1, answer) > index + 1 || withLaterDay(index + 1, answer) > index + 1 {
            return index + 1
        }
        return words[index + 1].shape == .alphanumeric ? index + 1 : nil
    }

    /// `since february 11`: what stands behind such a word is a day, whatever follows.
    private static func isPointInTime(_ month: Int, _ words: Stretch<Word>) -> Bool {
        month > 0 && words[month].gap == .space && PointInTime.words.contains(words[month - 1])
    }

    private static func year(behind index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        var at = index + 1
        if at < words.count, isLink(words[at], answer) { at += 1 }
        guard at < words.count else { return nil }
        if words[at].isWord {
            return words[at].gap.isSubset(of: [.space, .comma]) ? YearWords.end(from: at, in: answer) : nil
        }
        guard words[at].shape == .number,
            words[at].count == 4 || words[at].count == 2 && at == index + 1,
            words[at].gap.isDisjoint(with: [.line, .stop, .bracket])
        else { return nil }
        let text = answer.bytes[words[at].range]
        return words[at].count == 2 || text.starts(with: "19".utf8) || text.starts(with: "20".utf8) ? at : nil
    }

    /// `2009. godine`
    private static func withYearWord(_ index: Int, _ answer: Answer) -> Int {
        let words = answer.words.all
        guard index + 1 < words.count, answer.bytes[words[index + 1].range].elementsEqual("godine".utf8) else {
            return index
        }
        return index + 1
    }

    private static let links = WordSet("of de del")

    private static func isLink(_ word: Word, _ answer: Answer) -> Bool {
        links.contains(word)
    }

    private static func isDay(_ word: Word, _ answer: Answer) -> Bool {
        if word.shape == .lower || word.shape == .capital { return word.classes.has(.numberWord) && word.count >= 5 }
        let digits = answer.digits(in: word.range)
        guard (1...2).contains(digits.count), word.count - digits.count == 0 || word.shape == .alphanumeric else {
            return false
        }
        let day = digits.reduce(0) { $0 * 10 + Int($1) }
        return (1...31).contains(day) && word.count - digits.count <= 2
    }

    /// `June 2019`, `in June and July`: a month that is a given name too, and here is the month.
    static func isMonthAlone(_ index: Int, in answer: Answer) -> Bool {
        let words = answer.words.all
        guard words[index].classes.has(.month) else { return false }
        if index + 1 < words.count, words[index + 1].gap == .space,
            YearWords.isFigures(words[index + 1], answer) || YearWords.end(from: index + 1, in: answer) != nil
        {
            return true
        }
        if isBesideMonth(index, words) { return true }
        guard index > 0, words[index].gap == .space else { return false }
        if periods.contains(words[index - 1]) { return true }
        if words[index].classes.has(.names), morePeriods.contains(words[index - 1]) { return true }
        return index > 2 && monthLinks.contains(words[index - 1]) && words[index - 2].classes.has(.month)
            && periods.contains(words[index - 3])
    }

    /// `May and June are lost`: two months with a link between.
    private static func isBesideMonth(_ index: Int, _ words: Stretch<Word>) -> Bool {
        func isPair(_ first: Int) -> Bool {
            first >= 0 && first + 2 < words.count
                && words[first].classes.has(.month) && words[first + 2].classes.has(.month)
                && words[first].hasCapital == words[first + 2].hasCapital
                && monthLinks.contains(words[first + 1])
                && words[first + 1].gap == .space && words[first + 2].gap == .space
        }
        return isPair(index) || isPair(index - 2)
    }

    /// The year behind such a month, in words.
    static func isYearAlone(_ index: Int, in answer: Answer) -> Bool {
        let words = answer.words.all
        guard words[index].classes.has(.numberWord) else { return false }
        return (1...5).contains { back in
            index >= back && words[index - back].classes.has(.month)
                && YearWords.end(from: index - back + 1, in: answer) ?? -1 >= index
        }
    }

    private static let periods = WordSet("in during since until till")
    /// Before a month that is a given name as well.
    private static let morePeriods = WordSet(
        "before after from throughout last next every each this mid early late end")
    private static let monthLinks = WordSet("and or to")

    /// World days of women, children, families, against child labour, trafficking and violence.
    private static func isPublicDay(_ day: Word, _ month: Word, _ answer: Answer) -> Bool {
        let number = answer.digits(in: day.range).reduce(0) { $0 * 10 + Int($1) }
        let letters = String(decoding: answer.bytes[month.range].prefix(3).map(WordHash.lower), as: UTF8.self)
        return [
            ("mar", 8), ("jun", 1), ("jun", 12), ("jul", 30), ("nov", 18), ("nov", 19), ("nov", 20), ("nov", 25),
            ("dec", 10), ("may", 15),
        ]
        .contains { $0 == letters && $1 == number }
    }
}
