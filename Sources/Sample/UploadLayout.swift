import WeirCore
import WeirStudy

/// The columns of one country's upload: its crosswalk read backwards.
struct UploadLayout {
    let columns: [UploadColumn]
    private let codebook: Codebook

    init(study: Study, country: CountryCode, format: UploadFormat) {
        codebook = study.codebook
        let crosswalk = study.crosswalks[country]?.columns ?? []
        var sources: [SourceColumn: Int] = [:]
        var groups: [[CrosswalkColumn]] = []
        for column in crosswalk {
            if let place = sources[column.source] {
                groups[place].append(column)
            } else {
                sources[column.source] = groups.count
                groups.append([column])
            }
        }
        let order = Order(codebook: codebook)
        let sorted = groups.sorted { order.rank(of: $0).lexicographicallyPrecedes(order.rank(of: $1)) }
        let metadata = format.metadata.map {
            UploadColumn(source: SourceColumn(question: $0), content: .metadata(MetadataColumn(header: $0)))
        }
        let answers = sorted.compactMap { [codebook] in Self.column($0, codebook) }
        // The respondent's id stands first, what else the platform records behind it.
        let lead = answers.prefix { if case .id = $0.content { true } else { false } }
        columns = lead + metadata + answers.dropFirst(lead.count)
    }

    /// Where a source column stands: platform columns first, then the questionnaire's order, then the categories'.
    private struct Order {
        let codebook: Codebook

        func rank(of group: [CrosswalkColumn]) -> [Int] {
            guard let first = group.min(by: { ($0.variable, $0.line) < ($1.variable, $1.line) }) else { return [] }
            let role = codebook.variables[first.variable].role
            return [
                role == .direct || role == .evidence ? 0 : 1, first.variable, first.operation == .translation ? 1 : 0,
                category(of: first), first.line,
            ]
        }

        /// The category that a column is about, when it is about one.
        private func category(of column: CrosswalkColumn) -> Int {
            switch column.operation {
            case .ticked, .fold, .other:
                let masks = column.answers.compactMap { codebook.mask(of: $0.code, in: column.variable) }
                return masks.map(\.trailingZeroBitCount).min() ?? -1
            default: return -1
            }
        }
    }

    private static func column(_ group: [CrosswalkColumn], _ codebook: Codebook) -> UploadColumn? {
        guard let first = group.first, let content = content(group, first, codebook) else { return nil }
        return UploadColumn(source: first.source, content: content)
    }

    private static func content(
        _ group: [CrosswalkColumn], _ first: CrosswalkColumn, _ codebook: Codebook
    ) -> UploadColumn.Content? {
        // Text that spells out a closed answer is that answer's original; filling it in says both.
        if let text = group.first(where: { $0.operation == .original }) { return .original(variable: text.variable) }
        switch first.operation {
        case .id: return .id
        case .collector: return .collector
        case .submitted: return .submitted
        case .translation, .original: return .translation(variable: first.variable)
        case .number: return .number(variable: first.variable, reversedFrom: nil)
        case .reversed(let end): return .number(variable: first.variable, reversedFrom: Int64(end * 10))
        case .ticked: return option(first, codebook)
        case .split(let separator): return list(first, separator, codebook)
        case .answer, .fold, .flag, .other:
            let closed = group.filter { $0.operation.hasAnswers && codebook.variables[$0.variable].type != .multi }
            return ClosedCell(closed, codebook: codebook).map { .closed($0) }
        }
    }

    private static func option(_ column: CrosswalkColumn, _ codebook: Codebook) -> UploadColumn.Content? {
        for answer in column.answers where answer.code != 0 {
            guard let mask = codebook.mask(of: answer.code, in: column.variable) else { continue }
            return .option(
                variable: column.variable, category: mask, ticked: Array(answer.text.utf8),
                notTicked: wording(of: 0, in: column))
        }
        return nil
    }

    private static func list(
        _ column: CrosswalkColumn, _ separator: String, _ codebook: Codebook
    ) -> UploadColumn.Content {
        let wordings = codebook.variables[column.variable].categories.map { wording(of: $0.code, in: column) }
        // Labels are set apart by blanks, codes stand close together.
        let joint = separator == "|" ? " | " : separator
        return .list(variable: column.variable, wording: wordings, separator: Array(joint.utf8))
    }

    private static func wording(of code: UInt16, in column: CrosswalkColumn) -> [UInt8] {
        column.answers.first { $0.code == code }.map { Array($0.text.utf8) } ?? []
    }
}
