/// Whether an address goes on beyond what was found: a landmark, a floor, a word of a street or of another language right
/// beside it. Such an answer is withheld: what is left of an address finds the house.
struct AddressDoubt {
    let answer: Answer
    let mentions: [Mention]
    /// Counted once, when it is asked for.
    private lazy var isMostlyEnglish = answer.isMostlyEnglish

    init(answer: Answer, mentions: [Mention]) {
        self.answer = answer
        self.mentions = mentions
    }

    mutating func holds() -> Bool {
        mentions.contains { mention in
            mention.kind == .address && (goesOn(behind: mention.range) || began(before: mention.range))
                || (mention.kind == .place || mention.kind == .person) && isBesideLandmark(mention.range)
        }
    }

    private var words: Stretch<Word> { answer.words.all }

    /// The first word behind, across a comma or a hyphen.
    private mutating func goesOn(behind range: Range<Int>) -> Bool {
        let index = answer.word(from: range.upperBound)
        guard index < words.count, !isEnd(words[index]), words[index].verdict != .taken else { return false }
        if !words[index].isWord || AddressDoubtWords.landmarks.contains(words[index]) { return true }
        if words[index].classes.has([.street, .streetStrong, .streetAnySide]),
            words[index].classes.isDisjoint(with: [.function, .particle])
        {
            return true
        }
        if isPlaceNoun(words[index]) { return words[index].gap.contains(.comma) }
        return isForeign(words[index]) && isMostlyEnglish
    }

    /// The word before: another part of the address that says too little by itself.
    private mutating func began(before range: Range<Int>) -> Bool {
        let index = answer.word(from: range.lowerBound)
        guard index > 0, !isEnd(words[index]), words[index - 1].verdict != .taken else { return false }
        let before = words[index - 1]
        if words[index].gap.contains(.comma) { return !before.isWord || before.shape == .initial }
        return isForeign(before) && before.classes.has([.street, .streetStrong]) && isMostlyEnglish
    }

    private func isBesideLandmark(_ range: Range<Int>) -> Bool {
        let index = answer.word(from: range.upperBound)
        guard index < words.count, !isEnd(words[index]) else { return false }
        return AddressDoubtWords.lone.contains(words[index]) && index + 1 < words.count
            && words[index + 1].gap == .space
    }

    private func isEnd(_ word: Word) -> Bool {
        !word.gap.isSubset(of: [.space, .comma, .hyphen, .period]) || word.isInitial
    }

    private func isPlaceNoun(_ word: Word) -> Bool {
        word.classes.has(.placePreposition) && !word.classes.has([.function, .particle])
    }

    private func isForeign(_ word: Word) -> Bool {
        word.shape == .lower && word.classes.has(.foreign)
            && !word.classes.has([.common, .english, .function, .domain, .particle, .phoneWord])
    }
}

private enum AddressDoubtWords {
    static let landmarks = WordSet(
        "behind beside opposite above frente detras pored kod iza blizu iznad prane prapa mbi perballe langa deasupra vizavi next corner colt esquina esq altos floor piso sprat etaj kat kati planta margen second first left right"
    )
    static let lone = WordSet("frente detras pored iza iznad prane prapa mbi perballe langa vizavi opposite behind")
}

extension Answer {
    /// Most of its words are English.
    var isMostlyEnglish: Bool {
        let known = words.all.count { $0.isWord && $0.classes.has([.common, .english]) }
        return known * 2 >= words.all.count
    }
}
