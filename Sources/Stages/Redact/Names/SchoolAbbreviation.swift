/// Schools and associations behind the abbreviation that their country writes before their names: `I.E. Fe y Vida 999`,
/// `Sec. Tec. 12 Benito Zapién`. The points part the letters, so that no list of words knows them.
struct SchoolAbbreviation {
    let answer: Answer

    func mentions() -> [Mention] {
        answer.words.all.indices.compactMap { index in
            lastLetter(from: index).flatMap { mention(index, behind: $0) }
        }
    }

    /// The last part of an abbreviation that begins at a word.
    private func lastLetter(from index: Int) -> Int? {
        let words = answer.words.all
        guard index + 1 < words.count, words[index].hasCapital, words[index].verdict != .taken else { return nil }
        if words[index].shape == .initial { return dottedLetters(from: index) }
        guard Self.schools.contains(words[index]), words[index + 1].gap == [.period, .space] else { return nil }
        var last = index
        while last + 1 < words.count, words[last + 1].gap == [.period, .space], Self.kinds.contains(words[last + 1]) {
            last += 1
        }
        return last
    }

    /// `I.E.`, `I.E.I.`
    private func dottedLetters(from index: Int) -> Int? {
        let words = answer.words.all
        var last = index
        while last + 1 < words.count, last - index < 3, words[last + 1].shape == .initial,
            words[last + 1].gap == .period
        {
            last += 1
        }
        guard (1...2).contains(last - index), words[last].isFollowedByPoint(answer, last) else { return nil }
        let letters = (index...last).map { answer.bytes[Int(words[$0].start)] }
        return Self.dotted.contains { $0.elementsEqual(letters) } ? last : nil
    }

    /// Capitals and numbers behind it, and little words between two of them.
    private func mention(_ first: Int, behind letter: Int) -> Mention? {
        let words = answer.words.all
        var last = letter
        var at = letter + 1
        while at < words.count, at - letter < 9, goesOn(words[at], isFirst: at == letter + 1) {
            if words[at].hasCapital || words[at].shape == .number { last = at } else if !isLink(words[at]) { break }
            at += 1
        }
        guard last > letter else { return nil }
        return Mention(.organisation, Int(words[first].start)..<Int(words[last].end), .cue)
    }

    private func goesOn(_ word: Word, isFirst: Bool) -> Bool {
        if isFirst { return word.gap == [.period, .space] || word.gap == .space }
        // `Hnos. Zapién`
        return word.gap == .space || word.gap == [.period, .space] && !word.isInitial
    }

    private func isLink(_ word: Word) -> Bool { word.classes.has(.particle) || Self.links.contains(word) }

    private static let dotted = ["AO", "IAP", "IP", "ONG", "IE", "IEI", "IEP", "IES", "IEM", "IED", "IEE", "CE", "CEI"]
        .map { Array($0.utf8) }
    private static let schools = WordSet("sec esc telesec jard prepa prim")
    private static let kinds = WordSet("tec prim sec fed sup norm ninos ind mpal part")
    private static let links = WordSet("y de del la los las no nro n")
}
