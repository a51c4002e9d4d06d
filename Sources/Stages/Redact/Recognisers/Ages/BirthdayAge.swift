/// The birthday that tells an age: `her 14th birthday`. The eighteenth is a bound of the law.
enum BirthdayAge {
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .alphanumeric, index > 0, index + 1 < words.count,
            words[index - 1].classes.has(.possessive) || words[index - 1].isPossessive, !isOfThing(index + 2, words),
            birthdays.contains(words[index + 1]),
            words[index + 1].gap == .space
        else { return nil }
        let text = answer.bytes[words[index].range]
        let figures = text.prefix { $0 &- 48 < 10 }
        guard (1...2).contains(figures.count), !figures.elementsEqual("18".utf8),
            endings.contains(where: { text.dropFirst(figures.count).map(WordHash.lower) == $0 })
        else { return nil }
        return Mention(.age, words[index].range, .cue)
    }

    /// `our 10th birthday of the association`
    private static func isOfThing(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index < words.count && of.contains(words[index])
    }

    private static let of = WordSet("of")
    private static let birthdays = WordSet("birthday birthdays")
    private static let endings = ["st", "nd", "rd", "th"].map { Array($0.utf8) }
}
