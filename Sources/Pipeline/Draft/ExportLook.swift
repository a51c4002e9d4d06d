import WeirCore
import WeirFormats
import WeirIngest

/// How often each answer stands in each column of an export. It stays in memory; only what enough rows share leaves it.
struct ExportLook {
    let layout: Layout
    let columns: [ColumnTally]
    let rows: Int
    /// The languages of the file, by name.
    let languages: [String]

    /// Reads a file to its end.
    /// - Throws: a `Diagnostic`, or `Diagnostics`, that says why it holds no answers.
    init(path: String, encoding: TextEncoding? = nil) throws {
        let file = try TableFile(path: path, name: path, hints: .init(encoding: encoding))
        var records = HeaderReader(file, file: path)
        let layout = try records.readLayout()
        if let defect = layout.defect { throw defect }
        var tallies = [ColumnTally](
            repeating: ColumnTally(separator: layout.export.separator), count: layout.columns.count)
        var languages = LanguageTally()
        var rows = 0
        let parser = RecordParser(delimiter: file.delimiter)
        while let batch = try records.next()?.storage {
            if let defect = TextCheck(delimiter: file.delimiter, encoding: file.encoding, file: path).defect(
                in: batch.bytes, firstRow: batch.firstRow, firstByte: batch.firstByte)
            {
                throw defect
            }
            languages.add(batch.bytes)
            for record in parser.texts(in: batch.bytes) where !record.allSatisfy(\.isEmpty) {
                rows += 1
                for (column, cell) in record.enumerated().prefix(tallies.count) { tallies[column].add(cell) }
            }
        }
        self.layout = layout
        self.rows = rows
        self.languages = languages.names
        columns = tallies
    }
}

/// What stands in a column.
struct ColumnTally {
    /// More different answers than a closed question has.
    private static let mostAnswers = 400
    private let separator: String?
    /// Rows by answer; empty when there were too many different ones.
    private(set) var counts: [String: Int] = [:]
    /// Rows by part of an answer between separators.
    private(set) var parts: [String: Int] = [:]
    private(set) var filled = 0
    private(set) var joined = 0
    private(set) var numbers = 0
    private(set) var range: ClosedRange<Double>?
    private var isOpen = false

    init(separator: String?) { self.separator = separator }

    mutating func add(_ cell: String) {
        guard !cell.isEmpty else { return }
        filled += 1
        if let number = Double(cell), number.isFinite {
            numbers += 1
            range = min(range?.lowerBound ?? number, number)...max(range?.upperBound ?? number, number)
        }
        guard !isOpen else { return }
        counts[cell, default: 0] += 1
        if let separator { addParts(cell, separator) }
        if counts.count > Self.mostAnswers { forget() }
    }

    private mutating func addParts(_ cell: String, _ separator: String) {
        let found = Set(
            cell.split(separator: separator).map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.map(String.init))
        for part in found { parts[part, default: 0] += 1 }
        if found.count > 1 { joined += 1 }
        if parts.count > Self.mostAnswers { parts = [:] }
    }

    private mutating func forget() {
        isOpen = true
        counts = [:]
    }

    var areNumbers: Bool { filled > 0 && numbers == filled }

    /// Whether the answers repeat as those of a closed question do: few of them, and most rows share theirs.
    func isClosed(_ counts: [String: Int], k: Int) -> Bool {
        let shared = counts.values.filter { $0 >= k }
        guard !shared.isEmpty, shared.count <= 40 else { return false }
        return 10 * shared.reduce(0, +) >= 8 * counts.values.reduce(0, +)
    }

    /// Whether the cells are nothing but boxes: `1` and `0`, `Yes` and `No`, the option's own words.
    func areBoxes(of option: String) -> Bool {
        let option = TextFolding.folded(option)
        return counts.keys.allSatisfy { cell in
            let cell = TextFolding.folded(cell)
            return cell == option || Self.boxes.contains(cell)
        }
    }

    /// A column of boxes says nothing by itself when the boxes are the option's words and nobody ticked it.
    static let boxes: Set<String> = [
        "1", "0", "1.0", "0.0", "true", "false", "yes", "no", "y", "n", "checked", "unchecked", "n/a",
    ]
}
