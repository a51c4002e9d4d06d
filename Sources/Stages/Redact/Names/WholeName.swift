/// A cell that holds a person's name and nothing else, as a column of names does: of two to five words, each in a list of names,
/// or of one that is a name before it is anything else.
struct WholeName {
    let answer: Answer

    private static let mostWords = 5

    /// Whether the text is one.
    var stands: Bool {
        let words = answer.words.all
        guard (1...Self.mostWords).contains(words.count), words.allSatisfy(\.isWord) else { return false }
        guard words.dropFirst().allSatisfy({ $0.gap.joins || $0.gap.contains(.comma) }) else { return false }
        let named = words.filter { $0.count > 1 && !$0.classes.has(Self.between) }
        guard named.allSatisfy({ $0.classes.has(.persons) }) else { return false }
        return named.count == 1 ? isAlone(named[0]) : isPair(named)
    }

    /// What may stand between names: `de la`, `van`, an initial, `Dr.`
    private static let between: WordClass = [.particle, .namePrefix, .title, .honorific]

    /// A given name at least, and not a place of two words or an organisation.
    private func isPair(_ words: [Word]) -> Bool {
        words.contains { $0.classes.has(.given) } && words.contains { $0.classes.has(.surname) }
            && words.allSatisfy { $0.classes.isDisjoint(with: Self.others) }
    }

    /// Many a name is also a colour, a town or a month.
    private func isAlone(_ word: Word) -> Bool {
        word.hasCapital && word.classes.isDisjoint(with: Self.others.union(.words).union([.place, .usuallyWord]))
    }

    private static let others: WordClass = [
        .month, .weekday, .allowed, .organisation, .role, .function, .law, .numberWord, .placeNoun, .street,
    ]
}
