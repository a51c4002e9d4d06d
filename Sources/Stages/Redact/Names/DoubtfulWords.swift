/// Decides words that are ordinary and names: Hope, Mark, Will, May, Rosa, Bender.
///
/// Each hint of the context has a weight; the sum decides. The weights were set by hand on the part of the annotated
/// answers that is there to build on.
struct DoubtfulWords {
    let answer: Answer
    let style: WritingStyle

    func decide() {
        for index in answer.words.all.indices where answer.words.all[index].verdict == .doubtful {
            answer.words.set(score(index) >= 3 ? .name : .harmless, at: index)
        }
    }

    private func score(_ index: Int) -> Int {
        let word = answer.words.all[index]
        return ownScore(word) + scoreBefore(index) + scoreBehind(index)
    }

    private func ownScore(_ word: Word) -> Int {
        var sum = 0
        if style.capitalTells(word) { sum += word.classes.has(.persons) ? 4 : word.classes.has(.place) ? 3 : 0 }
        if word.classes.has(.usuallyName) { sum += 1 }
        if word.classes.has(.usuallyWord) { sum -= 2 }
        if word.classes.has([.generic, .function]) { sum -= 3 }
        if word.classes.has([.organisation, .role, .title]) { sum -= 2 }
        if word.classes.has([.foreign, .domain]) { sum -= 1 }
        if !word.classes.has(.common) { sum += 1 }
        if word.isPossessive, word.classes.has(.persons) { sum += 2 }
        if word.shape == .upper, !style.isShouting { sum -= 2 }
        return sum
    }

    private func scoreBefore(_ index: Int) -> Int {
        let words = answer.words.all
        guard index > 0, !words[index].isInitial else { return 0 }
        let before = words[index - 1]
        var sum = 0
        if before.verdict == .name, words[index].gap.joins { sum += 4 }
        if before.verdict == .name, words[index].gap.contains(.comma), words[index].hasCapital { sum += 3 }
        if before.classes.has([.role, .person]), !before.hasCapital { sum += 2 }
        if before.classes.has([.determiner, .possessive]) { sum -= words[index].classes.has(.given) ? 2 : 1 }
        if before.classes.has(.placePreposition), words[index].classes.has(.place) {
            sum += words[index].hasCapital && words[index].classes.has(.usuallyWord) ? 2 : 1
        }
        if isAnd(before), index > 1, words[index - 2].verdict == .name { sum += 3 }
        if before.verdict != .name, before.hasCapital, before.isWord, words[index].gap.joins, !before.isInitial {
            sum -= 2
        }
        if words[index].classes.has(.month), before.classes.has([.function, .numberWord]) || before.shape == .number {
            sum -= 6
        }
        return sum
    }

    private func scoreBehind(_ index: Int) -> Int {
        let words = answer.words.all
        guard index + 1 < words.count else { return 0 }
        let next = words[index + 1]
        var sum = 0
        if next.isInitial { return 0 }
        if next.verdict == .name, next.gap.joins {
            sum += next.hasCapital ? (words[index].classes.has(.given) ? 6 : 5) : 2
        }
        if next.verdict == .name, next.gap.contains(.bracket), words[index].classes.has(.given) { sum += 3 }
        if next.classes.has(.speech), next.gap.joins, words[index].classes.has(.given), next.shape == .lower,
            endsInS(next)
        {
            sum += 2
        }
        if isAnd(next), index + 2 < words.count, words[index + 2].verdict == .name { sum += 3 }
        sum += scoreOfPerson(index)
        if next.verdict != .name, next.hasCapital, next.isWord, next.gap.joins, !next.classes.has(.names) { sum -= 2 }
        if words[index].classes.has(.month), next.shape == .number { sum -= 4 }
        if words[index].isInitial, next.shape == .lower, next.classes.has(.determiner) { sum -= 1 }
        return sum
    }

    /// `Hope is volunteer`, `Will from the NGO`: what is said of persons.
    private func scoreOfPerson(_ index: Int) -> Int {
        let words = answer.words.all
        guard words[index].classes.has([.given, .translated]), index + 2 < words.count, words[index + 1].gap.joins
        else { return 0 }
        let next = answer.bytes[words[index + 1].range]
        if next.elementsEqual("from".utf8) { return words[index + 2].shape == .number ? 0 : 6 }
        if isTelling(index) || words[index].isPossessive && Self.belongings.contains(words[index + 1]) { return 6 }
        guard next.elementsEqual("is".utf8) || next.elementsEqual("was".utf8) else { return 0 }
        let role = words[(index + 2)..<min(index + 5, words.count)].contains { $0.classes.has([.role, .person]) }
        return role ? 4 : 0
    }

    /// `Snow told me to wait`
    private func isTelling(_ index: Int) -> Bool {
        let words = answer.words.all
        return words[index].shape == .capital && !words[index].classes.has(.organisation)
            && words[index + 1].gap == .space && Self.telling.contains(words[index + 1])
            && Self.told.contains(words[index + 2])
    }

    private static let telling = WordSet("told asked called phoned wrote promised answered advised informed warned")
    private static let told = WordSet("me us him her them that to")
    /// What somebody has at work.
    private static let belongings = WordSet(
        "desk chair signature mobile salary contract vacation holidays replacement substitute shift stamp password")

    private static let ands = WordSet("and y")

    private func isAnd(_ word: Word) -> Bool {
        Self.ands.contains(word)
    }

    /// `helps`, `said`: a verb that takes a person for its subject.
    private func endsInS(_ word: Word) -> Bool {
        let last = answer.bytes[word.range].last
        return last == UInt8(ascii: "s") || last == UInt8(ascii: "d")
    }
}
