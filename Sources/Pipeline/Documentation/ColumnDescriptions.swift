import WeirCore
import WeirReport
import WeirStudy

/// Describes the columns of a data set, with how many rows have each value.
struct ColumnDescriptions {
    /// What is known of one column's rows.
    struct Counts {
        /// Rows by code or missing reason.
        var codes: [UInt16: Int] = [:]
        /// Rows with a number or a text.
        var filled = 0

        /// What is known of rows with codes or texts.
        init(codes: [UInt16: Int] = [:], filled: Int = 0) {
            self.codes = codes
            self.filled = filled
        }

        /// What is known of rows with numbers: rows by number or missing reason.
        init(numbers: [Double: Int]) {
            for (number, rows) in numbers {
                if let code = UInt16(exactly: number), code.isMissing {
                    codes[code, default: 0] += rows
                } else {
                    filled += rows
                }
            }
        }
    }

    let study: Study
    /// Masks the counts of a column that may not be told, by code, nil for a number; nil where all are exact.
    var mask: ReleaseMask?
    /// The categories of a variable as the data set has them, where they are not those of the codebook.
    var coarser: [Int: [(code: UInt16, label: String)]] = [:]

    /// The columns of a data set behind those about the interview.
    func describe(_ columns: [DataColumn], counts: (DataColumn) -> Counts) -> [ColumnDescription] {
        let comparability = CountryComparability(study)
        return columns.map { column in
            var described = described(column, counts(column))
            described.comparability = comparability.degrees(of: column.variable)
            return described
        }
    }

    private func described(_ column: DataColumn, _ counts: Counts) -> ColumnDescription {
        let variable = study.codebook.variables[column.variable]
        let question = variable.labels["en"] ?? variable.name
        let option = column.category.map { variable.categories[$0] }
        var described = ColumnDescription(
            name: column.name, content: content(column, variable), label: question, variable: variable, option: option)
        if let option { described.label += ": " + (option.labels["en"] ?? option.name) }
        if column.companion == .missing { described.label += ": why there is no text" }
        if column.companion == .length { described.label += ": length" }
        tell(meanings(column, variable, option), counts, column, of: &described)
        return described
    }

    private func content(_ column: DataColumn, _ variable: Variable) -> ColumnDescription.Content {
        switch column.kind {
        case .code: column.companion == .missing ? .reason : .code
        case .number: .number(variable.range)
        case .text: .text
        }
    }

    /// The answers that the column can have, none counted yet.
    private func meanings(
        _ column: DataColumn, _ variable: Variable, _ option: WeirCore.Category?
    ) -> [ColumnDescription.Value] {
        guard case .code = column.kind else { return [] }
        switch column.companion {
        case .missing: return MissingReason.allCases.map { Self.value($0.rawValue, $0.label) }
        case .length: return LengthClass.allCases.map { Self.value($0.rawValue, $0.label) }
        case nil: break
        }
        if option != nil { return [Self.value(0, "not picked"), Self.value(1, "picked")] }
        if let groups = coarser[column.variable] { return groups.map { Self.value($0.code, $0.label) } }
        return variable.categories.map {
            ColumnDescription.Value(code: $0.code, labels: $0.labels, preferred: $0.preferred, count: nil)
        }
    }

    private static func value(_ code: UInt16, _ label: String, isMissing: Bool = false) -> ColumnDescription.Value {
        ColumnDescription.Value(code: code, labels: ["en": label], isMissing: isMissing, count: nil)
    }

    /// Adds the counts, and the missing reasons that occur.
    private func tell(
        _ meanings: [ColumnDescription.Value], _ counts: Counts, _ data: DataColumn, of column: inout ColumnDescription
    ) {
        column.values = meanings
        if column.content != .reason {
            column.values += MissingReason.allCases.filter { counts.codes[$0.rawValue] != nil }
                .map { Self.value($0.rawValue, $0.label, isMissing: true) }
        }
        let isFilled = column.content != .code && column.content != .reason
        let filled: [(code: UInt16?, count: Int)] = isFilled ? [(nil, counts.filled)] : []
        let exact = filled + column.values.map { (code: $0.code, count: counts.codes[$0.code] ?? 0) }
        var told: [Int?] = mask?.told(data, exact) ?? exact.map(\.count)
        if isFilled { column.filled = told.removeFirst() }
        for (place, count) in told.enumerated() { column.values[place].count = count }
    }
}

extension Schema {
    /// What is known of number columns, by their variables' names.
    func byName<Value>(_ numbers: [Int: Value]) -> [String: Value] {
        let named = zip(codebook.variables, places).compactMap { variable, place in
            place.number.flatMap { numbers[$0] }.map { (variable.name, $0) }
        }
        return Dictionary(named, uniquingKeysWith: { first, _ in first })
    }
}
