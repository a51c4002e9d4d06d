/// What somebody is called, without quotation marks: `everyone calls him Mali`. Behind the pronoun a capital is a name, even
/// where a country has the same.
enum CalledName: WordRecogniser {
    static let cues: WordClass = .naming
    private static let calls = WordSet("call calls called calling nicknamed")
    private static let persons = WordSet("him her them me")

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard index + 2 < words.count, words[index + 1].gap == .space else { return nil }
        let isCall = calls.contains(words[index]) && persons.contains(words[index + 1])
        guard isCall || isKnown(index, words) || isAlias(index, words) else { return nil }
        var last = index + 1
        while last + 1 < words.count, last - index < 4, isName(words[last + 1]) { last += 1 }
        guard last > index + 1, isCall || (index + 2...last).allSatisfy({ isOwn(words[$0]) }) else { return nil }
        for place in index + 2...last { answer.words.title(at: place) }
        return Mention(.person, Int(words[index + 2].start)..<Int(words[last].end), .cue)
    }

    /// Not `known as Focal Point`, `aka the Family Code`.
    private static func isOwn(_ word: Word) -> Bool {
        word.classes.isDisjoint(with: [.organisation, .generic, .domain, .allowed, .law])
    }

    /// `our driver known as Grandpa`
    private static func isKnown(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard known.contains(words[index]), to.contains(words[index + 1]) else { return false }
        return words[max(0, index - 2)..<index].contains {
            $0.shape == .lower && $0.classes.has([.role, .person]) && !$0.classes.has(.organisation)
        }
    }

    /// `Yeison alias the Cat`
    private static func isAlias(_ index: Int, _ words: Stretch<Word>) -> Bool {
        aliases.contains(words[index]) && articles.contains(words[index + 1])
    }

    private static let known = WordSet("known called nicknamed")
    private static let to = WordSet("as")
    private static let aliases = WordSet("alias aka")
    private static let articles = WordSet("the el la")

    /// Not `call me Monday`.
    private static func isName(_ word: Word) -> Bool {
        word.shape == .capital && word.gap == .space && !word.classes.has([.weekday, .function])
    }
}
