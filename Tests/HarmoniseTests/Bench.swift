import TestSupport
import WeirCore

@testable import WeirHarmonise

/// A small study whose country is AL; rows of cells go in, codes come out.
struct Bench {
    let schema: Schema
    let crosswalk: Crosswalk
    var rules = CountryRules.small()
    var dispositions = DispositionRules(
        test: nil, consent: .everyone, eligibility: [], sufficientShare: 1, merged: [.complete])

    /// A study of these variables, behind the country.
    init(_ variables: [Variable], _ crosswalk: String, country: String = "AL") {
        let codebook = Codebook(variables: [.closed("country", "AL BA", role: .key)] + variables)
        schema = Schema(codebook: codebook)
        self.crosswalk = Crosswalk(country, codebook, crosswalk)
        rules = .small(country)
    }

    /// What became of the rows.
    struct Outcome {
        let schema: Schema
        let storage: BatchStorage
        let summary: HarmoniseSummary

        func values(_ name: String) -> [Double] { storage.values(name, schema) }

        /// The findings as `code column row`, for short.
        var findings: [String] {
            summary.findings.tallies.sorted { $0.key.order < $1.key.order }.map { subject, tally in
                let column = subject.column.map(Place.letters(ofColumn:)) ?? "-"
                return "\(subject.code.rawValue) \(column) \(tally.firstRows.map(String.init).joined(separator: ","))"
            }
        }

        func endedAt(_ row: Int) -> String { schema.codebook.variables[Int(storage.endedAt[row])].name }
    }

    func run(_ rows: [[String]], rereadings: [Rereading] = []) throws -> Outcome {
        let stage = HarmoniseStage(
            schema: schema, crosswalk: crosswalk, rules: rules, dispositions: dispositions, countryVariable: 0,
            slotColumns: crosswalk.passing.indices.map { $0 }, rereadings: rereadings)
        let (batch, summary) = try stage.process(Batch<Redacted>(.cells(rows, schema: schema)))
        return Outcome(schema: schema, storage: batch.storage, summary: summary)
    }
}

extension Findings.Subject {
    fileprivate var order: (Int, Int, String) { (column ?? -1, variable ?? -1, code.rawValue) }
}
