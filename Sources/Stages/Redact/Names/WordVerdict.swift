/// What a word is by itself: its lists, its case, its place in the sentence.
struct WordVerdict {
    let answer: Answer
    let style: WritingStyle

    func verdict(at index: Int) -> Word.Verdict {
        let word = answer.words.all[index]
        guard word.isWord else { return .harmless }
        if word.isDisguised { return .name }
        if word.shape == .initial || word.count == 1 { return .harmless }
        if isAllowed(word) { return isPlaceHere(word, index) ? .name : .allowed }
        if WordedDate.isMonthAlone(index, in: answer) { return .harmless }
        let isLow = word.shape == .lower || word.shape == .upper && style.isShouting
        if !isLow, isLevel(index) { return .harmless }
        return isLow ? low(word) : high(word, index)
    }

    /// `class III to IX`: a Roman number, though a surname is spelt so. Not among other words in capitals.
    private func isLevel(_ index: Int) -> Bool {
        let words = answer.words.all
        guard words[index].shape == .upper, isRoman(words[index]) else { return false }
        return [index - 1, index + 1].allSatisfy { near in
            !words.indices.contains(near) || words[near].shape != .upper || isRoman(words[near])
        }
    }

    private func isAllowed(_ word: Word) -> Bool {
        if word.classes.has(.allowed) {
            return !(word.shape == .lower && word.classes.has(.persons) && !word.classes.has(.words))
        }
        guard word.classes.has(.acronym) else { return false }
        return word.shape != .lower && word.shape != .capital || !word.classes.has(.names)
    }

    /// `in Meta`, `Acacías, Meta`: a company's name that is a department's as well.
    private func isPlaceHere(_ word: Word, _ index: Int) -> Bool {
        guard word.classes.has(.place), word.classes.has(.usuallyWord), index > 0 else { return false }
        let before = answer.words.all[index - 1]
        if word.gap.contains(.comma), word.gap.isSubset(of: [.comma, .space]) { return before.verdict == .name }
        // `department of Meta`
        if Self.of.contains(before), index > 1 { return Self.departments.contains(answer.words.all[index - 2]) }
        return word.gap == .space && Self.insides.contains(before)
    }

    private static let of = WordSet("of de del")
    private static let departments = WordSet("department departamento municipality governor government office")
    private static let insides = WordSet("in en departamento department")

    /// In small letters, or where capitals say nothing.
    private func low(_ word: Word) -> Word.Verdict {
        let classes = word.classes
        if classes.has([.words, .study, .month, .weekday, .title, .role, .generic]) {
            if style.isShouting, classes.has(.names) { return .doubtful }
            return isSeldomWord(classes) ? .name : .harmless
        }
        if classes.has(.names) { return .name }
        if word.count <= 2 || classes.has(Self.cues) { return .harmless }
        return isHarmless(word) ? .harmless : .name
    }

    /// Cues of the lists that are written in small letters too.
    private static let cues: WordClass = [
        .speech, .placePreposition, .street, .organisation, .caseWord, .idWord, .phoneWord, .bankWord, .plateWord,
        .ageWord, .namedWord, .particle, .law, .abbreviation, .numberWord, .unit, .currency, .person,
    ]

    /// A listed name that hardly anybody writes as a word.
    private func isSeldomWord(_ classes: WordClass) -> Bool {
        classes.has(.names)
            && classes.isDisjoint(with: [
                .common, .domain, .foreign, .function, .usuallyWord, .study, .month, .weekday, .title, .role, .generic,
            ])
            && (classes.has(.given) || !classes.has(.english))
    }

    /// With a capital that may mean something.
    private func high(_ word: Word, _ index: Int) -> Word.Verdict {
        let classes = word.classes
        if classes.has([.function, .month, .weekday]) && !classes.has(.persons) { return .harmless }
        if classes.has([.title, .honorific, .generic]) && !classes.has(.persons) { return .harmless }
        if classes.has(.words.union(Self.cues)) {
            if classes.has([.names, .translated]) { return .doubtful }
            if !style.isShouting, !style.isTitleCase, InflectedName(answer: answer).isCapital(word) {
                return word.isInitial && !isActing(index) ? .doubtful : .name
            }
            // A rare word with a capital inside a sentence is more often a name that the lists do not know.
            if classes.isDisjoint(with: .words.subtracting(.rare)), style.capitalTells(word) { return .doubtful }
            return .harmless
        }
        if classes.has(.names) { return .name }
        if word.shape == .upper, isAcronym(index) { return .harmless }
        if word.shape == .upper || word.shape == .mixed, isPluralOfAcronym(word) || isRoman(word) { return .harmless }
        if word.isInitial || style.isTitleCase, isHarmless(word) { return .harmless }
        return .name
    }

    /// The same letters are alike to the same: it is kept for the next time, because looking takes long.
    private func isHarmless(_ word: Word) -> Bool {
        guard answer.text.isPlain(word.range) else { return Spelling(answer: answer).isKnown(word) }
        let place = answer.spellings.place(of: word.key)
        if answer.spellings.has(word.key, at: place) { return answer.spellings[place] }
        let isKnown = Spelling(answer: answer).isKnown(word)
        answer.spellings.keep(isKnown, of: word.key, at: place)
        return isKnown
    }

    /// A body that no list knows has a few letters, few or none of them vowels where there are more. An initial before it
    /// (`B. KOVAQI`) and another such word beside it (`TLACOTI CHE`) tell of a person.
    private func isAcronym(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        let letters = answer.bytes[word.range]
        let vowels = letters.count { "AEIOUY".utf8.contains($0) }
        if word.count > 5 { return word.count <= 7 && vowels == 0 }
        if word.count < 3 { return true }
        // `DEYSI`, `NAYLA`: five letters that can be said.
        if word.count == 5, vowels > 1 { return false }
        // `DUNI said`: who says something may be somebody; a body that is listed stays.
        if vowels > 0, isSpeaking(index) { return false }
        return !isBehindInitial(index) && !isBesideUnlisted(index)
    }

    /// `Dritës helped us`: what only somebody does stands behind.
    private func isActing(_ index: Int) -> Bool {
        let words = answer.words.all
        return index + 1 < words.count && words[index + 1].gap == .space && words[index + 1].shape == .lower
            && words[index + 1].classes.has(.speech)
    }

    private func isSpeaking(_ index: Int) -> Bool {
        let words = answer.words.all
        return !style.isShouting && index + 1 < words.count && words[index + 1].gap == .space
            && words[index + 1].shape == .lower && Self.speaking.contains(words[index + 1])
    }

    private static let speaking = WordSet(
        "said says told tells asked asks called calls wrote writes phoned explained replied")

    private func isBehindInitial(_ index: Int) -> Bool {
        let words = answer.words.all
        return index > 0 && words[index - 1].shape == .initial && words[index].gap.contains(.period)
    }

    private func isBesideUnlisted(_ index: Int) -> Bool {
        let words = answer.words.all
        func isUnlisted(_ near: Int, _ gap: Word.Gap) -> Bool {
            words[near].shape == .upper && words[near].count > 2 && words[near].classes.isEmpty
                && (gap == .space || gap == .hyphen)
        }
        return index > 0 && isUnlisted(index - 1, words[index].gap)
            || index + 1 < words.count && isUnlisted(index + 1, words[index + 1].gap)
    }

    /// `Class IX`, `ANNEX II`: whatever the context makes of it.
    func isLevelSaid(_ index: Int) -> Bool {
        let words = answer.words.all
        return words[index].shape == .upper && isRoman(words[index]) && index > 0 && words[index].gap == .space
            && Self.levels.contains(words[index - 1])
    }

    private static let levels = WordSet(
        "class classes grade grades level levels type phase annex section article chapter title category part module clasa clasele klasa razred grado nivel tip faza anexo seccion capitulo titulo modulo"
    )

    /// `NGOs`, `CSWs`.
    private func isPluralOfAcronym(_ word: Word) -> Bool {
        guard word.count > 2, answer.bytes[word.range].last == UInt8(ascii: "s") else { return false }
        var hash = WordHash()
        for byte in answer.bytes[word.range].dropLast() { hash.add(WordHash.lower(byte)) }
        return answer.lexicon.table[hash.value].has([.acronym, .allowed, .domain])
    }

    private func isRoman(_ word: Word) -> Bool {
        word.count <= 5 && answer.bytes[word.range].allSatisfy { "IVXL".utf8.contains($0) }
    }
}
