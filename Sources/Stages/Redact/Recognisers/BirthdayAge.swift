/// The birthday that tells an age: `her 14th birthday`. The eighteenth is a bound of the law.
enum BirthdayAge {
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .alphanumeric, index + 1 < words.count, birthdays.contains(words[index + 1]),
            words[index + 1].gap == .space
        else { return nil }
        let text = answer.bytes[words[index].range]
        let figures = text.prefix { $0 &- 48 < 10 }
        guard (1...2).contains(figures.count), !figures.elementsEqual("18".utf8),
            endings.contains(where: { text.dropFirst(figures.count).map(WordHash.lower) == $0 })
        else { return nil }
        return Mention(.age, words[index].range, .cue)
    }

    private static let birthdays = WordSet("birthday birthdays")
    private static let endings = ["st", "nd", "rd", "th"].map { Array($0.utf8) }
}
