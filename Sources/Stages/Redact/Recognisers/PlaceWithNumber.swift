/// A place with the number of a house: `in Donji Lug 17a`, `Hasana Brkića bb`.
enum PlaceWithNumber: WordRecogniser {
    static let cues: WordClass = .placePreposition
    private static let bare = WordSet("bb")

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        var at = index + 1
        while at < words.count, at - index < 5, words[at].gap == .space, isProper(words[at]) { at += 1 }
        guard at > index + 1, at < words.count, words[at].gap == .space, isHouseNumber(words[at], answer) else {
            return nil
        }
        if at + 1 < words.count, words[at + 1].gap == .space,
            words[at + 1].classes.has([.unit, .person, .role, .currency])
        {
            return nil
        }
        // `Ley de Infancia 18/2017`
        if at + 1 < words.count, words[at + 1].gap == .slash, YearWords.isFigures(words[at + 1], answer) { return nil }
        return Mention(.address, Int(words[index + 1].start)..<Int(words[at].end), .cue)
    }

    private static func isProper(_ word: Word) -> Bool {
        word.isWord && word.shape == .capital
            && !word.classes.has([
                .common, .english, .month, .weekday, .allowed, .function, .law, .organisation, .title,
            ])
    }

    private static func isHouseNumber(_ word: Word, _ answer: Answer) -> Bool {
        if bare.contains(word) { return true }
        guard !word.isWord, word.verdict != .allowed, word.count <= 4 else { return false }
        let text = answer.bytes[word.range]
        let isYear = word.count == 4 && (text.starts(with: "19".utf8) || text.starts(with: "20".utf8))
        return !isYear && SignKind.of(text.first!) == .digit
    }
}
