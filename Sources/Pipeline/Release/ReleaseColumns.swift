import WeirCore
import WeirDeliver
import WeirKeys
import WeirProtect
import WeirReport
import WeirStudy

/// The released columns as the codebook and the archive have them.
extension ReleaseDraft {
    var codebook: ReleaseCodebookPage {
        let levels = Dictionary(
            zip(profile.keys.map(\.variable), made.result.levels), uniquingKeysWith: { first, _ in first })
        let columns = layout.columns.map { column -> ReleaseCodebookPage.Column in
            let variable = study.codebook.variables[column.variable]
            var question = variable.labels["en"] ?? variable.name
            if let option = column.category { question += ": " + (variable.categories[option].labels["en"] ?? "") }
            return .init(name: column.name, question: question, values: values(column, levels[column.variable] ?? 0))
        }
        return ReleaseCodebookPage(
            title: study.title, columns: columns, k: profile.k, isDemonstration: keys.isDemonstration)
    }

    private func values(_ column: DataColumn, _ level: Int) -> [(code: String, label: String, count: Int?)] {
        let counted = counted(column, level)
        let told = mask.told(column, counted.map { ($0.code, $0.count) })
        return zip(counted, told).map { ($0.code.map(String.init) ?? "", $0.label, $1) }
    }

    /// How many rows have a value as the codebook tells it; nil where that is masked.
    func told(_ code: UInt16, _ column: DataColumn, _ level: Int) -> Int? {
        let counted = counted(column, level)
        guard let place = counted.firstIndex(where: { $0.code == code }) else { return 0 }
        return mask.told(column, counted.map { ($0.code, $0.count) })[place]
    }

    /// All values of a column with their counts; the code is nil for numbers.
    private func counted(_ column: DataColumn, _ level: Int) -> [(code: UInt16?, label: String, count: Int)] {
        var meanings: [(code: UInt16, label: String)] =
            column.category == nil ? labels(column.variable, level) : [(0, "not picked"), (1, "picked")]
        meanings += MissingReason.allCases.map { ($0.rawValue, $0.label) }
        switch column.kind {
        case .code(let place):
            let counts = Dictionary((table.codes[place] ?? []).map { ($0, 1) }, uniquingKeysWith: +)
            return meanings.filter { !$0.code.isMissing || counts[$0.code] != nil }
                .map { ($0.code, $0.label, counts[$0.code] ?? 0) }
        case .number(let place):
            let numbers = table.numbers[place] ?? []
            let told = numbers.count { $0 < Double(MissingReason.codes.lowerBound) }
            let missing = MissingReason.allCases.map { reason in
                (code: UInt16?(reason.rawValue), reason.label, numbers.count { $0 == Double(reason.rawValue) })
            }
            return [(nil, "a number", told)] + missing.filter { $0.2 > 0 }
        case .text: return []
        }
    }

    /// The columns as documented; every count is of released rows, and masked as on the codebook's page.
    var columns: [ColumnDescription] {
        let levels = zip(profile.keys, made.result.levels).compactMap { key, level -> (Int, [Hierarchy.Group])? in
            guard level > 0, let groups = rules.hierarchies[key.variable]?.levels[level - 1] else { return nil }
            return (key.variable, groups)
        }
        let descriptions = ColumnDescriptions(
            study: study, mask: mask,
            coarser: Dictionary(levels, uniquingKeysWith: { first, _ in first }))
        let row = ColumnDescription(name: "id", content: .name, label: "The row, under a name of this release alone")
        return [row]
            + descriptions.describe(layout.columns) { column in
                switch column.kind {
                case .code(let place): .init(codes: Self.counted(table.codes[place] ?? []))
                case .number(let place): .init(numbers: Self.counted(table.numbers[place] ?? []))
                case .text: .init()
                }
            }
    }

    private static func counted<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
        Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    }
}
