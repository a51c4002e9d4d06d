/// A name reaches over what belongs to it: initials, particles, capitals beside it.
struct NameReach {
    let answer: Answer
    let style: WritingStyle

    func extend() {
        // Where a name has reached to the right, its later words reach no further.
        var reached = 0
        for index in answer.words.all.indices where answer.words.all[index].verdict == .name {
            if index >= reached { reached = extendRight(from: index) }
            extendLeft(from: index)
        }
        for index in answer.words.all.indices where isListed(index) { answer.words.set(.name, at: index) }
        for index in answer.words.all.indices where isBetweenHalves(index) { answer.words.title(at: index) }
        markInitials()
        if answer.words.tally.single > 2 { markLowInitials() }
    }

    /// `Wilber (Doc) Quispe`: what stands in brackets or quotation marks between two names.
    private func isBetweenHalves(_ index: Int) -> Bool {
        let words = answer.words.all
        guard index > 0, index + 1 < words.count, words[index].hasCapital, words[index].shape != .initial,
            words[index].verdict != .name, words[index].verdict != .taken, !words[index].isGranted,
            words[index].classes.isDisjoint(with: [.law, .month, .weekday, .role, .honorific]) && !isBody(words[index]),
            words[index - 1].verdict == .name, words[index + 1].verdict == .name
        else { return false }
        return [Word.Gap.bracket, .quote].contains { mark in
            words[index].gap == [.space, mark] && words[index + 1].gap == [.space, mark]
        }
    }

    /// `Ana (DIF) Pérez`, `Ana (Peru) Pérez`
    private func isBody(_ word: Word) -> Bool {
        word.verdict == .allowed && !word.classes.has([.common, .english, .title])
    }

    /// Where the name ends.
    private func extendRight(from index: Int) -> Int {
        var at = index + 1
        while at < answer.words.all.count, let next = behind(at) {
            for place in at...next { answer.words.set(.name, at: place) }
            at = next + 1
        }
        return at
    }

    /// The last word that belongs to the name, when the word at a place goes on with it.
    private func behind(_ index: Int) -> Int? {
        let words = answer.words.all
        let word = words[index]
        guard word.gap.joins, !word.isInitial, !isSentenceEnd(before: index), !words[index - 1].isPossessive else {
            return nil
        }
        if word.verdict == .name { return index }
        if word.shape == .initial { return isI(word) && !word.isFollowedByPoint(answer, index) ? nil : index }
        if word.verdict == .allowed, word.classes.has(.persons), style.capitalTells(word), word.shape == .capital {
            return index
        }
        if isPart(word) || isLowInitial(index) { return index }
        // A particle counts when a name follows it.
        var at = index
        while at < words.count, at - index < 3, words[at].classes.has(.particle), words[at].gap.joins { at += 1 }
        guard at > index, at < words.count, words[at].gap.joins, !words[at].isInitial, isName(words[at]) else {
            return nil
        }
        guard isAnd(word) else { return at }
        // `Pérez y Pérez` is one person, `Ana y Luis` are two.
        // `Shtrungjaj i Poshtëm` is one place: `i` and `e` join an adjective to its noun in Albanian.
        if !words[at].classes.has(.given), !Self.spanishAnd.contains(word), words[at].shape == .capital { return at }
        return isSurname(words[index - 1]) && isSurname(words[at]) ? at : nil
    }

    private func isLowInitial(_ index: Int) -> Bool {
        answer.words.all[index].verdict == .harmless && LowInitial.stands(at: index, in: answer)
    }

    private static let spanishAnd = WordSet("y")
    private static let ands = WordSet("y e i")
    private static let and = WordSet("and")

    private func isAnd(_ word: Word) -> Bool {
        Self.ands.contains(word)
    }

    private func isSurname(_ word: Word) -> Bool { word.classes.has(.surname) && !word.classes.has(.given) }

    private func isName(_ word: Word) -> Bool {
        word.verdict == .name && !word.isInitial || isPart(word)
    }

    /// A capitalised word inside the sentence that no role, body or function word is.
    private func isPart(_ word: Word) -> Bool {
        guard word.isWord, style.capitalTells(word), word.verdict == .harmless || word.verdict == .doubtful,
            word.shape != .upper
        else { return false }
        if word.classes.has(.names), !word.classes.has([.function, .organisation, .role]) { return true }
        return !word.classes.has([
            .function, .role, .title, .honorific, .speech, .organisation, .generic, .month, .weekday, .law, .person,
            .caseWord, .idWord, .phoneWord, .bankWord, .street, .placePreposition, .domain,
        ])
    }

    /// `Hilda, Peace and Ruth`: a capital between two names of a list.
    private func isListed(_ index: Int) -> Bool {
        let words = answer.words.all
        guard index > 0, index + 2 < words.count, words[index - 1].verdict == .name,
            words[index].gap.isSubset(of: [.comma, .space]), isPart(words[index])
        else { return false }
        let next = words[index + 1]
        if next.gap.contains(.comma) { return next.verdict == .name }
        return (isAnd(next) || Self.and.contains(next)) && words[index + 2].verdict == .name
    }

    private func extendLeft(from index: Int) {
        var at = index
        takeAbbreviatedName(before: index)
        takeLowName(before: index)
        takeLowInitial(before: index)
        while at > 0, answer.words.all[at].gap.joins, !answer.words.all[at].isInitial, isLeftPart(at - 1) {
            at -= 1
            answer.words.set(.name, at: at)
        }
        extendOverParticles(from: at)
    }

    /// `Lic. de la Cruz`: particles between a title and a name.
    private func extendOverParticles(from index: Int) {
        let words = answer.words.all
        var at = index
        while at > 0, words[at].gap.joins, words[at - 1].shape == .lower, words[at - 1].classes.has(.particle),
            index - at < 3
        { at -= 1 }
        guard at < index, at > 0, words[at - 1].classes.has([.honorific, .title]), words[at].gap.joins else { return }
        for place in at..<index { answer.words.set(.name, at: place) }
    }

    private func isLeftPart(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        guard word.isWord, !word.isPossessive, word.verdict != .taken, word.verdict != .allowed, word.verdict != .name
        else { return false }
        if word.shape == .initial {
            return (!isPronoun(word) || word.isFollowedByPoint(answer, index))
                && !(index == 0 && !word.isFollowedByPoint(answer, index))
        }
        guard word.hasCapital, !style.isShouting else { return false }
        if word.classes.has(.namePrefix) {
            return !(word.isInitial && word.classes.has(.function)) || isForeignPrefix(word)
        }
        if word.classes.has([.title, .honorific, .function, .role, .speech, .month, .placePreposition]) {
            return false
        }
        if word.isInitial {
            return word.classes.has(.translated) || word.classes.has(.persons) && !word.classes.has(.usuallyWord)
        }
        return isPart(word)
    }

    /// `Los`, `La`, `El`, but not `The`, `New`, `Old`.
    private func isForeignPrefix(_ word: Word) -> Bool {
        !word.classes.has([.common, .english]) || word.classes.has(.foreign)
    }

    /// `Mar. Gjoka`: a short word with a point before a name.
    private func takeAbbreviatedName(before index: Int) {
        let words = answer.words.all
        guard index > 0, words[index].gap.isSubset(of: [.period, .space]), words[index].gap.contains(.period),
            words[index - 1].shape == .capital, (2...4).contains(words[index - 1].count), words[index].hasCapital,
            !words[index - 1].classes.has([
                .title, .honorific, .abbreviation, .street, .function, .role, .organisation, .caseWord,
            ]), !isWordAlone(words[index - 1])
        else { return }
        answer.words.set(.name, at: index - 1)
    }

    /// `Fuel. Amir drives`: a sentence of one word.
    private func isWordAlone(_ word: Word) -> Bool {
        word.isInitial && word.count > 3 && word.classes.has(.common) && !word.classes.has(.names)
    }

    /// `teacher rose djordjevic`: a given name before a surname, both in small letters.
    private func takeLowName(before index: Int) {
        let words = answer.words.all
        guard index > 0, words[index].shape == .lower, words[index].gap == .space, words[index - 1].shape == .lower,
            words[index - 1].classes.has(.given), words[index - 1].verdict == .harmless,
            !words[index].classes.has(.words),
            !words[index - 1].classes.has([.function, .foreign])
        else { return }
        answer.words.set(.name, at: index - 1)
    }

    /// `a. dervishi`: a small letter with a point before a name in small letters; not `e.g. dervishi`.
    private func takeLowInitial(before index: Int) {
        let words = answer.words.all
        var at = index
        while at > 0, index - at < 3, words[at].shape == .lower, words[at].gap == [.period, .space],
            words[at - 1].isWord, words[at - 1].count == 1, words[at - 1].shape == .lower
        {
            if words[at - 1].gap == .period { return takeLowPair(before: at) }
            at -= 1
            answer.words.set(.name, at: at)
        }
    }

    /// `j.c. tuesta`: two small letters with points; not `e.g. tuesta`.
    private func takeLowPair(before index: Int) {
        let words = answer.words.all
        guard index > 1, words[index - 2].count == 1, words[index - 2].isWord, words[index - 2].gap != .period,
            !isLowAbbreviation(index - 2)
        else { return }
        for place in index - 2..<index { answer.words.set(.name, at: place) }
    }

    private func isLowAbbreviation(_ index: Int) -> Bool {
        let text = answer.bytes[Int(answer.words.all[index].start)..<Int(answer.words.all[index + 1].end)]
        return ["e.g", "i.e", "a.m", "p.m", "n.b", "p.s", "a.k", "c.c", "t.i", "p.e"].contains {
            text.elementsEqual($0.utf8)
        }
    }

    private func isI(_ word: Word) -> Bool { answer.bytes[word.range].elementsEqual("I".utf8) }

    private func isPronoun(_ word: Word) -> Bool {
        answer.bytes[word.range].elementsEqual("I".utf8)
            || answer.bytes[word.range].elementsEqual("A".utf8) && !word.isFollowedByPoint(answer, -1)
    }

    private func isSentenceEnd(before index: Int) -> Bool {
        let word = answer.words.all[index]
        guard word.gap.contains(.period) else { return false }
        let before = answer.words.all[index - 1]
        return before.count > 3 || before.shape != .initial && !before.classes.has(.abbreviation) && word.isInitial
    }

    /// `M. K.`, `colleague B.`: initials without a name beside them.
    private func markInitials() {
        let words = answer.words.all
        for index in words.indices where words[index].shape == .initial && words[index].verdict == .harmless {
            let word = words[index]
            let pair =
                index + 1 < words.count && words[index + 1].shape == .initial
                && words[index + 1].gap.isSubset(of: [.period, .space]) && words[index + 1].gap.contains(.period)
            let endsPair =
                index > 0 && words[index - 1].shape == .initial && answer.words.all[index - 1].verdict == .name
                && word.gap.isSubset(of: [.period, .space])
            let isCued =
                index > 0 && word.gap.joins && words[index - 1].shape == .lower
                && words[index - 1].classes.has([.role, .person, .honorific, .title])
                && word.isFollowedByPoint(answer, index)
            let isTitled = index > 0 && word.gap.joins && words[index - 1].classes.has(.honorific)
            if pair && !isAbbreviation(index) || endsPair || isCued || isTitled { answer.words.set(.name, at: index) }
            if isBeforeSurname(index) {
                answer.words.set(.name, at: index)
                answer.words.set(.name, at: index + 1)
            }
            if isBehindGiven(index) {
                answer.words.set(.name, at: index - 1)
                answer.words.set(.name, at: index)
            }
        }
    }

    /// `S. Meta`, `D. Alcalde`: a letter with a point, and a surname that is a body's or a role's name as well.
    private func isBeforeSurname(_ index: Int) -> Bool {
        let words = answer.words.all
        guard index + 1 < words.count, words[index].verdict != .taken, !isI(words[index]) else { return false }
        let next = words[index + 1]
        return next.gap == [.period, .space] && next.shape == .capital && next.classes.has(.surname)
            && next.verdict == .allowed && !next.isGranted && (index == 0 || words[index].gap != .period)
    }

    /// `Germania B.`, `Angel G.`: a given name, whatever else it is, and a letter with a point.
    private func isBehindGiven(_ index: Int) -> Bool {
        let words = answer.words.all
        return index > 0 && words[index].gap == .space && words[index].isFollowedByPoint(answer, index)
            && words[index - 1].shape == .capital && words[index - 1].classes.has(.given)
            && words[index - 1].verdict != .taken && !words[index - 1].isGranted
    }

    /// `j.m.r.`: small letters with points, in one piece.
    private func markLowInitials() {
        let words = answer.words.all
        for index in words.indices.dropFirst()
        where words[index].count == 1 && words[index].gap == .period
            && words[index].shape == .lower && words[index - 1].count == 1 && words[index - 1].shape == .lower
        {
            let isThird =
                index > 1 && words[index - 1].gap == .period
                || index + 1 < words.count && words[index + 1].count == 1 && words[index + 1].gap == .period
            guard isThird else { continue }
            answer.words.set(.name, at: index - 1)
            answer.words.set(.name, at: index)
        }
    }

    /// `U.S.`, `S.A.`, `E.U.`
    private func isAbbreviation(_ index: Int) -> Bool {
        let end = min(answer.words.all.count - 1, index + 2)
        let text = answer.bytes[Int(answer.words.all[index].start)..<Int(answer.words.all[end].end)]
        return [
            "U.S", "U.N", "E.U", "S.A", "A.C", "O.S", "J.U", "I.E", "P.S", "N.G", "C.P", "C.C", "T.I", "R.C", "C.E",
            "A.M", "P.M", "D.C", "B.C", "I.T",
        ]
        .contains { text.starts(with: $0.utf8) }
    }
}

extension Word {
    /// A point stands right behind the word.
    func isFollowedByPoint(_ answer: Answer, _ index: Int) -> Bool {
        Int(end) < answer.bytes.count && answer.bytes[Int(end)] == UInt8(ascii: ".")
    }
}
