/// A language that is a given name as well: `speak German`, `materials in German`, `English and German`.
enum LanguageName {
    private static let languages = WordSet("german")
    private static let before = WordSet(
        "speak speaks speaking spoke learn learns learning learned study studies studying in"
    )
    private static let links = WordSet("and or")
    private static let things = WordSet(
        "language course courses lesson lessons class classes speaker speakers speaking")

    static func isSaid(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard languages.contains(words[index]), !isPart(index + 1, words) else { return false }
        if index + 1 < words.count, words[index + 1].gap == .space, things.contains(words[index + 1]) { return true }
        guard index > 0, words[index].gap.joins else { return false }
        if before.contains(words[index - 1]) { return words[index].gap == .space }
        return index > 1 && links.contains(words[index - 1]) && words[index - 2].isPublic
    }

    /// `German Pérez`: the rest of a name follows.
    private static func isPart(_ next: Int, _ words: Stretch<Word>) -> Bool {
        next < words.count && words[next].gap.joins && words[next].hasCapital && !words[next].isPublic
    }
}
