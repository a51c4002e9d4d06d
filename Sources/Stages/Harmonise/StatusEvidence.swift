import WeirCore

/// What the platform says became of an interview. It is evidence and not the rule; where the answers say something else,
/// somebody should look.
struct StatusEvidence: Sendable {
    /// The variable that says it.
    let variable: Int
    private let column: Int
    private let contradicted: [UInt16: Set<Disposition>]

    private static let meanings: [String: Set<Disposition>] = [
        "completed": [.noConsent, .underAge, .notEligible, .breakOff],
        "not_eligible": [.sufficientPartial, .complete],
        "partial": [.complete],
    ]

    /// Nil when the study has no such variable: the one that knows test records.
    init?(rules: DispositionRules, schema: Schema) {
        guard let name = rules.test?.variables.first, let index = schema.codebook.index(of: name),
            let column = schema.places[index].code
        else { return nil }
        variable = index
        self.column = column
        let pairs = schema.codebook.variables[index].categories.compactMap { category in
            Self.meanings[category.name].map { (category.code, $0) }
        }
        contradicted = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    func contradicts(_ disposition: Disposition, _ row: Int, _ storage: BatchStorage) -> Bool {
        contradicted[storage.codes[column * storage.rowCount + row]]?.contains(disposition) ?? false
    }
}
