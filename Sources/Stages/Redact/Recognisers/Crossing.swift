/// Where two streets of Latin America meet, or between which a third lies: `calle 45 con 7`, `carrera 15 y calle 93`,
/// `entre calle 5 y 7`. Their streets have numbers for names.
enum Crossing: WordRecogniser {
    static let cues: WordClass = [.street, .streetStrong]

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard streets.contains(words[index]), let first = number(behind: index, words),
            let link = links(behind: first, words)
        else { return nil }
        // `Av. 15 y 20` may be two numbers of anything.
        let isCalle = numbered.contains(words[index])
        let isNamed = link + 1 < words.count && streets.contains(words[link + 1])
        guard let last = number(behind: isNamed ? link + 1 : link, words),
            isNamed || crossing.contains(words[link]) || isCalle && !counts(last, words)
        else { return nil }
        return Mention(.address, Int(words[index].start)..<Int(words[last].end), .cue)
    }

    /// `45`, `No. 45`, `45A`, `45 sur`
    private static func number(behind index: Int, _ words: Stretch<Word>) -> Int? {
        var at = index + 1
        if at < words.count, signs.contains(words[at]), words[at].gap.isSubset(of: [.space, .period]) { at += 1 }
        guard at < words.count, !words[at].isWord, words[at].count <= 4,
            words[at].gap.isSubset(of: [.space, .period])
        else { return nil }
        return at + 1 < words.count && sides.contains(words[at + 1]) && words[at + 1].gap == .space ? at + 1 : at
    }

    /// `avenida 30 and 45 colleagues`
    private static func counts(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index + 1 < words.count, words[index + 1].gap == .space, words[index + 1].shape == .lower else {
            return false
        }
        return !words[index + 1].classes.has(.function)
    }

    private static func links(behind index: Int, _ words: Stretch<Word>) -> Int? {
        let at = index + 1
        guard at < words.count else { return nil }
        // `calle 45/carrera 7`
        if words[at].gap == .slash, streets.contains(words[at]) { return index }
        let isLink = crossing.contains(words[at]) || ands.contains(words[at])
        return isLink && words[at].gap.isSubset(of: [.space, .comma]) ? at : nil
    }

    private static let streets = WordSet(
        "calle calles cl cll carrera carreras cra cr kra avenida av ave diagonal dg transversal tv jr jiron")
    private static let numbered = WordSet("calle calles cll carrera carreras cra kra")
    private static let signs = WordSet("no nr num numero la")
    private static let sides = WordSet("sur norte este oeste bis a b c d")
    private static let crossing = WordSet("con esquina esq corner entre cruce")
    private static let ands = WordSet("y and with x")
}
