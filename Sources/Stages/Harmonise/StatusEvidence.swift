import WeirCore

/// What the platform says became of an interview. It is evidence and not the rule; where the answers say something else,
/// somebody should look.
struct StatusEvidence: Sendable {
    /// The variable that says it.
    let variable: Int
    private let column: Int
    /// By the status's code, the dispositions that it contradicts.
    private let contradicted: [DispositionSet]

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
        let categories = schema.codebook.variables[index].categories
        var contradicted = [DispositionSet](
            repeating: DispositionSet([]), count: categories.map { Int($0.code) + 1 }.max() ?? 0)
        for category in categories {
            contradicted[Int(category.code)] = DispositionSet(Self.meanings[category.name] ?? [])
        }
        self.contradicted = contradicted
    }

    func contradicts(_ disposition: Disposition, _ row: Int, _ storage: BatchStorage) -> Bool {
        let code = Int(storage.codes[column * storage.rowCount + row])
        return code < contradicted.count && contradicted[code].contains(disposition)
    }
}
