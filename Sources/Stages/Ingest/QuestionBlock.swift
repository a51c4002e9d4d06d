import WeirCore

/// Columns of one question: its options, or the rows of a matrix.
public struct QuestionBlock: Equatable, Sendable {
    /// The question as the header words it.
    public var question: String
    /// The columns, and what the header says of each beside the question.
    public var columns: [(place: Int, option: String)]
    /// Whether the header gives a path, whose first parts may be groups of the form instead of a question.
    public var isPath: Bool

    public static func == (left: Self, right: Self) -> Bool {
        left.question == right.question && left.isPath == right.isPath
            && left.columns.map(\.place) == right.columns.map(\.place)
            && left.columns.map(\.option) == right.columns.map(\.option)
    }
}

extension Layout {
    /// The questions with several columns, in the order of their first.
    public var blocks: [QuestionBlock] {
        let splits = columns.indices.map { interview[$0] == nil ? Self.splits(columns[$0], export) : [] }
        var sizes: [String: Int] = [:]
        for split in splits { for name in Set(split.map(\.key)) { sizes[name, default: 0] += 1 } }
        var blocks: [String: QuestionBlock] = [:]
        for place in columns.indices {
            // The question that most columns share; of those the one that says most.
            let best = splits[place].filter { sizes[$0.key]! > 1 }.max {
                (sizes[$0.key]!, $0.key.count) < (sizes[$1.key]!, $1.key.count)
            }
            guard let best else { continue }
            blocks[best.key, default: QuestionBlock(question: best.question, columns: [], isPath: best.isPath)]
                .columns.append((place, best.option))
        }
        return blocks.values.filter { $0.columns.count > 1 }.sorted { $0.columns[0].place < $1.columns[0].place }
    }

    private struct Split {
        var question: String
        var option: String
        var isPath: Bool
        var key: String { TextFolding.folded(question) }
    }

    private static func splits(_ column: SourceColumn, _ layout: ExportLayout) -> [Split] {
        if !column.part.isEmpty {
            if RecognisedLayout.isPlaceholder(TextFolding.folded(column.part)) { return [] }
            return [Split(question: column.question, option: column.part, isPath: false)]
        }
        let splits = Spelling.splits(of: column.question, in: layout).map {
            Split(question: $0.0, option: $0.1, isPath: false)
        }
        guard column.question.contains("/"), !column.question.contains(" ") || layout == .koboLabels,
            let slash = column.question.lastIndex(of: "/")
        else { return splits }
        let (question, option) = (column.question[..<slash], column.question[column.question.index(after: slash)...])
        return splits + [Split(question: String(question), option: String(option), isPath: true)]
    }
}
