import WeirCore

/// One column of an upload, with all it means.
struct UploadColumn {
    enum Content {
        case metadata(MetadataColumn)
        case id, collector, submitted
        /// The answer that fits every variable read from the column.
        case closed(ClosedCell)
        /// One option of a multi-select.
        case option(variable: Int, category: Int64, ticked: [UInt8], notTicked: [UInt8])
        /// All picked options in one cell.
        case list(variable: Int, wording: [[UInt8]], separator: [UInt8])
        case number(variable: Int, reversedFrom: Int64?)
        case original(variable: Int)
        case translation(variable: Int)
    }

    let source: SourceColumn
    let content: Content
}

/// A cell of a closed question: what to write for which answer.
struct ClosedCell {
    /// The wording of one answer, and the categories it stands for in each variable read from the column.
    struct Choice {
        var wording: [UInt8]
        var meaning: [(variable: Int, mask: Int64)]
    }

    let choices: [Choice]

    /// The answers that every one of the columns knows.
    init?(_ columns: [CrosswalkColumn], codebook: Codebook) {
        guard let first = columns.first else { return nil }
        choices = first.answers.compactMap { answer in
            var meaning: [(variable: Int, mask: Int64)] = []
            for column in columns {
                guard let code = column.answers.first(where: { $0.text == answer.text })?.code,
                    let mask = codebook.mask(of: code, in: column.variable)
                else { return nil }
                meaning.append((column.variable, mask))
            }
            return Choice(wording: Array(answer.text.utf8), meaning: meaning)
        }
    }

    /// What to write for somebody's answers, or nothing.
    func wording(for answers: ArraySlice<Int64>) -> [UInt8] {
        for choice in choices {
            let fits = choice.meaning.allSatisfy { answers[answers.startIndex + $0.variable] == $0.mask }
            if fits { return choice.wording }
        }
        return []
    }
}

extension Codebook {
    /// The mask of a category by its code; nil for a missing reason.
    func mask(of code: UInt16, in variable: Int) -> Int64? {
        variables[variable].categories.firstIndex { $0.code == code }.map { 1 << Int64($0) }
    }
}
