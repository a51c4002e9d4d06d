/// A day and its month in figures, without a year, behind a word that a point in time follows: `since 2/04`, `do 21.9.`.
/// Without such a word it may be a share, an issue of a gazette or a version; but in `money came 3.7. spent` the second
/// point, which ends no sentence, says what it is.
enum PointInTime {
    /// Words in five languages that a point in time follows.
    static let words = WordSet(
        "since until till til untill before after by on from desde hasta od do din pana prej deri")

    /// The day that a number begins; nil for other numbers.
    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard index > 0, index + 1 < words.count, words[index].gap == .space,
            isNumber(words[index], 1...31, answer), isNumber(words[index + 1], 1...12, answer)
        else { return nil }
        guard Self.words.contains(words[index - 1]) || isPointedTwice(index + 1, words) && !counts(words[index - 1])
        else { return nil }
        let isSlashed = words[index + 1].gap.subtracting(.space) == .slash && words[index + 1].count == 2
        let isPointed =
            words[index + 1].gap.subtracting(.space) == .period && isFollowedByPoint(words[index + 1], answer)
        guard isSlashed || isPointed, !goesOn(behind: index + 1, words) else { return nil }
        return Mention(.date, Int(words[index].start)..<Int(words[index + 1].end), .cue)
    }

    private static func isNumber(_ word: Word, _ range: ClosedRange<Int>, _ answer: Answer) -> Bool {
        guard word.shape == .number, word.count <= 2 else { return false }
        return range.contains(answer.digits(in: word.range).reduce(0) { $0 * 10 + Int($1) })
    }

    /// `od 21.9. do 3.10.`: the Balkans put a point behind the month too, which `from 2.5 to 3` does not have.
    private static func isFollowedByPoint(_ word: Word, _ answer: Answer) -> Bool {
        Int(word.end) < answer.bytes.count && answer.bytes[Int(word.end)] == UInt8(ascii: ".")
    }

    /// `the average was 3.7. but`
    private static func counts(_ word: Word) -> Bool {
        countings.contains(word) || word.classes.has([.unit, .currency])
    }

    private static let countings = WordSet(
        "is was were are of ratio average mean about around than at to version level score mark grade only nearly almost"
    )

    /// `3.7. spent`: a point behind the month, and the sentence goes on.
    private static func isPointedTwice(_ month: Int, _ words: Stretch<Word>) -> Bool {
        words[month].gap == .period && month + 1 < words.count && words[month + 1].gap == [.period, .space]
            && words[month + 1].shape == .lower && words[month + 1].count > 1
    }

    /// `from 1/12/44`
    private static func goesOn(behind index: Int, _ words: Stretch<Word>) -> Bool {
        index + 1 < words.count && !words[index + 1].isWord && !words[index + 1].gap.contains(.space)
    }
}
