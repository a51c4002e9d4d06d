/// A street of several words without a word for street, by its house and its flat: `Zmaja od Bosne 8/3`, `Save i Marka 22/1`.
enum StreetByItsName: WordRecogniser {
    static let cues: WordClass = .particle

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard index > 0, index + 3 < words.count, !isLonger(index + 3, words), words[index].shape == .lower,
            words[index].gap == .space,
            isName(words[index - 1]), isName(words[index + 1]), words[index + 1].gap == .space,
            isNumber(words[index + 2]), words[index + 2].gap == .space, isNumber(words[index + 3]),
            words[index + 3].gap == .slash
        else { return nil }
        let first = index > 1 && words[index - 1].gap == .space && isName(words[index - 2]) ? index - 2 : index - 1
        return Mention(.address, Int(words[first].start)..<Int(words[index + 3].end), .cue)
    }

    private static func isName(_ word: Word) -> Bool {
        word.shape == .capital
            && !word.classes.has([.function, .month, .weekday, .law, .title, .organisation, .common])
    }

    /// `18/10/2017`
    private static func isLonger(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index + 1 < words.count && !words[index + 1].isWord && words[index + 1].gap == .slash
    }

    /// Of a house or a flat; years have four figures.
    private static func isNumber(_ word: Word) -> Bool { !word.isWord && word.count <= 3 }
}
