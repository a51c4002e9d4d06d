import WeirCore
import WeirFormats

/// The labelled values of a variable in a data file, as a list of categories.
struct LabelledValues {
    /// The answers with their codes: the file's own, unless one cannot be.
    let answers: [(label: String, code: Int)]
    /// The labels of values that the file counts as no answer.
    let missing: [String]

    init(_ entries: [ValueLabels.Entry]) {
        var seen: Set<String> = []
        let unique = entries.filter { seen.insert(TextFolding.folded($0.label)).inserted }
        let given = unique.filter { !$0.isMissing }
        let numbers = given.map { Int($0.code) ?? 0 }
        let fit = Set(numbers).count == numbers.count && numbers.allSatisfy { (1...9989).contains($0) }
        answers = given.enumerated().map { ($1.label, fit ? numbers[$0] : $0 + 1) }
        missing = unique.filter(\.isMissing).map(\.label)
    }

    var isEmpty: Bool { answers.isEmpty }
    var count: Int { answers.count }

    /// Whether a program numbered texts in the order of their letters: that is how typed answers get labels.
    var looksRecoded: Bool {
        guard answers.count > 5, answers.map(\.code) == Array(1...answers.count) else { return false }
        let labels = answers.map { TextFolding.folded($0.label) }
        return labels == labels.sorted()
    }

    /// Whether some answers in a column are labels, and all others numbers.
    func standBesideNumbers(in tally: ColumnTally) -> Bool {
        let labels = Set((answers.map(\.label) + missing).map { TextFolding.folded($0) })
        let labelled = tally.counts.filter { labels.contains(TextFolding.folded($0.key)) }.values.reduce(0, +)
        return tally.numbers > 0 && tally.numbers + labelled == tally.filled
    }

    /// Whether every answer in a column is one of the labels.
    func hold(all tally: ColumnTally) -> Bool {
        let labels = Set((answers.map(\.label) + missing).map { TextFolding.folded($0) })
        return tally.filled == tally.counts.values.reduce(0, +)
            && tally.counts.keys.allSatisfy { labels.contains(TextFolding.folded($0)) }
    }
}
