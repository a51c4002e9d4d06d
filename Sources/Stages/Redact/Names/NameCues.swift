/// Words that say the next one is a name: `Mrs`, `named`, `my colleague`. What a translation turned into a word
/// (`Mrs Flower`) is found here.
struct NameCues {
    let answer: Answer
    let style: WritingStyle

    /// Words that a name may follow.
    static let cues: WordClass = [.honorific, .title, .role, .person, .namedWord]

    /// How people are addressed; nothing but a name stands behind.
    private static let addresses = WordSet("mr mrs ms sr sra znj zonja gdja dna dnul")

    /// Marks the names, and says whether there are any.
    func apply() -> Bool {
        var isAny = false
        for index in answer.words.all.indices.dropFirst()
        where answer.words.all[index - 1].classes.has(Self.cues) && isNamed(index) {
            if isTitled(index) || answer.words.all[index].isPublic {
                answer.words.title(at: index)
            } else {
                answer.words.set(.name, at: index)
            }
            isAny = true
        }
        return isAny
    }

    /// `Mr. White`, `mrs. brown`, `Dr. Rose`; not `Mr. Mayor`, `dr. said`.
    private func isTitled(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        let before = answer.words.all[index - 1]
        guard before.classes.has(.honorific), !word.classes.has([.role, .title, .honorific]) else { return false }
        return word.hasCapital && !style.isShouting || Self.addresses.contains(before)
    }

    private func isNamed(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        let before = answer.words.all[index - 1]
        guard word.isWord, word.count > 1, word.verdict != .name, word.verdict != .taken,
            word.verdict != .allowed || isNamedAlike(word, before),
            word.gap.joins || before.classes.has(.namedWord) && word.gap.contains(.quote)
        else { return false }
        if word.classes.has([.role, .title, .honorific, .particle]), !word.classes.has(.persons) { return false }
        let isGeneral = word.classes.has([.organisation, .person, .generic]) && !word.classes.has(.persons)
        if isGeneral, !before.classes.has(.honorific) { return false }
        if before.classes.has(.honorific), before.count > 1 {
            // In small letters only where the title is written like one: `mrs hope`, not `dr. said`.
            if word.hasCapital && !style.isShouting { return !word.isInitial || isAbbreviated(before, word) }
            if NameCues.addresses.contains(before) { return !word.classes.has(.function) }
            return word.classes.has(.names) || !word.classes.has([.function, .common])
        }
        guard style.capitalTells(word) else { return isLowName(word, before, index) }
        if word.shape == .upper { return false }
        if before.classes.has(.title), before.count > 2 { return true }
        if before.classes.has(.namedWord), !before.classes.has(.function) { return !isThing(index - 1) }
        return before.classes.has([.role, .person]) && !before.hasCapital && isSingular(before)
            && word.classes.isDisjoint(with: [.month, .weekday, .function])
    }

    /// `Mrs Georgia`, `my colleague Israel`: a country's name, a feast's, which is a given name as well.
    private func isNamedAlike(_ word: Word, _ before: Word) -> Bool {
        if word.isGranted { return false }
        if before.classes.has(.honorific), before.count > 1 { return true }
        return word.classes.has(.given) && before.shape == .lower && before.classes.has([.role, .title])
            && isSingular(before) && !Self.peoples.contains(word)
    }

    private static let peoples = WordSet("roma romani")

    /// `Mtra. Luz`, but not `the judge. When`: a point behind a whole word ends the sentence.
    private func isAbbreviated(_ title: Word, _ word: Word) -> Bool {
        word.gap.contains(.period) && !(word.classes.has(.function) && !word.classes.has(.names))
            && (title.count <= 4 || title.classes.has(.abbreviation))
    }

    /// `my colleague hope said`: a small-letter name between a person and what the person does.
    private func isLowName(_ word: Word, _ before: Word, _ index: Int) -> Bool {
        guard word.classes.has(.given), before.classes.has([.role, .person, .title]), isSingular(before),
            !word.classes.has(.function) || word.classes.has(.usuallyName), index + 1 < answer.words.all.count
        else { return false }
        let next = answer.words.all[index + 1]
        return next.gap.joins && next.classes.has(.speech)
    }

    private func isSingular(_ word: Word) -> Bool {
        guard let last = answer.bytes[word.range].last else { return false }
        let exceptions = answer.bytes[word.range].suffix(2).elementsEqual("ss".utf8)
        if answer.bytes[word.range].elementsEqual("children".utf8)
            || answer.bytes[word.range].elementsEqual("people".utf8)
        {
            return false
        }
        return last != UInt8(ascii: "s") || exceptions
    }

    /// `a programme called Safe`, `the project named Bridges`: not a person's name, yet a name.
    private func isThing(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = answer.words.all[max(0, index - 2)...index]
        return before.contains { word in
            [
                "programme", "program", "project", "campaign", "course", "app", "application", "game", "platform",
                "law", "tool", "form", "training", "protocol",
            ]
            .contains { answer.bytes[word.range].elementsEqual($0.utf8) }
        }
    }
}
