import Foundation
import WeirCore
import WeirFormats

/// The labels of a workbook, each written once.
struct SharedTexts: Sendable {
    private(set) var texts: [String] = []
    private var places: [String: Int] = [:]

    init(_ table: DataTable) {
        for reason in DataTable.reasons { add(reason.shown) }
        for category in table.columns.flatMap(\.categories) { add(category.label) }
    }

    private mutating func add(_ text: String) {
        guard places[text] == nil else { return }
        places[text] = texts.count
        texts.append(text)
    }

    func cells(_ categories: [DataTable.Meaning]) -> CodeBytes {
        let named = categories.map { (code: $0.code, bytes: cell($0.label)) }
        let missing = DataTable.reasons.map { (code: $0.code, bytes: cell($0.shown)) }
        return CodeBytes(named + missing) { WorkbookCell.number(String($0)) }
    }

    private func cell(_ text: String) -> [UInt8] {
        places[text].map(WorkbookCell.shared) ?? WorkbookCell.text(text)
    }
}

/// Rows of a workbook with labels. A number is a number, its missing reasons are text, so that a mean leaves them out.
struct WorkbookEncoder: RowEncoder {
    private let hasMonth: Bool
    private let contents: [LabelledColumn]
    private let reasons: CodeBytes

    init(_ table: DataTable, _ texts: SharedTexts) {
        hasMonth = table.hasMonth
        reasons = texts.cells([])
        contents = LabelledColumn.all(of: table, cells: texts.cells)
    }

    func piece(of rows: BatchStorage) -> TablePiece {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.rowCount * contents.count * 26 + rows.arena.count)
        for row in 0..<rows.rowCount { write(row, of: rows, to: &bytes) }
        return .bytes(bytes)
    }

    private func write(_ row: Int, of storage: BatchStorage, to bytes: inout [UInt8]) {
        bytes += WorkbookCell.rowStart
        bytes += WorkbookCell.text(storage.pseudonyms[row].text)
        if hasMonth { bytes += WorkbookCell.text(Month(number: storage.months[row]).text) }
        let rows = storage.rowCount
        for content in contents {
            switch content {
            case .code(let place, let cells): cells.write(storage.codes[place * rows + row], to: &bytes)
            case .reason(let place):
                let code = storage.codes[place * rows + row]
                if code == DataTable.noReason { bytes += WorkbookCell.blank } else { reasons.write(code, to: &bytes) }
            case .number(let place): write(storage.numbers[place * rows + row], of: storage, to: &bytes)
            case .text(let place): write(storage.texts[place * rows + row], of: storage, to: &bytes)
            }
        }
        bytes += WorkbookCell.rowEnd
    }

    private func write(_ number: Double, of storage: BatchStorage, to bytes: inout [UInt8]) {
        if let reason = storage.reason(number) { return reasons.write(reason, to: &bytes) }
        bytes += "<c><v>".utf8
        bytes.appendDigits(number)
        bytes += "</v></c>".utf8
    }

    private func write(_ cell: Cell, of storage: BatchStorage, to bytes: inout [UInt8]) {
        guard cell.hasText else { return bytes.append(contentsOf: WorkbookCell.blank) }
        var line: [UInt8] = []
        storage.withText(cell) { OneLine.write($0, to: &line) }
        line.withUnsafeBufferPointer { WorkbookCell.append(text: $0, to: &bytes) }
    }
}

/// A workbook as it grows. Rows that a sheet has no room for go on in another one.
final class WorkbookFile: FormatFile {
    private let file: OutputFile
    private let table: DataTable
    private let texts: SharedTexts
    private let mostRows: Int
    private var stream = WorkbookStream()
    private var sheets = 0
    private var rows = 0
    private var bytes = 0

    init(
        _ file: URL, _ table: DataTable, _ texts: SharedTexts, mostRows: Int = WorkbookStream.mostRows
    ) throws {
        let columns = table.columns.count + (table.hasMonth ? 2 : 1)
        guard columns <= WorkbookStream.mostColumns else {
            throw FormatLimit(
                sentence: "a workbook has at most \(WorkbookStream.mostColumns) columns, the data set has \(columns). "
                    + "Leave xlsx out of the formats")
        }
        self.file = try OutputFile(file)
        self.table = table
        self.texts = texts
        self.mostRows = mostRows
        beginSheet()
    }

    private func beginSheet() {
        sheets += 1
        stream.begin(sheet: sheets == 1 ? table.name : "\(table.name) \(sheets)")
        let names = [table.key.name] + (table.hasMonth ? ["submitted_month"] : []) + table.columns.map(\.name)
        stream.append(WorkbookCell.row(names.map { WorkbookCell.text($0, .bold) }))
        (rows, bytes) = (1, 0)
    }

    func append(_ piece: TablePiece) throws {
        guard case .bytes(let next) = piece else { return }
        let count = Self.rows(in: next)
        if rows + count > mostRows || bytes + next.count > WorkbookStream.mostBytes { beginSheet() }
        rows += count
        bytes += next.count
        stream.append(next)
        try file.append(stream.take())
        guard file.count < WorkbookStream.mostBytes else {
            throw FormatLimit(
                sentence: "a workbook has at most 4 GB, the data set has more. Leave xlsx out of the formats")
        }
    }

    /// No text holds a row's end: a less-than sign is written as an entity.
    private static func rows(in bytes: [UInt8]) -> Int {
        var count = 0
        for place in stride(from: 0, to: bytes.count - 4, by: 1)
        where bytes[place] == 60 && bytes[place + 1] == 47 && bytes[place + 2] == 114 { count += 1 }
        return count
    }

    func finish() throws {
        stream.begin(sheet: "variables", widths: [36, 80, 10, 50])
        stream.append(WorkbookCell.row(["column", "question", "code", "label"].map { WorkbookCell.text($0, .bold) }))
        for column in table.columns {
            stream.append(WorkbookCell.row([WorkbookCell.text(column.name), WorkbookCell.text(column.label)]))
            for meaning in column.categories { stream.append(Self.row(meaning)) }
        }
        for reason in DataTable.reasons { stream.append(Self.row(reason)) }
        stream.finish(sharing: texts.texts)
        try file.append(stream.take())
        try file.finish()
    }

    private static func row(_ meaning: DataTable.Meaning) -> [UInt8] {
        WorkbookCell.row([
            WorkbookCell.blank, WorkbookCell.blank, WorkbookCell.number(String(meaning.code)),
            WorkbookCell.text(meaning.label),
        ])
    }
}
