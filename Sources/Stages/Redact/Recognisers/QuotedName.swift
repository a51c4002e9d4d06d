/// What somebody is called, in quotation marks: `nicknamed "Flower"`, `we call her "Sunshine"`, `known as 'El Gordo'`. The
/// words are a name, whatever else they mean; the name of a programme or a form is none, nor is a term in small letters.
enum QuotedName: WordRecogniser {
    static let cues: WordClass = .naming

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard let open = opening(behind: index, answer), let last = closing(from: open, answer) else { return nil }
        let isName =
            nicknames.contains(words[index]) || isOfPerson(index..<open, answer, isCapital: words[open].hasCapital)
            || words[open].hasCapital && !calls.contains(words[index]) && !isOfThing(max(0, index - 4)..<open, answer)
        guard isName else { return nil }
        for place in open...last where words[place].isWord { answer.words.title(at: place) }
        return Mention(.person, Int(words[open].start)..<Int(words[last].end), .cue)
    }

    private static let nicknames = WordSet(
        "nickname nicknamed nicknames alias aka moniker apodo apodado apodada nadimak nadimkom porecla poreclit nofka")
    private static let calls = WordSet("call calls llaman")
    private static let others = WordSet("him her them")
    /// `they call me "fata"`: a girl, in small letters.
    private static let selves = WordSet("me us")
    private static let things = WordSet(
        "programme program project campaign course app application game platform law tool form training protocol document "
            + "book film song group channel page strategy plan model method approach initiative service system line case area what so it this that which"
    )

    /// The first word in the quotation marks, among the few behind.
    private static func opening(behind index: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        return (index + 1..<min(index + 5, words.count)).first { isQuote(words[$0].gap) }
    }

    private static func isQuote(_ gap: Word.Gap) -> Bool {
        gap.contains(.quote) && gap.isDisjoint(with: [.line, .stop, .colon])
            || gap.isSuperset(of: [.space, .apostrophe]) && gap.isDisjoint(with: [.line, .stop, .colon])
    }

    /// The last word before the marks close; five words at most.
    static func closing(from open: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        let mark: Word.Gap = words[open].gap.contains(.quote) ? .quote : .apostrophe
        let last = (open..<min(open + 5, words.count)).first { index in
            index + 1 == words.count || words[index + 1].gap.contains(mark)
        }
        guard let last else { return nil }
        return answer.bytes[Int(words[last].end)...].prefix(2).contains { "\"'`".utf8.contains($0) } ? last : nil
    }

    /// `call her "…"`, `Ana, called "…"`
    private static func isOfPerson(_ words: Range<Int>, _ answer: Answer, isCapital: Bool) -> Bool {
        words.contains { others.contains(answer.words.all[$0]) || isCapital && selves.contains(answer.words.all[$0]) }
    }

    private static func isOfThing(_ words: Range<Int>, _ answer: Answer) -> Bool {
        words.contains { index in
            let word = answer.words.all[index]
            return things.contains(word) || word.classes.has([.law, .organisation])
        }
    }
}
