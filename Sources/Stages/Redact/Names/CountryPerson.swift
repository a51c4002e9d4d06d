/// A country's or a continent's name that is somebody's here: `Dear Jordan,`, `my boss is called Africa`, `Israel, deaf himself,
/// teaches`.
struct CountryPerson {
    let words: Stretch<Word>

    func stands(at index: Int) -> Bool {
        let word = words[index]
        guard word.shape == .capital, word.classes.has(.allowed), word.classes.has(.given), !word.isGranted,
            !Self.peoples.contains(word)
        else { return false }
        return isAddressed(index) || isCalled(index) || isHimself(index)
    }

    /// `Dear Jordan,`, `hello Israel here`
    private func isAddressed(_ index: Int) -> Bool {
        guard index > 0, words[index].gap == .space, Self.greetings.contains(words[index - 1]) else { return false }
        return index + 1 == words.count || !words[index + 1].gap.joins || words[index + 1].shape == .lower
    }

    /// `my boss is called Africa`, `she is named India`
    private func isCalled(_ index: Int) -> Bool {
        index > 2 && words[index].gap == .space && Self.calls.contains(words[index - 1])
            && Self.being.contains(words[index - 2]) && !words[index - 3].classes.has([.organisation, .placeNoun])
    }

    /// `Israel, deaf himself, teaches`, `India, herself a mother`
    private func isHimself(_ index: Int) -> Bool {
        guard index + 1 < words.count, words[index + 1].gap == [.comma, .space] else { return false }
        return words[index + 1..<min(index + 4, words.count)].contains(where: Self.selves.contains)
    }

    private static let greetings = WordSet("dear hello hi hey")
    private static let calls = WordSet("called named")
    private static let being = WordSet("is was")
    private static let selves = WordSet("himself herself")
    private static let peoples = WordSet("roma romani")
}
