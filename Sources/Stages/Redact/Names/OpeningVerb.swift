/// A word that begins a sentence and is a given name as well, but tells there what to do, or what will be: `Will need more
/// cars`, `Mark each answer`, `Hope it helps`, `Grant applications`. What stands behind it decides.
struct OpeningVerb {
    let words: Stretch<Word>

    func stands(at index: Int) -> Bool {
        let word = words[index]
        guard word.isInitial, word.shape == .capital, !word.isPossessive, !word.isDisguised, index + 1 < words.count,
            words[index + 1].gap == .space, words[index + 1].shape == .lower
        else { return false }
        return Self.openings.contains { $0.verb.contains(word) && $0.next.contains(words[index + 1]) }
    }

    private static let openings: [(verb: WordSet, next: WordSet)] = [
        (WordSet("will"), WordSet("need be have not never always also still depend require continue become")),
        (WordSet("hope"), WordSet("it that this we you they to the all everything so there somebody someone")),
        (WordSet("mark"), WordSet("each every all one this that these those your")),
        (
            WordSet("grant"),
            WordSet(
                "applications application proposals proposal money funding writing agreements agreement funds cycles")
        ),
        (WordSet("chase"), WordSet("the every each all up")),
        (WordSet("joy hope faith"), WordSet("at in of for")),
        (WordSet("grace"), WordSet("period periods")),
        (WordSet("frank"), WordSet("discussion discussions talk talks conversation conversations")),
    ]
}
