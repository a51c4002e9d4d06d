/// The age of somebody who is not counted in years yet: `a 3-week-old baby`, `the baby was nine days old`, `baby, six
/// weeks`, `2 years and 4 months`. Days and weeks of a request, a course or a contract are none.
enum InfantAge: WordRecogniser {
    static let cues: WordClass = .numberWord
    static let seesNumbers = true

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        guard let number = AgeNumber(at: index, in: answer), !number.isPartOfLonger, !AgeRange.holds(number),
            let unit = number.word(1), units.contains(unit), unit.gap.isSubset(of: [.space, .hyphen]),
            isOld(number) || isBesideChild(number) || isRestOfYears(number)
        else { return nil }
        let words = answer.words.all
        return Mention(.age, Int(words[number.first].start)..<Int(words[number.last].end), .cue)
    }

    private static let units = WordSet(
        "day days week weeks month months meses semanas dias muaj jave dite mjeseci mjeseca sedmica dana luni saptamani zile"
    )
    private static let old = WordSet("old")
    private static let of = WordSet("of de od prej")
    private static let verbs = WordSet("is was turned turns")
    private static let softeners = WordSet("now just only nearly almost about barely already aged")
    private static let ands = WordSet("and y e si i")
    private static let years = WordSet("year years anos yrs")
    private static let babies = WordSet(
        "baby babies newborn newborns infant infants bebe beba bebelus foshnja foshnje twin twins triplets")
    private static let children = WordSet(
        "child boy girl son daughter brother sister nephew niece grandson granddaughter toddler nino nina fata baiat djevojcica djecak vajza djali"
    )
    private static let pronouns = WordSet("he she who")

    private static func isYoung(_ word: Word) -> Bool { babies.contains(word) || children.contains(word) }

    /// `nine days old`, said of a child: before it in the same sentence, or right behind.
    private static func isOld(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: old, 2), number.word(2)!.gap.isSubset(of: [.space, .hyphen]) else { return false }
        if let next = number.word(3), next.gap.joins, isYoung(next) { return true }
        for offset in 1...6 {
            guard let word = number.word(-offset) else { return false }
            if isYoung(word) || pronouns.contains(word) || word.verdict == .name { return true }
            if word.gap.contains(.period) && word.gap.contains(.space) { return false }
        }
        return false
    }

    /// `a baby of six weeks`, `baby six weeks`, `until the baby is 12 months`.
    private static func isBesideChild(_ number: AgeNumber) -> Bool {
        let offset = number.isOne(of: softeners, -1) ? -2 : -1
        guard let word = number.word(offset) else { return false }
        if babies.contains(word) { return number.answer.words.all[number.first].gap.isSubset(of: [.space, .comma]) }
        guard let child = number.word(offset - 1), word.gap.joins else { return false }
        if of.contains(word) { return isYoung(child) && !number.isPlural(offset - 1) }
        return verbs.contains(word) && babies.contains(child)
    }

    /// `the child, 2 years and 4 months`: the months belong to the years of somebody.
    private static func isRestOfYears(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: ands, -1), number.isOne(of: years, -2), number.isNumber(-3) else { return false }
        if number.isOne(of: old, 2) { return true }
        // `the mother, 14 years and 3 months,`
        if let age = number.word(-3), age.gap == [.comma, .space], number.word(-4)?.classes.has(.person) == true {
            return true
        }
        return (4...5).contains { number.word(-$0).map { isYoung($0) || pronouns.contains($0) } ?? false }
    }
}
