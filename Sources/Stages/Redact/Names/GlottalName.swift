/// Names of the Andes and of the Maya with a sign in them that English has not: `Q'ori`, `T'ika`, `K'antu`. What stands behind
/// the sign may look like a word.
struct GlottalName {
    let words: Stretch<Word>

    /// Whether a name goes on at a word: behind a capital and the sign.
    func stands(at index: Int) -> Bool {
        guard index > 0 else { return false }
        let (word, letter) = (words[index], words[index - 1])
        return word.gap == .apostrophe && word.shape == .lower && word.count > 1 && letter.hasCapital
            && letter.count <= 2 && Self.letters.contains(letter) && !Self.endings.contains(word)
            && !Self.peoples.contains(word)
    }

    /// `K'iche'`: no name of a person or a place.
    func isPeople(at index: Int) -> Bool {
        index > 0 && words[index].gap == .apostrophe && words[index - 1].hasCapital
            && Self.letters.contains(words[index - 1]) && Self.peoples.contains(words[index])
    }

    private static let letters = WordSet("q k t p b ch ts tz")
    private static let endings = WordSet("re ve ll and or nd")
    /// K'iche', Q'eqchi', Q'anjob'al, Ch'ol, Ch'orti', Tz'utujil: peoples and what they speak.
    private static let peoples = WordSet("iche eqchi anjob ol orti utujil")
}
