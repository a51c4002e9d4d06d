import WeirCore
import WeirDeliver
import WeirKeys
import WeirProtect
import WeirReport
import WeirStudy

/// The released columns as the codebook and the archive have them.
extension ReleaseDraft {
    var codebook: CodebookPage {
        let columns = columns
        let counted = Set(columns.filter { $0.filled != nil }.map(\.name))
        return CodebookPage(
            title: study.title, columns: columns,
            numbers: study.schema.byName(toldNumbers).filter { counted.contains($0.key) }, smallestCount: profile.k,
            isDemonstration: keys.isDemonstration)
    }

    /// The released numbers of questions of which the tables by country tell how many answered and their mean.
    private var toldNumbers: [Int: [Double: Int]] {
        let told = layout.columns.filter { column in
            let masked = mask.tables[study.codebook.variables[column.variable].name]
            return masked.map { !$0.isBaseMasked && !$0.isMeanMasked } ?? false
        }
        let numbers = told.compactMap { column -> (Int, [Double: Int])? in
            guard case .number(let place) = column.kind else { return nil }
            return (place, Self.counted(table.numbers[place] ?? []))
        }
        return Dictionary(numbers, uniquingKeysWith: { first, _ in first })
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
        let coarser = zip(profile.keys, made.result.levels).filter { key, level in
            level > 0 || !rules.untoldMonths(key.variable, at: level, in: table, study).isEmpty
        }.map { key, level in (key.variable, labels(key.variable, level)) }
        let descriptions = ColumnDescriptions(
            study: study, mask: mask,
            coarser: Dictionary(coarser, uniquingKeysWith: { first, _ in first }))
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
