import WeirCore

/// What the codebook's tables name, whether or not it could be read. A mistake there is told once, not again at every
/// place that depends on it.
struct DeclaredNames {
    private let variables: Set<String>
    private let categories: [String: Set<String>]

    init(variables: StudyTable?, categories: StudyTable?) {
        self.variables = Set(Self.all(variables).map { $0["name"] })
        let pairs = Self.all(categories).map { ($0["list_name"], Set([$0["name"]])) }
        self.categories = Dictionary(pairs, uniquingKeysWith: { $0.union($1) })
    }

    private static func all(_ table: StudyTable?) -> [StudyRow] { table.map { $0.rows + $0.refusedRows } ?? [] }

    /// Whether a problem only follows from another one: the name is declared, but its declaration was refused.
    func explain(_ problem: Diagnostic, _ codebook: Codebook) -> Bool {
        switch problem.code {
        case .studyUnknownVariable, .studyLaterVariable:
            variables.contains(problem.label) && codebook.index(of: problem.label) == nil
        case .studyUnknownCategory: isRefusedCategory(problem.label, codebook)
        default: false
        }
    }

    /// The label is `variable: category`.
    private func isRefusedCategory(_ label: String, _ codebook: Codebook) -> Bool {
        let names = label.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        guard names.count == 2, let variable = codebook.variable(named: names[0]), variable.type.isCoded else {
            return false
        }
        return variable.categories.isEmpty || categories[variable.list]?.contains(names[1]) == true
    }
}
