/// The ages of several who are named together: `siblings 7 and 12 years old`, `children aged 4, 7, 11`, `two sons (7 and 9)`.
/// Two numbers with `to` between are a range.
enum AgesTogether: WordRecogniser {
    static let cues: WordClass = .numberWord
    static let seesNumbers = true

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard isAge(words[index]) else { return nil }
        let (first, last, count) = list(around: index, words)
        guard count > 1, first > 0, !betweens.contains(words[first - 1]) else { return nil }
        let isOld = isOldBehind(last, words)
        let isHeaded = isHeaded(first, count, words) || isYearsBehind(last, words) && areChildren(before: first, words)
        guard isOld || isHeaded && !counts(last, words) && areYoung(first...last, answer) else { return nil }
        return Mention(.age, words[index].range, .cue)
    }

    private static let siblings = WordSet(
        "siblings brothers sisters sons daughters twins cousins nephews nieces grandchildren hermanos hermanas hijos hijas"
    )
    private static let children = WordSet("children kids boys girls minors adolescents teenagers youth")
    private static let heads = WordSet("aged ages age")
    private static let links = WordSet("of aged are were is was")
    private static let ands = WordSet("and y e i si dhe")
    private static let betweens = WordSet("between from under over above below up entre")
    private static let years = WordSet("years year yrs yr y yers yeras yaers anos")
    private static let old = WordSet("old o")
    /// `two sisters, five and seven, and one seat`
    private static let ones = WordSet("one first")
    private static let grades = WordSet("grade grades class classes semester form level st nd rd th")

    private static func isAge(_ word: Word) -> Bool {
        word.shape == .number ? word.count <= 2 : word.isWord && word.classes.has(.numberWord) && !ones.contains(word)
    }

    /// The numbers of the list that one is part of.
    private static func list(around index: Int, _ words: Stretch<Word>) -> (first: Int, last: Int, count: Int) {
        var (first, last, count) = (index, index, 1)
        while count < 6, let next = next(behind: last, words) { (last, count) = (next, count + 1) }
        while count < 6, let before = previous(before: first, words) { (first, count) = (before, count + 1) }
        return (first, last, count)
    }

    private static func next(behind index: Int, _ words: Stretch<Word>) -> Int? {
        let at = index + 1
        guard at < words.count else { return nil }
        if isAge(words[at]) { return words[at].gap == [.comma, .space] || words[at].gap == .comma ? at : nil }
        // `a 3- and 5-year-old`
        guard ands.contains(words[at]), words[at].gap.isSubset(of: [.space, .comma, .hyphen]), at + 1 < words.count,
            isAge(words[at + 1]), words[at + 1].gap == .space
        else { return nil }
        return at + 1
    }

    private static func previous(before index: Int, _ words: Stretch<Word>) -> Int? {
        for step in 1...2 where index >= step && isAge(words[index - step]) {
            if next(behind: index - step, words) == index { return index - step }
        }
        return nil
    }

    private static func isOldBehind(_ last: Int, _ words: Stretch<Word>) -> Bool {
        guard last + 2 < words.count, years.contains(words[last + 1]),
            words[last + 1].gap.isSubset(of: [.space, .hyphen])
        else { return false }
        return old.contains(words[last + 2]) && words[last + 2].gap.isSubset(of: [.space, .hyphen, .period])
    }

    /// Who they are: siblings at any number, as whoever is `aged`; children at three or more, since two could be the ends of a range.
    private static func isHeaded(_ first: Int, _ count: Int, _ words: Stretch<Word>) -> Bool {
        var at = first - 1
        guard words[first].gap.isSubset(of: [.space, .comma, .colon, .bracket]) else { return false }
        if heads.contains(words[at]) { return count > 2 || at > 0 && words[at - 1].classes.has(.person) }
        let isLinked = links.contains(words[at]) && at > 0
        if isLinked { at -= 1 }
        // `I rate work with kids 9, 8, 10`
        guard isLinked, children.contains(words[at]) else { return siblings.contains(words[at]) }
        return count > 2 || at > 0 && possessives.contains(words[at - 1])
    }

    private static let possessives = WordSet("her his my our their two")

    /// `the boys 3 and 5 years`, `children: 3, 5 years`
    private static func areChildren(before first: Int, _ words: Stretch<Word>) -> Bool {
        words[first].gap.isSubset(of: [.space, .comma, .colon, .bracket]) && children.contains(words[first - 1])
    }

    private static func isYearsBehind(_ last: Int, _ words: Stretch<Word>) -> Bool {
        guard last + 1 < words.count, years.contains(words[last + 1]), words[last + 1].gap == .space else {
            return false
        }
        guard last + 2 < words.count, words[last + 2].gap.joins else { return true }
        return !lasting.contains(words[last + 2])
    }

    private static let lasting = WordSet("of in on at with without ago later waiting working after before for from")

    /// `in 5 and 6 grade`, `children 3, 4 and 10 workers`
    private static func counts(_ last: Int, _ words: Stretch<Word>) -> Bool {
        guard last + 1 < words.count, words[last + 1].gap.joins, !years.contains(words[last + 1]) else { return false }
        if grades.contains(words[last + 1]) || ors.contains(words[last + 1]) { return true }
        if words[last + 1].classes.has([.unit, .person, .role, .currency, .month]) { return true }
        return words[last + 1].shape == .lower && !words[last + 1].classes.has([.function, .speech])
    }

    private static let ors = WordSet("or")

    /// `minors: 12, 30, 44` are counts; so are `0, 1, 2`.
    private static func areYoung(_ range: ClosedRange<Int>, _ answer: Answer) -> Bool {
        range.allSatisfy { index in
            let word = answer.words.all[index]
            guard word.shape == .number else { return true }
            let value = answer.digits(in: word.range).reduce(0) { $0 * 10 + Int($1) }
            return (1...25).contains(value)
        }
    }
}
