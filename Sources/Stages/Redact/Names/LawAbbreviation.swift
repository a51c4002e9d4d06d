/// A law or decree by its kind's letters, its number and its year: `D.S. 001-2018-MIMP`, `R.M. N° 312-2019`, `DU 001-2020`. Everybody
/// may read it, so all of it stays.
enum LawAbbreviation {
    static func grant(in answer: Answer) {
        let tally = answer.words.tally
        guard tally.numbers > 0, tally.initials + tally.upper > 0 else { return }
        let words = answer.words.all
        for index in words.indices where isYear(index, words, answer) {
            guard let first = kind(before: index - 1, words) else { continue }
            for at in first...last(behind: index, words) { answer.words.grant(at: at) }
        }
    }

    /// The year behind the number: `2018` of `001-2018`.
    private static func isYear(_ index: Int, _ words: Stretch<Word>, _ answer: Answer) -> Bool {
        guard index > 1, words[index].gap == .hyphen || words[index].gap == .slash else { return false }
        return YearWords.isFigures(words[index], answer) && words[index - 1].shape == .number
            && words[index - 1].count <= 5 && words[index - 1].gap.contains(.space)
    }

    /// Where the letters begin that stand before a number.
    private static func kind(before number: Int, _ words: Stretch<Word>) -> Int? {
        var last = number - 1
        if last > 0, numbers.contains(words[last]) { last -= 1 }
        guard words[last].hasCapital else { return nil }
        if words[last].shape == .upper { return kinds.contains(words[last]) ? last : nil }
        // `D.S.`, `R.V.M.`
        var first = last
        while first > 0, last - first < 2, words[first].shape == .initial, words[first].gap == .period { first -= 1 }
        guard first < last, words[first...last].allSatisfy({ $0.shape == .initial && letters.contains($0) }) else {
            return nil
        }
        return heads.contains(words[first]) ? first : nil
    }

    /// `-MIMP`, `-2018-IN/PNP`: who issued it.
    private static func last(behind year: Int, _ words: Stretch<Word>) -> Int {
        var last = year
        while last + 1 < words.count, last - year < 4, words[last + 1].shape == .upper,
            words[last + 1].gap == .hyphen || words[last + 1].gap == .slash
        { last += 1 }
        return last
    }

    private static let numbers = WordSet("n no nr nro num")
    private static let kinds = WordSet("ds dl du dleg rm rd rs rvm rde ra")
    private static let letters = WordSet("d r s l u m v e")
    private static let heads = WordSet("d r")
}
