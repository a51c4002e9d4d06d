/// A place of two words or more of another language, which are all words for something: `in Orasul Nou`, `near Novo Selo`. One of
/// them must be of the sort that names of places are made of.
enum ForeignPlace: WordRecogniser {
    static let cues: WordClass = .placePreposition

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        var at = index + 1
        while at < words.count, at - index < 5, words[at].gap == .space, isForeign(words[at]) { at += 1 }
        let range = (index + 1)..<at
        guard range.count > 1, range.contains(where: { words[$0].classes.has(sorts) }) else { return nil }
        return Mention(.place, Int(words[index + 1].start)..<Int(words[at - 1].end), .cue)
    }

    private static let sorts: WordClass = [.namePrefix, .placePreposition, .placeNoun]

    private static func isForeign(_ word: Word) -> Bool {
        word.shape == .capital && word.classes.has([.foreign, .namePrefix]) && word.verdict == .open
            && word.classes.isDisjoint(with: [
                .common, .english, .domain, .month, .weekday, .allowed, .acronym, .function, .law, .organisation,
                .title, .role,
                .generic,
            ])
    }
}
