import WeirFormats

/// What columns and codes mean, as two small tables that any program reads.
public struct TableDictionary: Sendable {
    private let table: DataTable

    /// A data set's dictionary.
    public init(_ table: DataTable) { self.table = table }

    /// A line for each column.
    public var columns: [UInt8] {
        var writer = CSVWriter()
        writer.record(["column", "kind", "measure", "question", "label"])
        writer.record([table.key.name, "text", "nominal", "", table.key.label])
        if table.hasMonth { writer.record(["submitted_month", "text", "nominal", "", DataTable.monthLabel]) }
        for (place, column) in table.columns.enumerated() {
            let set = table.choices.first { $0.columns.contains(place) }?.name ?? ""
            writer.record([column.name, column.kind, column.measure.rawValue, set, column.label])
        }
        return writer.bytes
    }

    /// A line for each category of each column, then the missing reasons, which all columns share.
    public var codes: [UInt8] {
        var writer = CSVWriter()
        writer.record(["column", "code", "label"])
        for column in table.columns {
            for meaning in column.categories { writer.record([column.name, String(meaning.code), meaning.label]) }
        }
        for reason in DataTable.reasons { writer.record(["", String(reason.code), reason.label]) }
        return writer.bytes
    }
}

extension DataTable.Column {
    /// What its cells are, in a word.
    var kind: String {
        switch content {
        case .code: "code"
        case .reason: "reason"
        case .number: "number"
        case .text: "text"
        }
    }
}
