import Foundation
import WeirCore
import WeirFormats

/// One of the optional tables beside a study's definition, with named columns.
struct SampleTable {
    let name: String
    private let table: SmallTable
    private let columns: [String: Int]

    /// Reads `sample/<name>` of a study's folder; nil when the study has no such table.
    /// - Throws: `Diagnostics` when the table cannot be read or lacks a column.
    init?(_ name: String, in folder: URL, columns needed: [String]) throws {
        let url = folder.appending(path: "sample").appending(path: name)
        guard let data = try? Data(contentsOf: url) else { return nil }
        self.name = "sample/" + name
        table = try SmallTable(Array(data), name: self.name)
        columns = Dictionary(table.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let missing = needed.filter { columns[$0] == nil }
        if missing.isEmpty { return }
        let place = Place(file: self.name, row: 1)
        throw Diagnostics(missing.map { Diagnostic(.studyColumn, at: place, label: $0) })
    }

    var rows: [SampleRow] { table.records.map { SampleRow(file: name, columns: columns, record: $0) } }
}

/// A record of such a table.
struct SampleRow {
    let file: String
    let columns: [String: Int]
    let record: SmallTable.Record

    subscript(_ column: String) -> String { columns[column].map { record.cells[$0] } ?? "" }

    /// The parts of a cell between separators, without blanks around them.
    func list(_ column: String, separator: Character) -> [String] {
        self[column].split(separator: separator).map { String($0.trimming(" ")) }
    }

    /// What is wrong with a cell, ready to be thrown.
    func problem(_ column: String, _ code: DiagnosticCode = .studyField, expected: String) -> Diagnostics {
        let place = Place(file: file, row: record.row, column: columns[column])
        return Diagnostics([Diagnostic(code, at: place, label: expected)])
    }
}

extension StringProtocol {
    /// The text without these characters at either end.
    func trimming(_ characters: String) -> SubSequence {
        var rest = self[...]
        while let first = rest.first, characters.contains(first) { rest = rest.dropFirst() }
        while let last = rest.last, characters.contains(last) { rest = rest.dropLast() }
        return rest
    }
}
