/// A number that could be an age: 1 to 99 in figures, `102 years old`, or words for a number.
struct AgeNumber {
    let answer: Answer
    let first: Int
    let last: Int

    init?(at index: Int, in answer: Answer) {
        let word = answer.words.all[index]
        if word.isWord, index > 0, Self.isWorded(answer.words.all[index - 1]) { return nil }
        if !word.isWord {
            let isFigure =
                word.shape == .number && word.count <= 2 || Self.isJoined(word, answer)
                || Self.isOverHundred(index, answer)
            guard isFigure, answer.bytes[word.range].contains(where: { $0 != 48 }) else { return nil }
        }
        self.answer = answer
        first = index
        last = Self.end(from: index, answer)
    }

    private static func isWorded(_ word: Word) -> Bool { word.isWord && word.classes.has(.numberWord) }

    /// `16yo`, `12yr`: figures with their unit.
    static func isJoined(_ word: Word, _ answer: Answer) -> Bool {
        guard word.shape == .alphanumeric, word.count <= 8 else { return false }
        let text = answer.bytes[word.range]
        let figures = text.prefix { $0 &- 48 < 10 }
        return (1...2).contains(figures.count)
            && units.contains { text.dropFirst(figures.count).map(WordHash.lower) == $0 }
    }

    /// `a 102 year old woman`, `104 years old`
    private static func isOverHundred(_ index: Int, _ answer: Answer) -> Bool {
        let words = answer.words.all
        guard words[index].shape == .number, words[index].count == 3, index + 2 < words.count else { return false }
        return answer.bytes[Int(words[index].start)] == UInt8(ascii: "1")
            && yearWords.contains(words[index + 1]) && oldWords.contains(words[index + 2])
    }

    private static let yearWords = WordSet("year years yr yrs")
    private static let oldWords = WordSet("old")

    private static let units = ["yo", "yr", "yrs", "y", "year", "years"].map { Array($0.utf8) }

    /// `thirty-five`.
    private static func end(from index: Int, _ answer: Answer) -> Int {
        let words = answer.words.all
        var last = index
        while last + 1 < words.count, words[last + 1].classes.has(.numberWord), words[last + 1].isWord,
            words[last + 1].gap.isSubset(of: [.space, .hyphen])
        { last += 1 }
        if last + 2 < words.count, ands.contains(words[last + 1]), words[last + 2].classes.has(.numberWord),
            words[last + 2].isWord,
            words[index].isWord
        {
            last += 2
        }
        if last + 3 < words.count, ands.contains(words[last + 1]), half.contains(words[last + 3]) { last += 3 }
        return last
    }

    /// `34 y.o.`, `34 y/o`: the letters belong to it as those of `34yo` do.
    var lastWithUnit: Int {
        guard let year = word(1), let old = word(2), Self.year.contains(year), Self.old.contains(old),
            year.gap == .space || year.gap.isEmpty, [.period, .slash, [.period, .space]].contains(old.gap)
        else { return last }
        return last + 2
    }

    private static let year = WordSet("y")
    private static let old = WordSet("o")

    /// `50% in school`
    var isShare: Bool {
        let end = Int(answer.words.all[last].end)
        return answer.bytes[end..<min(end + 2, answer.bytes.count)].contains(UInt8(ascii: "%"))
    }

    /// `16yo` needs no word beside it.
    var isJoined: Bool {
        let own = answer.words.all[first]
        guard !own.isWord, Self.isJoined(own, answer), !isPlural(1) else { return false }
        if "oO".utf8.contains(answer.bytes[own.range].last!) || isOne(of: Self.olds, 1) { return true }
        // `5yrs experience`, `10y plan`: years of something.
        guard let next = word(1), next.gap.joins else { return own.gap.contains(.bracket) }
        return next.classes.has(.person)
    }

    /// `a sixteen-years girl`; not `a five-year family plan`.
    var isCompound: Bool {
        guard let unit = word(1), Self.yearWords.contains(unit), unit.gap == .hyphen, let next = word(2),
            next.gap == .space, next.classes.has(.person), !isPlural(2), !isOne(of: Self.families, 2)
        else { return false }
        guard let behind = word(3), behind.gap == .space, behind.shape == .lower else { return true }
        return behind.classes.has([.function, .speech])
    }

    private static let families = WordSet("child family parent mother father")
    private static let ands = WordSet("and y e si i")
    private static let olds = WordSet("old")
    private static let half = WordSet("half")

    /// The word so many places before the number, or behind it.
    func word(_ offset: Int) -> Word? {
        let index = offset < 0 ? first + offset : last + offset
        return answer.words.all.indices.contains(index) ? answer.words.all[index] : nil
    }

    /// `The law says ramp. Fourteen years old and …`
    var startsSentence: Bool {
        let gap = answer.words.all[first].gap
        return gap.contains(.stop) || gap.contains(.line) || gap.contains(.period) && gap.contains(.space)
    }

    /// Whether the word so many places away is one of a few.
    func isOne(of words: WordSet, _ offset: Int) -> Bool { word(offset).map(words.contains) ?? false }

    /// Whether nothing parts the number, the word beside it and the next: `two, a 14-year-old` is no range.
    func isUnparted(_ offset: Int) -> Bool {
        let words = answer.words.all
        let link = offset < 0 ? first - 1 : last + 1
        return link > 0 && link + 1 < words.count && words[link].gap.joins && words[link + 1].gap.joins
    }

    func isNumber(_ offset: Int) -> Bool {
        word(offset).map { $0.shape == .number || $0.classes.has(.numberWord) } ?? false
    }

    /// `18-25`, `18 - 25`: another number of as many figures before or behind.
    var isHyphenated: Bool {
        let own = answer.words.all[first]
        let isBehind = own.gap.contains(.hyphen) && isFigures(word(-1))
        return isBehind || word(1)?.gap.contains(.hyphen) == true && isFigures(word(1))
    }

    private func isFigures(_ word: Word?) -> Bool { word?.shape == .number && word!.count <= 2 }

    /// A date, a fraction, a phone number.
    var isPartOfLonger: Bool {
        let words = answer.words.all
        let joining: Word.Gap = [.hyphen, .slash, .period, .at]
        if first > 0, words[first].gap.isSubset(of: joining), !words[first].gap.isEmpty, isNumber(-1) { return true }
        if words[first].gap == [.space, .hyphen], isNumber(-1) { return true }
        guard let next = word(1), next.shape == .number else { return false }
        return next.gap.isDisjoint(with: .space) || next.gap.contains(.hyphen)
    }

    /// Nothing more is said of the number: `she is 16.`, `he was 12 when`.
    var endsThere: Bool {
        guard let next = word(1) else { return true }
        if !next.gap.joins || next.gap.contains(.period) { return true }
        return isOne(of: Self.endings, 1)
    }

    private static let endings = WordSet("when now years and but at old so")
    private static let plurals = WordSet(
        "children girls boys adolescents teenagers youth students pupils minors people persons women men kids")

    /// Several persons have no exact age.
    func isPlural(_ offset: Int) -> Bool { isOne(of: Self.plurals, offset) }
}
