import WeirCore

/// Reads `crosswalks/<COUNTRY>.csv`: one line per variable, source column and source answer.
enum CrosswalkReader {
    static func read(
        _ table: StudyTable, country: CountryCode, codebook: Codebook, problems: inout [Diagnostic]
    ) -> Crosswalk? {
        let needed = ["variable", "source", "part", "operation", "answer", "code"]
        // A note is for people: that a line is proposed and nobody has confirmed it.
        guard table.check(columns: needed, optional: ["note"], problems: &problems) else { return nil }
        var columns: [CrosswalkColumn] = []
        var places: [Key: Int] = [:]
        for row in table.rows {
            guard let (key, variable) = key(row, codebook, problems: &problems) else { continue }
            let index = places[key] ?? columns.count
            if places[key] == nil {
                places[key] = index
                if identifies(key) {
                    let header = row["part"].isEmpty ? row["source"] : "\(row["source"]) / \(row["part"])"
                    problems.append(Diagnostic(.studyIdentifier, at: row.place("source"), label: header))
                }
                columns.append(
                    CrosswalkColumn(
                        variable: variable, source: key.source, operation: key.operation, line: row.number))
            }
            guard let answer = answer(row, key.operation, codebook.variables[variable], problems: &problems) else {
                continue
            }
            if columns[index].answers.contains(where: { $0.text == answer.text }) {
                problems.append(Diagnostic(.studyDuplicate, at: row.place("answer"), label: answer.text))
            }
            columns[index].answers.append(answer)
        }
        return Crosswalk(country: country, columns: columns)
    }

    private struct Key: Hashable {
        var variable: Int
        var source: SourceColumn
        var operation: CrosswalkOperation
    }

    private static func key(
        _ row: StudyRow, _ codebook: Codebook, problems: inout [Diagnostic]
    ) -> (Key, Int)? {
        let variable = codebook.index(of: row["variable"])
        if variable == nil {
            problems.append(Diagnostic(.studyUnknownVariable, at: row.place("variable"), label: row["variable"]))
        }
        let operation = CrosswalkOperation(row["operation"])
        if operation == nil {
            problems.append(
                Diagnostic(.studyField, at: row.place("operation"), label: "answer, fold, ticked, split ;, number …"))
        }
        if row["source"].isEmpty {
            problems.append(Diagnostic(.studyBlank, at: row.place("source"), label: "a column's header"))
        }
        guard let variable, let operation else { return nil }
        if !fits(operation, codebook.variables[variable]) {
            let target = codebook.variables[variable]
            let kind =
                target.type == .text ? "text with the role \(target.role.rawValue)" : "of type \(target.type.rawValue)"
            let label = "the operation \(operation.text) cannot answer \(target.name), which is \(kind)"
            problems.append(Diagnostic(.studyContradiction, at: row.place("operation"), label: label))
            return nil
        }
        let source = SourceColumn(question: row["source"], part: row["part"])
        return (Key(variable: variable, source: source, operation: operation), variable)
    }

    /// Whether answers would be taken from a column that identifies. Of an id and a time only what names nobody passes
    /// Ingest, of a flag only the listed words.
    private static func identifies(_ key: Key) -> Bool {
        switch key.operation {
        case .id, .collector, .submitted, .flag: false
        case .ticked, .fold: DirectIdentifiers.contains(whole: key.source.question)
        default: DirectIdentifiers.contains(key.source)
        }
    }

    private static func fits(_ operation: CrosswalkOperation, _ variable: Variable) -> Bool {
        switch operation {
        case .answer, .fold, .flag, .other: variable.type.isCoded && variable.type != .multi
        case .ticked, .split: variable.type == .multi
        case .number, .reversed: variable.type.isNumeric
        case .translation, .original: variable.type == .text && variable.role != .direct
        case .id, .collector: variable.type == .text && variable.role == .direct
        case .submitted: variable.type == .date
        }
    }

    /// The code of a line: a category's, a missing reason's, or 0 for a box that is not ticked.
    private static func answer(
        _ row: StudyRow, _ operation: CrosswalkOperation, _ variable: Variable, problems: inout [Diagnostic]
    ) -> (text: String, code: UInt16)? {
        guard operation.hasAnswers || operation == .other else { return nil }
        if operation == .ticked, row["code"].isEmpty { return (row["answer"], 0) }
        if let reason = UInt16(row["code"]).flatMap(MissingReason.init(rawValue:)) {
            return (row["answer"], reason.rawValue)
        }
        guard let category = variable.category(named: row["code"]) else {
            let label = "\(variable.name): \(row["code"])"
            problems.append(Diagnostic(.studyUnknownCategory, at: row.place("code"), label: label))
            return nil
        }
        return (row["answer"], category.code)
    }
}
