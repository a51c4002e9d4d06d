/// Whose family or case it is: `the Victor case`, `the Lumi family`. A given name that is a word as well is a name there.
enum NamedCase {
    static func stands(at index: Int, _ words: Stretch<Word>) -> Bool {
        guard index > 0, index + 1 < words.count, words[index].shape == .capital, !words[index].isInitial,
            words[index].gap == .space, words[index + 1].gap == .space, articles.contains(words[index - 1]),
            owned.contains(words[index + 1])
        else { return false }
        return words[index].classes.has(.given)
            && words[index].classes.isDisjoint(with: [
                .month, .weekday, .function, .role, .organisation, .generic, .allowed, .domain,
            ])
    }

    private static let articles = WordSet("the this that")
    private static let owned = WordSet("case family file household home")
}
