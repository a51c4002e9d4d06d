import WeirCore
import WeirReport

/// Masks the counts of a release's columns: small ones, those that would give them back, and those that its tables by
/// country mask. So all pages of a release tell the same.
struct ReleaseMask {
    let k: Int
    let codebook: Codebook
    /// What the tables mask, by the questions' names.
    let tables: [String: MaskedTotals]
    /// What the codebooks of earlier releases of the profile tell.
    var earlier: [EarlierCounts] = []

    /// - Parameter counts: all rows of a column by code; nil for those with a number.
    func told(_ column: DataColumn, _ counts: [(code: UInt16?, count: Int)]) -> [Int?] {
        let masked = tables[codebook.variables[column.variable].name]
        var hidden = Set(
            counts.indices.filter { place in
                counts[place].count > 0 && (masked.map { isMasked(counts[place].code, column, $0) } ?? false)
            })
        // No table tells how many left an option out.
        let preferred = column.category == nil ? nil : counts.firstIndex { $0.code == 0 }
        let known = column.category == nil ? [] : counts.indices.filter { isOfQuestion(counts[$0].code) }
        for before in earlier {
            guard let (old, untold) = before.counts(column.name, counts.map(\.code)) else { continue }
            // What the new rows alone would have masked.
            let grown = zip(counts, old).map { abs($0.count - $1) }
            let few = MaskedCounts.masked(grown, k: k, preferred: preferred, known: Set(known))
            hidden.formUnion(untold.union(few.indices.filter { few[$0] == nil }))
        }
        return MaskedCounts.masked(
            counts.map(\.count), k: k, and: hidden, preferred: preferred, known: Set(known))
    }

    /// Whether a reason holds for all options of a question, so that its table tells the count of each.
    private func isOfQuestion(_ code: UInt16?) -> Bool {
        guard let code, code.isMissing else { return false }
        return code != MissingReason.suppressed.rawValue && code != MissingReason.notInCountry.rawValue
    }

    private func isMasked(_ code: UInt16?, _ column: DataColumn, _ masked: MaskedTotals) -> Bool {
        guard let code else { return masked.isBaseMasked }
        if let option = column.category, !code.isMissing { return masked.options.contains(option) }
        return masked.codes.contains(code)
    }
}

/// The counts of an earlier release's columns, and which of them its codebook masks.
struct EarlierCounts {
    private var counts: [String: [UInt16?: Int]] = [:]
    private var masked: [String: Set<UInt16?>] = [:]

    /// - Parameter columns: the name of each, its counts by code, and the same as they are told.
    init(_ columns: [(name: String, counts: [(code: UInt16?, count: Int)], told: [Int?])]) {
        for column in columns {
            counts[column.name] = Dictionary(
                column.counts.map { ($0.code, $0.count) }, uniquingKeysWith: { first, _ in first })
            masked[column.name] = Set(zip(column.counts, column.told).filter { $0.1 == nil }.map(\.0.code))
        }
    }

    /// The counts of some codes, and the places of those that are masked; nil where there was no such column.
    func counts(_ column: String, _ codes: [UInt16?]) -> (old: [Int], masked: Set<Int>)? {
        guard let counts = counts[column], let masked = masked[column] else { return nil }
        return (codes.map { counts[$0] ?? 0 }, Set(codes.indices.filter { masked.contains(codes[$0]) }))
    }
}
