import WeirCore

/// Reads `codebook/variables.csv`, in the order of the questionnaire.
enum VariableReader {
    /// The variables; nil when the table has no columns to read them from. Without lists, nothing is said of them.
    static func read(
        _ table: StudyTable, lists: [String: [Category]]?, problems: inout [Diagnostic]
    ) -> [Variable]? {
        let needed = [
            "name", "section", "type", "list_name", "label::English (en)", "universe", "role", "required", "countries",
            "minimum", "maximum", "select_limit", "basis",
        ]
        guard table.check(columns: needed, optional: ["preferred::English (en)"], problems: &problems) else {
            return nil
        }
        var variables: [Variable] = []
        let declared = Set(table.rows.map { $0["name"] })
        for row in table.rows {
            guard let variable = variable(row, table.languages, lists, problems: &problems) else { continue }
            if variables.contains(where: { $0.name == variable.name }) {
                problems.append(Diagnostic(.studyDuplicate, at: row.place("name"), label: variable.name))
            }
            let place = row.place("universe")
            problems += UniverseCheck(known: variables, declared: declared, place: place).problems(
                in: variable.universe)
            variables.append(variable)
        }
        return variables
    }

    private static func variable(
        _ row: StudyRow, _ languages: [(tag: String, column: String)], _ lists: [String: [Category]]?,
        problems: inout [Diagnostic]
    ) -> Variable? {
        let type: VariableType? = row.word("type", problems: &problems)
        let role: Role? = row.word("role", problems: &problems)
        let basis: Basis? = row.word("basis", problems: &problems)
        if let expected = VariableName.expected(of: row["name"]) {
            problems.append(Diagnostic(.studyName, at: row.place("name"), label: expected))
        }
        let universe = universe(row, problems: &problems)
        let isRequired = row.yesOrNo("required", problems: &problems)
        let countries = row.countries("countries", problems: &problems)
        let range = range(row, of: type, problems: &problems)
        let selectLimit: Int? = row.number("select_limit", problems: &problems)
        if let selectLimit, selectLimit < 1 {
            problems.append(Diagnostic(.studyNumber, at: row.place("select_limit"), label: "1 …"))
        }
        let list = row["list_name"]
        if let lists, type?.isCoded == true, lists[list] == nil {
            problems.append(Diagnostic(.studyUnknownList, at: row.place("list_name"), label: list))
        }
        // Only now, so that all mistakes of a row are told at once.
        guard let type, let role, let basis else { return nil }
        return Variable(
            name: row["name"], section: row["section"], type: type, list: list, labels: row.labels(languages),
            preferred: row["preferred::English (en)"], universe: universe, role: role, isRequired: isRequired,
            countries: countries, range: range, selectLimit: selectLimit, basis: basis,
            categories: type.isCoded ? lists?[list] ?? [] : [])
    }

    private static func universe(_ row: StudyRow, problems: inout [Diagnostic]) -> Universe {
        do { return try Universe(parsing: row["universe"]) } catch {
            let label = "character \(error.position): \(error.expected)"
            problems.append(Diagnostic(.studyUniverse, at: row.place("universe"), label: label))
            return .everyone
        }
    }

    /// No survey counts below it, and no infinity is above it.
    private static let smallest = -999_999_999.0

    /// A number has a smallest and a largest value, which leaves room for the missing block.
    private static func range(
        _ row: StudyRow, of type: VariableType?, problems: inout [Diagnostic]
    ) -> ClosedRange<Double>? {
        let least: Double? = row.number("minimum", problems: &problems)
        let most: Double? = row.number("maximum", problems: &problems)
        let isOneBlank = row["minimum"].isEmpty != row["maximum"].isEmpty
        let areBothBlank = row["minimum"].isEmpty && row["maximum"].isEmpty
        if isOneBlank || areBothBlank && type?.isNumeric == true {
            let column = row["maximum"].isEmpty ? "maximum" : "minimum"
            problems.append(Diagnostic(.studyNumber, at: row.place(column), label: "minimum … 9989"))
        }
        guard let least, let most else { return nil }
        guard least >= smallest else {
            problems.append(Diagnostic(.studyNumber, at: row.place("minimum"), label: "\(smallest.written) … 9989"))
            return nil
        }
        guard least <= most, most < Double(MissingReason.codes.lowerBound) else {
            problems.append(Diagnostic(.studyNumber, at: row.place("maximum"), label: "minimum … 9989"))
            return nil
        }
        return least...most
    }
}

/// Whether an expression names variables and categories that exist. A universe looks back: at variables asked earlier,
/// and at categories they have.
struct UniverseCheck {
    /// The variables that may be named.
    let known: [Variable]
    /// All names, to tell one that comes later from one that does not exist.
    let declared: Set<String>
    let place: Place

    func problems(in universe: Universe) -> [Diagnostic] {
        switch universe {
        case .everyone: []
        case .and(let left, let right), .or(let left, let right): problems(in: left) + problems(in: right)
        case .compare(let name, _, .category(let category)): severalAtOnce(name) ?? unknown(name, category)
        case .selected(let name, let category): unknown(name, category)
        case .compare(let name, _, .number): unknown(name, nil)
        }
    }

    /// Of a multi-select one asks whether a category is selected; it is never equal to one.
    private func severalAtOnce(_ name: String) -> [Diagnostic]? {
        guard known.first(where: { $0.name == name })?.type == .multi else { return nil }
        return [contradiction("\(name) is a multi-select, and = asks for one answer; write selected(${\(name)}, '…')")]
    }

    private func unknown(_ name: String, _ category: String?) -> [Diagnostic] {
        guard let variable = known.first(where: { $0.name == name }) else {
            let code: DiagnosticCode = declared.contains(name) ? .studyLaterVariable : .studyUnknownVariable
            return [Diagnostic(code, at: place, label: name)]
        }
        if let category, variable.category(named: category) == nil {
            return [Diagnostic(.studyUnknownCategory, at: place, label: "\(name): \(category)")]
        }
        if category == nil, !variable.type.isNumeric {
            return [contradiction("\(name) is of type \(variable.type.rawValue), and is compared with a number")]
        }
        return []
    }

    private func contradiction(_ label: String) -> Diagnostic {
        Diagnostic(.studyContradiction, at: place, label: label)
    }
}
