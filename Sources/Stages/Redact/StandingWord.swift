/// A word that could identify and was left standing.
public struct StandingWord: Equatable, Sendable {
    /// Why it stays.
    public enum Reason: Sendable {
        /// A name of the question's own scenario.
        case scenario
        /// A word of the study's own list.
        case study
        /// A country, a public body, a platform.
        case known
        /// A listed name that is also a word, and was taken for the word.
        case alsoWord
        /// No list knows it; it is written like an abbreviation.
        case abbreviation
        /// A number that points to nobody.
        case number
    }

    /// Where it stands, in bytes.
    public var range: Range<Int>
    /// Why it stays.
    public var reason: Reason
}

/// Looks an answer's words up once more, apart from the scrubber, to say which it must have weighed.
struct StandingWords {
    let names: AllowedWords
    let studyWords: AllowedWords

    func words(in text: UnsafeBufferPointer<UInt8>, beside mentions: [Mention]) -> [StandingWord] {
        let answer = Answer(lexicon: .builtIn)
        guard answer.text.fold(text) else { return [] }
        answer.words.cut(answer.text, lexicon: answer.lexicon)
        return answer.words.all.compactMap { word in
            let range = answer.text.origin(of: Int(word.start))..<answer.text.origin(of: Int(word.end))
            guard !mentions.contains(where: { $0.range.overlaps(range) }) else { return nil }
            return reason(word).map { StandingWord(range: range, reason: $0) }
        }
    }

    private func reason(_ word: Word) -> StandingWord.Reason? {
        guard word.isWord else { return .number }
        if names.has(word) { return .scenario }
        if studyWords.has(word) { return .study }
        guard word.count > 1 else { return nil }
        if word.classes.has([.allowed, .acronym]) { return .known }
        if word.classes.has(.names) { return isPlainWord(word) ? nil : .alsoWord }
        return word.shape == .upper && word.classes.isDisjoint(with: .words) ? .abbreviation : nil
    }

    /// Words such as `in` and `many` are listed as names somewhere too; in small letters nobody weighs them.
    private func isPlainWord(_ word: Word) -> Bool {
        word.shape == .lower && word.classes.has([.function, .common, .study])
    }
}
