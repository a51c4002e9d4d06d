import WeirCore
import WeirReport

/// Masks the counts of a release's columns: small ones, those that would give them back, and those that its tables by
/// country mask. So all pages of a release tell the same.
struct ReleaseMask {
    let k: Int
    let codebook: Codebook
    /// What the tables mask, by the questions' names.
    let tables: [String: MaskedTotals]

    /// - Parameter counts: all rows of a column by code; nil for those with a number.
    func told(_ column: DataColumn, _ counts: [(code: UInt16?, count: Int)]) -> [Int?] {
        let masked = tables[codebook.variables[column.variable].name]
        let hidden = counts.indices.filter { place in
            counts[place].count > 0 && (masked.map { isMasked(counts[place].code, column, $0) } ?? false)
        }
        // No table tells how many left an option out.
        let preferred = column.category == nil ? nil : counts.firstIndex { $0.code == 0 }
        let known = column.category == nil ? [] : counts.indices.filter { isOfQuestion(counts[$0].code) }
        return MaskedCounts.masked(
            counts.map(\.count), k: k, and: Set(hidden), preferred: preferred, known: Set(known))
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
