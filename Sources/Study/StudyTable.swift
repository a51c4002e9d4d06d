import Foundation
import WeirCore
import WeirFormats

/// A table of the definition with named columns, which reports what is missing from it.
struct StudyTable {
    let name: String
    private let table: SmallTable
    private let columns: [String: Int]

    init(_ bytes: [UInt8], name: String) throws {
        self.init(try SmallTable(bytes, name: name), name: name)
    }

    /// What can be read of a table; the rest is told.
    init(_ bytes: [UInt8], name: String, problems: inout [Diagnostic]) throws {
        self.init(try SmallTable(bytes, name: name, problems: &problems), name: name)
    }

    private init(_ table: SmallTable, name: String) {
        self.table = table
        self.name = name
        columns = Dictionary(table.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Names the columns that a reader needs and the table lacks, those that stand twice, and those that nothing reads:
    /// a misspelt one would be lost.
    func check(columns needed: [String], optional: [String] = [], problems: inout [Diagnostic]) -> Bool {
        let missing = needed.filter { columns[$0] == nil }
        for column in missing {
            problems.append(Diagnostic(.studyColumn, at: Place(file: name, row: 1), label: column))
        }
        for (index, column) in table.header.enumerated() where columns[column] != index {
            problems.append(Diagnostic(.studyDuplicate, at: Place(file: name, row: 1, column: index), label: column))
        }
        let known = Set(needed + optional + languages.map(\.column))
        for (index, column) in table.header.enumerated() where !known.contains(column) {
            problems.append(
                Diagnostic(.studyUnknownColumn, at: Place(file: name, row: 1, column: index), label: column))
        }
        checkLanguages(&problems)
        return missing.isEmpty
    }

    /// Of two columns with wording in one language, one would be lost.
    private func checkLanguages(_ problems: inout [Diagnostic]) {
        var seen: Set<String> = []
        for (tag, column) in languages where !seen.insert(tag).inserted {
            problems.append(
                Diagnostic(.studyDuplicate, at: Place(file: name, row: 1, column: columns[column]), label: column))
        }
    }

    var rows: [StudyRow] { table.records.map { StudyRow(file: name, columns: columns, record: $0) } }

    /// Rows that are not read, because they have more cells than the header; their first cells still name something.
    var refusedRows: [StudyRow] { table.tooLong.map { StudyRow(file: name, columns: columns, record: $0) } }

    /// The wording columns: `label::Shqip (sq)` is the wording in `sq`.
    var languages: [(tag: String, column: String)] {
        table.header.compactMap { header -> (String, String)? in
            guard header.hasPrefix("label::"), header.hasSuffix(")"), let open = header.lastIndex(of: "(") else {
                return nil
            }
            let tag = String(header[header.index(after: open)...].dropLast())
            return Self.names(of: tag).contains { header.lowercased() == "label::\($0) (\(tag))" } ? (tag, header) : nil
        }
    }

    /// What a language is called by its speakers and in English: `shqip` and `albanian`.
    private static func names(of tag: String) -> [String] {
        [tag, "en"].compactMap { Locale(identifier: $0).localizedString(forLanguageCode: tag)?.lowercased() }
    }
}

/// A record of such a table.
struct StudyRow {
    let file: String
    let columns: [String: Int]
    let record: SmallTable.Record

    /// The row as a spreadsheet numbers it.
    var number: Int { record.row }

    subscript(_ column: String) -> String { columns[column].map { record.cells[$0] } ?? "" }

    func place(_ column: String? = nil) -> Place {
        Place(file: file, row: record.row, column: column.flatMap { columns[$0] })
    }

    /// A word of a fixed vocabulary.
    func word<Word: RawRepresentable & CaseIterable>(
        _ column: String, problems: inout [Diagnostic]
    ) -> Word? where Word.RawValue == String {
        if let word = Word(rawValue: self[column]) { return word }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(Diagnostic(.studyField, at: place(column), label: words))
        return nil
    }

    func yesOrNo(_ column: String, problems: inout [Diagnostic]) -> Bool {
        switch self[column] {
        case "yes": return true
        case "no", "": return false
        default:
            problems.append(Diagnostic(.studyField, at: place(column), label: "yes, no"))
            return false
        }
    }

    func number<Number: LosslessStringConvertible>(_ column: String, problems: inout [Diagnostic]) -> Number? {
        guard !self[column].isEmpty else { return nil }
        if let number = Number(self[column]) { return number }
        problems.append(Diagnostic(.studyNumber, at: place(column), label: "a number"))
        return nil
    }

    func countries(_ column: String, problems: inout [Diagnostic]) -> Set<CountryCode> {
        var result: Set<CountryCode> = []
        for word in self[column].split(separator: " ") {
            guard let code = CountryCode(word) else {
                problems.append(Diagnostic(.studyField, at: place(column), label: "AL BA …"))
                continue
            }
            result.insert(code)
        }
        return result
    }

    func labels(_ languages: [(tag: String, column: String)]) -> [String: String] {
        Dictionary(
            languages.map { ($0.tag, self[$0.column]) }.filter { !$0.1.isEmpty },
            uniquingKeysWith: { first, _ in first })
    }
}
