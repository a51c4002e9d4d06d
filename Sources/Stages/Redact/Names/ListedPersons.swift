/// Names of persons in a text of any language: words of the lists of names, where capitals say that they are meant as such.
struct ListedPersons {
    let answer: Answer

    /// The mentions, in the places of the folded text.
    func mentions() -> [Mention] {
        let style = WritingStyle(answer.words.tally)
        guard !style.isShouting, !style.isTitleCase else { return [] }
        let words = answer.words.all
        var mentions: [Mention] = []
        var index = 0
        while index < words.count {
            guard isCapital(words[index]), isName(index) else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < words.count, isCapital(words[last + 1]), words[last + 1].gap.joins,
                !words[last + 1].isInitial
            { last += 1 }
            mentions.append(Mention(.person, Int(words[index].start)..<Int(words[last].end), .listed))
            index = last + 1
        }
        return mentions
    }

    private func isCapital(_ word: Word) -> Bool { word.isWord && word.shape == .capital && word.verdict == .open }

    /// A given name with a surname behind it, or inside a sentence; or any name behind how people are addressed.
    private func isName(_ index: Int) -> Bool {
        let words = answer.words.all
        let before = index > 0 && words[index].gap.joins ? words[index - 1] : nil
        if let before, before.classes.has(.honorific), before.count > 1 { return words[index].classes.has(.persons) }
        guard words[index].classes.has(.given), words[index].classes.isDisjoint(with: Self.others) else { return false }
        if hasSurname(behind: index) { return true }
        // `San Martín`, `Santa Rosa`: a capital before it makes it part of another name.
        if let before, before.hasCapital, !before.isInitial { return false }
        return !words[index].isInitial && words[index].classes.isDisjoint(with: [.place, .usuallyWord])
    }

    private func hasSurname(behind index: Int) -> Bool {
        let words = answer.words.all
        guard index + 1 < words.count else { return false }
        let next = words[index + 1]
        return isCapital(next) && next.gap.joins && next.classes.has(.surname)
            && next.classes.isDisjoint(with: Self.others)
    }

    /// What a listed name may be besides, and then mostly is.
    private static let others: WordClass = [
        .month, .weekday, .allowed, .organisation, .role, .title, .function, .law, .namePrefix, .particle,
    ]
}
