/// A day and its month in one word: `12March`, `3rdMay 2021`.
enum JoinedDate {
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .alphanumeric, (4...13).contains(words[index].count) else { return nil }
        let text = answer.bytes[words[index].range].map(WordHash.lower)
        let figures = text.prefix { $0 &- 48 < 10 }
        guard (1...2).contains(figures.count), (1...31).contains(figures.reduce(0) { $0 * 10 + Int($1 &- 48) }),
            months.contains(where: {
                text.suffix($0.count).elementsEqual($0) && isDay(text.count - $0.count, figures.count)
            })
        else { return nil }
        let hasYear =
            index + 1 < words.count && YearWords.isFigures(words[index + 1], answer) && words[index + 1].gap == .space
        return Mention(.date, Int(words[index].start)..<Int(words[hasYear ? index + 1 : index].end), .shape)
    }

    /// Nothing but the figures before the month, or the two letters of `3rd`.
    private static func isDay(_ before: Int, _ figures: Int) -> Bool { before == figures || before == figures + 2 }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ].map { Array($0.utf8) }
}
