/// The number of a house, a flat or a box without its street: `house number 23`, `flat 3B`, `apartment 502`, `P.O. Box 123`,
/// `block F lot 12`.
enum UnitAddress {
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard words[index].count <= 5, index > 0 else { return nil }
        var head = index - 1
        let isNumbered = head > 0 && numbers.contains(words[head]) && words[index].gap.isSubset(of: [.space, .period])
        if isNumbered { head -= 1 }
        guard isNumbered || words[index].gap == .space, words[head].verdict != .taken else { return nil }
        if boxes.contains(words[head]) { return isOfPost(head, words).map { mention(from: $0, to: index, words) } }
        let isUnit = flats.contains(words[head]) || isNumbered && houses.contains(words[head])
        let isLot = lots.contains(words[head]) && head > 1 && blocks.contains(words[head - 2])
        guard isLot || isUnit && (isNumbered || isInside(head, index, words)), !counts(index, words, answer) else {
            return nil
        }
        return mention(from: isLot ? head - 2 : head, to: index, words)
    }

    private static func mention(from first: Int, to last: Int, _ words: Stretch<Word>) -> Mention {
        Mention(.address, Int(words[first].start)..<Int(words[last].end), .cue)
    }

    private static let numbers = WordSet("no nr num number nro numero")
    private static let flats = WordSet("flat apartment apt apartament apartamento dpto depto")
    private static let houses = WordSet("house casa")
    private static let lots = WordSet("lot lote")
    private static let blocks = WordSet("block bloque manzana mz")
    private static let boxes = WordSet("box casilla apartado")
    private static let offices = WordSet("post postal po")

    /// `P.O. Box 123`, `PO Box 123`, `casilla postal 45`; not `box 3 of the form`.
    private static func isOfPost(_ head: Int, _ words: Stretch<Word>) -> Int? {
        guard head > 0 else { return nil }
        if offices.contains(words[head - 1]) { return head - 1 }
        guard head > 1, words[head - 1].shape == .initial, words[head - 2].shape == .initial,
            words[head - 1].gap == .period
        else { return nil }
        return head - 2
    }

    /// `in flat 3`, `flat 3B`; not `pay is flat 20`, `a flat 40 m2`.
    private static func isInside(_ head: Int, _ index: Int, _ words: Stretch<Word>) -> Bool {
        words[index].shape == .alphanumeric || head > 0 && insides.contains(words[head - 1])
    }

    private static let insides = WordSet("in at to from of the my our")

    /// `flat 3 times a week`, `flat 10%`, `flat 2019`
    private static func counts(_ index: Int, _ words: Stretch<Word>, _ answer: Answer) -> Bool {
        if YearWords.isFigures(words[index], answer) { return true }
        if answer.bytes[Int(words[index].end)...].first == UInt8(ascii: "%") { return true }
        guard index + 1 < words.count, words[index + 1].gap == .space, words[index + 1].shape == .lower else {
            return false
        }
        return !words[index + 1].classes.has([.function, .speech])
    }
}
