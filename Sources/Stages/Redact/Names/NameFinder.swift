/// Finds names of persons, places and local organisations: default deny, then context.
///
/// A word that no list of words knows is a name, whatever its case. A word that is also a name is decided by its
/// neighbours. A name reaches over what belongs to it.
struct NameFinder {
    let answer: Answer
    let style: WritingStyle

    init(_ answer: Answer) {
        self.answer = answer
        style = WritingStyle(answer.words.tally)
    }

    /// Gives every word of the answer its verdict, and says whether there may be a name. Words that recognisers took
    /// keep theirs.
    func decide() -> Bool {
        if answer.words.seen.has(.phraseStart) { ListedPhrases.mark(in: answer) }
        CourseTitle(answer: answer).grant()
        var (hasNames, hasDoubts) = judgeWords()
        if answer.words.seen.has(NameCues.cues), NameCues(answer: answer, style: style).apply() { hasNames = true }
        if hasDoubts { DoubtfulWords(answer: answer, style: style).decide() }
        guard hasNames || hasDoubts || answer.words.tally.initials > 0 || answer.words.tally.single > 2 else {
            return false
        }
        NameReach(answer: answer, style: style).extend()
        return true
    }

    /// What the words are by themselves. Most are ordinary and in small letters, and pass at once.
    private func judgeWords() -> (names: Bool, doubts: Bool) {
        let judge = WordVerdict(answer: answer, style: style)
        var names = false
        var doubts = false
        for index in answer.words.all.indices {
            let word = answer.words.all[index]
            if word.verdict != .open {
                names = names || word.verdict == .name
                continue
            }
            if word.shape == .lower, word.classes.has(.common), !word.classes.has(.names), !word.isDisguised {
                answer.words.set(.harmless, at: index)
                continue
            }
            if LanguageName.isSaid(index, answer.words.all) || MonthName.isSaid(index, answer.words.all)
                || FeastDay(words: answer.words.all).isSaid(index) || judge.isLevelSaid(index)
                || OpeningVerb(words: answer.words.all).stands(at: index)
                || GlottalName(words: answer.words.all).isPeople(at: index)
            {
                answer.words.grant(at: index)
                continue
            }
            if NamedCase.stands(at: index, answer.words.all) || InflectedName(answer: answer).isOwner(index)
                || GlottalName(words: answer.words.all).stands(at: index)
                || CountryPerson(words: answer.words.all).stands(at: index)
            {
                answer.words.title(at: index)
                names = true
                continue
            }
            let verdict = judge.verdict(at: index)
            names = names || verdict == .name
            doubts = doubts || verdict == .doubtful
            answer.words.set(verdict, at: index)
        }
        return (names, doubts)
    }
}

/// How an answer is written: whether a capital says anything.
struct WritingStyle {
    /// All in capitals.
    let isShouting: Bool
    /// Every Word With A Capital.
    let isTitleCase: Bool

    init(_ tally: ShapeTally) {
        isShouting = tally.long >= 3 && tally.upper * 10 >= tally.long * 7
        isTitleCase = !isShouting && tally.content >= 5 && tally.capitalContent * 10 >= tally.content * 9
    }

    /// Whether the capital of a word is a hint.
    func capitalTells(_ word: Word) -> Bool { word.hasCapital && !word.isInitial && !isShouting && !isTitleCase }
}
