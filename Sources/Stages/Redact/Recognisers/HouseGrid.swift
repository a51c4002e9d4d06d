/// Colombian addresses by their shape alone: `Cl 10 #5-51`, `45 # 23-15`. The street's number, a sign, the crossing street's,
/// and the metres from the corner.
enum HouseGrid: Recogniser {
    static let patterns = [#"\d{1,3} ?[a-z]? ?(bis |sur |norte |este )?# ?\d{1,3} ?[a-z]? ?- ?\d{1,3}"#]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 3 && signs.hyphens > 0 && answer.bytes.contains(UInt8(ascii: "#"))
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard let whole = answer.wholeWords(candidate) else { return nil }
        let words = answer.words.all
        let first = answer.word(from: whole.lowerBound)
        guard first > 0, isStreet(words[first - 1]), words[first].gap.isSubset(of: [.space, .period]) else {
            return Mention(.address, whole, .shape)
        }
        // `Calle 45 # 12-34 next to the park` is read part by part.
        if words[first - 1].count > 3 { return nil }
        return Mention(.address, Int(words[first - 1].start)..<whole.upperBound, .shape)
    }

    /// `Cl`, `Dg`, `avenida`
    private static func isStreet(_ word: Word) -> Bool {
        word.classes.has([.street, .streetStrong, .streetAnySide]) || word.isWord && word.count == 2 && word.hasCapital
    }
}
