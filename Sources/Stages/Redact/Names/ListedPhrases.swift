/// Countries, public bodies, platforms and the like of several words: the longest phrase that stands here may stay. A place or name of
/// several words is a name.
enum ListedPhrases {
    static func mark(in answer: Answer) {
        var index = 0
        while index < answer.words.all.count {
            let phrase = answer.words.all[index].classes.has(.phraseStart) ? longest(from: index, answer) : nil
            guard let phrase else {
                index += 1
                continue
            }
            for place in index...phrase.last where answer.words.all[place].verdict == .open {
                answer.words.set(phrase.verdict, at: place)
            }
            index = phrase.last + 1
        }
    }

    /// `the accountant, A. C.,`: letters with blanks between are somebody's, unless a body's name stands before them, or an
    /// article: `Casa Alianza A. C.`, `in the U. S.`
    private static func areInitials(_ range: ClosedRange<Int>, _ words: Stretch<Word>) -> Bool {
        // `D. I. F.` and `U. S.` are not taken for somebody's.
        guard range.count == 2, !Self.unions.contains(words[range.lowerBound]),
            range.allSatisfy({ words[$0].isWord && words[$0].count == 1 }),
            range.dropFirst().contains(where: { words[$0].gap.contains(.space) })
        else { return false }
        guard range.lowerBound > 0, words[range.lowerBound].gap == .space else { return true }
        let before = words[range.lowerBound - 1]
        if before.hasCapital { return before.isInitial || before.classes.has([.title, .honorific, .role]) }
        return !Self.article.contains(before)
    }

    private static let article = WordSet("the")
    private static let unions = WordSet("u e")

    private static func longest(from index: Int, _ answer: Answer) -> (last: Int, verdict: Word.Verdict)? {
        let words = answer.words.all
        var sum = words[index].key
        var found: (Int, Word.Verdict)?
        var at = index + 1
        while at < words.count, words[at].gap.isDisjoint(with: [.line, .stop, .comma, .bracket]) {
            sum = WordHash.joined(sum, words[at].key)
            guard answer.lexicon.phrases.mayHave(sum) else { break }
            let known = answer.lexicon.table[sum]
            if known.has(.phraseEnd), !areInitials(index...at, words) {
                found = (at, .allowed)
            } else if known.has(.namePhraseEnd), words[index].hasCapital, words[at].hasCapital {
                found = (at, .name)
            }
            guard known.has(.inPhrase) else { break }
            at += 1
        }
        return found
    }
}
