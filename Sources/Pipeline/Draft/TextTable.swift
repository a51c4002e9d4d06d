import WeirCore
import WeirFormats

/// A sheet or a text file, read whole as texts: for questionnaires, which are small.
struct TextTable {
    /// The most rows that a questionnaire has.
    private static let mostRows = 100_000
    private let columns: [String: Int]
    /// The columns as they are headed.
    let header: [String]
    /// The rows below the header that are not blank.
    let rows: [[String]]

    /// - Throws: a `Diagnostic` when the file has no such sheet or is no table.
    init(path: String, sheet: String) throws {
        try self.init(TableFile(path: path, name: path, hints: .init(sheet: sheet)), path)
    }

    init(_ file: TableFile, _ name: String) throws {
        let parser = RecordParser(delimiter: file.delimiter)
        var all: [[String]] = []
        while let piece = try file.reader.next() {
            all += parser.texts(in: piece.bytes).filter { !$0.allSatisfy(\.isEmpty) }
            guard all.count <= Self.mostRows else { throw Diagnostic(.tableTooWide, at: Place(file: name)) }
        }
        header = all.first ?? []
        rows = Array(all.dropFirst())
        columns = Dictionary(header.enumerated().map { ($1.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A cell by its column's name, in any case.
    func text(_ row: [String], _ names: String...) -> String {
        for name in names {
            if let column = columns[name], column < row.count, !row[column].isEmpty { return row[column] }
        }
        return ""
    }

    /// The columns with wording: `label`, `label::Shqip (sq)`, by language tag.
    var languages: [(tag: String, column: String)] {
        header.compactMap { header in
            let name = header.lowercased()
            if name == "label" { return ("en", name) }
            guard name.hasPrefix("label:"), name.hasSuffix(")"), let open = name.lastIndex(of: "(") else { return nil }
            let tag = name[name.index(after: open)...].dropLast()
            return tag.utf8.count == 2 ? (String(tag), name) : nil
        }
    }

    /// A row's wording by language tag.
    func labels(_ row: [String]) -> [String: String] {
        Dictionary(
            languages.map { ($0.tag, text(row, $0.column)) }.filter { !$0.1.isEmpty },
            uniquingKeysWith: { first, _ in first })
    }
}
