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
        let counted = rules.counted(column, at: level, in: table, study)
        guard let place = counted.firstIndex(where: { $0.code == code }) else { return 0 }
        return mask.told(column, counted)[place]
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

extension ReleaseRules {
    /// All values of a column with their counts, in the codebook's order; the code is nil for numbers.
    func counted(
        _ column: DataColumn, at level: Int, in table: MicroTable, _ study: Study
    ) -> [(code: UInt16?, count: Int)] {
        let codes =
            column.category == nil ? labels(of: column.variable, at: level, in: table, study).map(\.code) : [0, 1]
        switch column.kind {
        case .code(let place):
            let counts = Dictionary((table.codes[place] ?? []).map { ($0, 1) }, uniquingKeysWith: +)
            return (codes + MissingReason.allCases.map(\.rawValue)).filter { !$0.isMissing || counts[$0] != nil }
                .map { ($0, counts[$0] ?? 0) }
        case .number(let place):
            let numbers = table.numbers[place] ?? []
            let told = numbers.count { $0 < Double(MissingReason.codes.lowerBound) }
            let missing = MissingReason.allCases.map { reason in
                (code: UInt16?(reason.rawValue), count: numbers.count { $0 == Double(reason.rawValue) })
            }
            return [(nil, told)] + missing.filter { $0.count > 0 }
        case .text: return []
        }
    }
}
