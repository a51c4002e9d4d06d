/// A month or a season that is a given name as well, and is the time here: `in June`, `the June vacation`, `April was quiet`. Without
/// such a sign it stays a name.
enum MonthName {
    static func isSaid(_ index: Int, _ words: Stretch<Word>) -> Bool {
        let word = words[index]
        guard !word.isPossessive, !word.isDisguised, word.hasCapital else { return false }
        if seldomNames.contains(word) { return isBehindPreposition(index, words) }
        guard months.contains(word) else { return false }
        if isOfTime(index, words) { return true }
        if index > 0, words[index].gap == .space {
            if periods.contains(words[index - 1]) { return true }
            if article.contains(words[index - 1]), isBeforeThing(index, words) { return true }
        }
        return isTold(index, words) || isAmongMonths(index, words)
    }

    /// `in the month of April`, `by the end of June`, `mid-June`, `By June we are tired`
    private static func isOfTime(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index > 0 else { return false }
        let before = words[index - 1]
        if words[index].gap == .hyphen { return mid.contains(before) }
        guard words[index].gap == .space else { return false }
        if by.contains(before), before.isInitial { return !isNamed(index, words) }
        return index > 1 && of.contains(before) && parts.contains(words[index - 2])
    }

    /// `reports for March`, `by August`; not `trained by August Müller`.
    private static func isBehindPreposition(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index > 0 && words[index].gap == .space && prepositions.contains(words[index - 1]) && !isNamed(index, words)
    }

    /// Whether a surname may stand behind.
    private static func isNamed(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index + 1 < words.count && words[index + 1].gap.joins && words[index + 1].hasCapital
    }

    private static let mid = WordSet("mid")
    private static let by = WordSet("by")
    private static let of = WordSet("of")
    private static let parts = WordSet("month months end beginning middle start half week weeks days day")
    /// Hardly anybody here is called so.
    private static let seldomNames = WordSet("march august")
    private static let prepositions = WordSet(
        "in since until till during mid early late last next every some this by for from of to and or before after around through between"
    )

    /// `in January, April, July and October`; not `April and June trained us`.
    private static func isAmongMonths(_ index: Int, _ words: Stretch<Word>) -> Bool {
        for step in [-1, 1] {
            var at = index + step
            while at >= 0, at < words.count, abs(at - index) <= reach, isListed(words[max(at, at - step)]) {
                if surely.contains(words[at]) { return true }
                guard months.contains(words[at]) || ands.contains(words[at]) || alsoNames.contains(words[at]) else {
                    break
                }
                at += step
            }
        }
        return false
    }

    private static func isListed(_ word: Word) -> Bool { word.gap.isSubset(of: [.space, .comma, .slash, .hyphen]) }

    private static let reach = 6
    private static let ands = WordSet("and or to")
    private static let alsoNames = WordSet("may august")
    private static let surely = WordSet("january february july september october november december")

    /// `the June vacation`; not `the June Kola file`, `the June said`.
    private static func isBeforeThing(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index + 1 < words.count, words[index + 1].gap == .space, words[index + 1].shape == .lower else {
            return false
        }
        return words[index + 1].classes.has(.common)
            && !words[index + 1].classes.has([.speech, .function, .role, .person, .names])
    }

    /// `April was quiet`, `April was month of prevention`
    private static func isTold(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index + 2 < words.count, being.contains(words[index + 1]), words[index + 1].gap == .space,
            words[index + 2].gap == .space
        else { return false }
        return seasons.contains(words[index + 2])
    }

    /// The months that are names of people here: others, as `Marta` for March in Bosnian, are names first.
    private static let months = WordSet("april june spring summer autumn winter")
    private static let periods = WordSet("in since until till during mid early late last next every some this")
    private static let article = WordSet("the")
    private static let being = WordSet("was is")
    private static let seasons = WordSet("quiet busy slow month full")
}
