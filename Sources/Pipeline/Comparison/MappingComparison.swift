import WeirRecord

/// Two sets of crosswalks, line by line: an instrument's answer and the code it gets.
struct MappingComparison {
    /// What changed for one question.
    struct Change {
        /// The lines, in words.
        var lines: [String] = []
    }

    /// What changed, by question.
    let byVariable: [String: Change]

    init(_ before: [ProvenanceRecord.Mapping], _ after: [ProvenanceRecord.Mapping]) {
        let (left, right) = (Self.codes(before), Self.codes(after))
        var changes: [String: Change] = [:]
        for line in Set(left.keys).union(right.keys).sorted() where left[line] != right[line] {
            changes[line.variable, default: Change()].lines.append(line.words(left[line], right[line]))
        }
        byVariable = changes
    }

    /// What a line is about.
    private struct Line: Hashable, Comparable {
        var variable, country, column, part, operation, answer: String

        private var order: [String] { [variable, country, column, part, operation, answer] }

        static func < (left: Self, right: Self) -> Bool { left.order.lexicographicallyPrecedes(right.order) }

        func words(_ before: Int?, _ after: Int?) -> String {
            let source = part.isEmpty ? column : "\(column) / \(part)"
            let subject = "\(country) \"\(source)\" \(operation)" + (answer.isEmpty ? "" : " \"\(answer)\"")
            switch (before, after) {
            case (let before?, let after?): return "\(subject): \(before) → \(after)"
            case (nil, _): return "\(subject): new"
            default: return "\(subject): gone"
            }
        }
    }

    private static func codes(_ mappings: [ProvenanceRecord.Mapping]) -> [Line: Int] {
        var codes: [Line: Int] = [:]
        for mapping in mappings {
            let line = { (answer: String) in
                Line(
                    variable: mapping.variable, country: mapping.country, column: mapping.column, part: mapping.part,
                    operation: mapping.operation, answer: answer)
            }
            if mapping.answers.isEmpty { codes[line("")] = 0 }
            for (answer, code) in mapping.answers { codes[line(answer)] = code }
        }
        return codes
    }
}
