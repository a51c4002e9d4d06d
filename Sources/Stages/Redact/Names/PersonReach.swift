/// How far a person's name reaches once it is found: over the initials beside it, and over the other half of the name though
/// that is a country's, a month's or a body's name as well.
struct PersonReach {
    let answer: Answer

    /// - Parameters:
    ///   - start: where the mention before ends.
    ///   - end: where the next one begins.
    func widened(_ mention: Mention, between start: Int, and end: Int) -> Mention {
        let words = answer.words.all
        var first = answer.word(from: mention.range.lowerBound)
        guard first < words.count, Int(words[first].start) == mention.range.lowerBound else { return mention }
        if mention.kind != .person { return isHalf(mention, first, behind: start) ? joined(mention, first) : mention }
        let found = first
        let isLetters = isLetter(words[first])
        while first > 0, Int(words[first - 1].start) >= start, isInitial(before: first) || isName(before: first, found)
        {
            first -= 1
        }
        var last = answer.word(from: mention.range.upperBound)
        var reached = mention.range.upperBound
        while last > 0, last < words.count, Int(words[last].end) <= end,
            isInitial(behind: last) || isName(behind: last, isLetters)
        {
            reached = Int(words[last].end)
            last += 1
        }
        var mention = mention
        mention.range = Int(words[first].start)..<reached
        return mention
    }

    /// `Román ZADOINOV`: capitals that no list knows were taken for a body, and a given name stands before them.
    private func isHalf(_ mention: Mention, _ index: Int, behind start: Int) -> Bool {
        let words = answer.words.all
        guard words[index].range == mention.range, words[index].shape == .upper, words[index].classes.isEmpty,
            index > 0,
            Int(words[index - 1].start) >= start
        else { return false }
        return words[index - 1].classes.has(.given) && isName(before: index, index)
    }

    private func joined(_ mention: Mention, _ index: Int) -> Mention {
        var whole = Mention(.person, Int(answer.words.all[index - 1].start)..<mention.range.upperBound, mention.reason)
        whole.confidence = mention.confidence
        return whole
    }

    // MARK: Initials

    /// `v.bejkova`, `D. Ch. Villafuerte`: a letter, or two that are one, which a point holds to the name.
    private func isInitial(before index: Int) -> Bool {
        let (word, letter) = (answer.words.all[index], answer.words.all[index - 1])
        if word.gap == .period { return letter.isWord && letter.count == 1 }
        if GlottalName(words: answer.words.all).stands(at: index) { return true }
        guard word.gap == Self.point else { return false }
        // What stands right before the name is found with it. `the D.I.F. Marta`, `Plan B. Marta` end a sentence.
        if isLetter(letter) { return isLetter(word) && !letter.isPublic }
        if Self.shortNames.contains(letter) { return true }
        return word.shape == .lower && letter.shape == .lower && letter.count == 1 && letter.gap != .period
    }

    /// `Alta D.`, `Nina B`, `A. Sh.`; not the pronoun, the article, or what means "and".
    private func isInitial(behind index: Int) -> Bool {
        let letter = answer.words.all[index]
        let before = answer.words.all[index - 1]
        if before.isPossessive { return false }
        // `Quispe, G.`
        if letter.gap == [.comma, .space] {
            let isAlone = index + 1 == answer.words.all.count || answer.words.all[index + 1].gap != .period
            return isLetter(letter) && letter.isFollowedByPoint(answer, index) && isAlone && !letter.isPublic
        }
        guard letter.gap == .space || letter.gap == Self.point && isLetter(before) else { return false }
        if letter.isFollowedByPoint(answer, index) { return isLetter(letter) }
        return letter.shape == .initial && !Self.littleWords.contains(letter)
    }

    private func isLetter(_ word: Word) -> Bool {
        word.shape == .initial || word.shape == .capital && Self.doubles.contains(word)
    }

    /// María, Francisco, Guadalupe.
    private static let shortNames = WordSet("ma fco gpe")
    private static let point: Word.Gap = [.period, .space]
    private static let littleWords = WordSet("a e i o u y")
    /// Letters of the Albanian and Spanish alphabets, and of the Latin one in Bosnia, that are written with two.
    private static let doubles = WordSet("ch dh gj ll nj rr sh th xh zh lj dž dz gh")

    // MARK: Names

    /// `Israel Yucunari`, `Marzo Ñahui`, `dale parada`. Where a place may stand (`in
    /// Georgia Ana Popescu`), only before what is no given name itself.
    private func isName(before index: Int, _ found: Int) -> Bool {
        let words = answer.words.all
        let word = words[index - 1]
        // `Ba-Tiul`
        if words[index].gap == .hyphen { return word.hasCapital && word.isWord && !word.isPublic }
        guard words[index].gap == .space, !word.isPossessive else { return false }
        if word.shape == .lower { return isLowName(word, .given, beside: words[index]) }
        guard words[index].hasCapital || words[index].classes.has(.particle), isCapitalName(word, words[index]) else {
            return false
        }
        // `families of Roma`, `CARITAS`: before a given name, more often what they mean than somebody's other name.
        if word.isPublic, words[found].classes.has(.given), word.shape == .upper || Self.peoples.contains(word) {
            return false
        }
        guard index > 1, words[index - 1].gap == .space else { return true }
        let before = words[index - 2]
        if word.isPublic, before.isPublic { return false }
        if word.classes.has(.month) {
            return before.isWord && !before.classes.has(.numberWord) && !Self.periods.contains(before)
        }
        // `Juez de Paz Ana Quispe`
        if before.classes.has(.particle), before.shape == .lower { return false }
        return !before.classes.has(.placePreposition) || !words[found].classes.has(.given)
    }

    /// What no list knows and stands before a name is part of it, also where a capital says nothing.
    private func isCapitalName(_ word: Word, _ next: Word) -> Bool {
        switch word.shape {
        case .capital:
            // Which month of English is a name, the words around it say.
            word.classes.isEmpty && word.likeness == .none && word.verdict != .allowed || isMonth(word)
                || word.classes.has(.given) && !word.classes.has([.title, .honorific, .role, .function, .month])
        case .upper:
            word.classes.has(.persons) && !word.classes.has([.common, .function]) || isMonth(word)
                || word.classes.isEmpty && word.likeness == .none && next.shape == .upper
        default: false
        }
    }

    /// `S. Gagauz`, `Sari META`, `HERNAN DARIO OSSA`, `galib meto`.
    private func isName(behind index: Int, _ isLetters: Bool) -> Bool {
        let (word, before) = (answer.words.all[index], answer.words.all[index - 1])
        // `Ba-Tiul`, `K'oh`
        if word.gap == .hyphen { return word.hasCapital && word.isWord && !word.isPublic }
        if word.gap == .apostrophe { return word.isWord && before.hasCapital && !Self.endings.contains(word) }
        // Behind a whole name, the point may end the sentence.
        let isBehindLetter = isLetters && isLetter(before) && before.isFollowedByPoint(answer, index - 1)
        guard word.gap == .space && !before.isPossessive || isBehindLetter && word.gap == Self.point else {
            return false
        }
        if word.shape == .lower { return isLowName(word, .surname, beside: before) }
        if word.shape == .capital, before.classes.has(.given), isMonth(word) { return true }
        if word.shape == .capital, isBehindLetter, word.isPublic { return true }
        guard word.hasCapital, word.count > 1,
            !word.classes.has([.function, .month, .weekday, .title, .honorific, .role])
        else { return false }
        if word.classes.has(.persons) {
            return before.hasCapital && !(word.shape == .upper && word.classes.has(.common))
        }
        // Capitals that no list knows go on with a name in capitals.
        return word.shape == .upper && word.classes.isEmpty && before.shape == .upper && before.classes.has(.persons)
    }

    /// Among small letters, only what is hardly a word.
    private func isLowName(_ word: Word, _ names: WordClass, beside other: Word) -> Bool {
        other.shape == .lower && word.classes.has(names) && word.count > 2
            && word.verdict != .allowed && !word.classes.has([.title, .honorific, .role])
            && (!word.classes.has([.common, .function, .domain]) || word.classes.has(.usuallyName))
    }

    private static let periods = WordSet(
        "in of since until till during mid early late last next every each this de from to")
    private static let peoples = WordSet("roma romani christian")
    private static let endings = WordSet("s t d m ll re ve")

    /// Months of the languages translated from are given names as well; those of English that are stand in the list.
    private func isMonth(_ word: Word) -> Bool {
        word.classes.has(.month) && !word.classes.has([.common, .english]) && !Self.englishMonths.contains(word)
    }

    private static let englishMonths = WordSet(
        "january february march april may june july august september october november december")
}
