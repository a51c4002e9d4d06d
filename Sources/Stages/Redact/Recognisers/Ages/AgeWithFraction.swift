/// An age with a fraction: `8.5 years old`, `7 1/2 years old`, `a girl of 8,5 years`.
enum AgeWithFraction: WordRecogniser {
    static let cues: WordClass = .numberWord
    static let seesNumbers = true

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .number, words[index].count <= 2, let last = fraction(behind: index, words),
            last + 1 < words.count, years.contains(words[last + 1]), words[last + 1].gap == .space,
            isOld(last + 2, words) && isOfPerson(index, last, words)
                || index > 1 && of.contains(words[index - 1]) && isChild(words[index - 2]) && !isOf(last + 2, words)
        else { return nil }
        return Mention(.age, Int(words[index].start)..<Int(words[last].end), .cue)
    }

    private static let years = WordSet("years year yrs")
    private static let old = WordSet("old")
    private static let of = WordSet("of aged")

    private static let pronouns = WordSet("he she who i")

    /// `A child of 2.5 years of care`
    private static func isOf(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index < words.count && of.contains(words[index])
    }

    /// Somebody not far before, or right behind: not `the car is 8.5 years old`.
    private static func isOfPerson(_ first: Int, _ last: Int, _ words: Stretch<Word>) -> Bool {
        if last + 3 < words.count, words[last + 3].gap.joins, isChild(words[last + 3]) { return true }
        return words[max(0, first - 4)..<first].contains { isChild($0) || pronouns.contains($0) }
    }

    private static func isChild(_ word: Word) -> Bool { word.classes.has(.person) }

    private static func isOld(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index < words.count && old.contains(words[index]) && words[index].gap == .space
    }

    private static func fraction(behind index: Int, _ words: Stretch<Word>) -> Int? {
        guard index + 1 < words.count, words[index + 1].shape == .number, words[index + 1].count == 1 else {
            return nil
        }
        if words[index + 1].gap == .period || words[index + 1].gap == .comma { return index + 1 }
        guard index + 2 < words.count, words[index + 1].gap == .space, words[index + 2].shape == .number,
            words[index + 2].count == 1, words[index + 2].gap == .slash
        else { return nil }
        return index + 2
    }
}
