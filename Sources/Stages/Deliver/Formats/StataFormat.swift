import Foundation
import WeirCore
import WeirFormats

/// A data file of Stata: codes with their labels, 9990 to 9998 as .a to .i.
struct StataEncoder: RowEncoder {
    /// A column's cells, and its texts' width.
    private enum Content {
        case byte(Int), int(Int), reason(Int), number(Int)
        case text(Int, width: Int)
    }

    private let table: DataTable
    private let contents: [Content]
    private let rowSize: Int

    init(_ table: DataTable) {
        self.table = table
        rowSize = table.columns.reduce(Pseudonym.characters + (table.hasMonth ? 7 : 0)) { $0 + Self.kind($1).size }
        contents = table.columns.map { column in
            switch (column.content, Self.kind(column)) {
            case (.code(let place), .byte): .byte(place)
            case (.code(let place), _): .int(place)
            case (.reason(let place), _): .reason(place)
            case (.number(let place), _): .number(place)
            case (.text(let place), _): .text(place, width: max(1, column.width))
            }
        }
    }

    /// The option first: 80 characters are often less than the question has.
    static func label(_ column: DataTable.Column) -> String {
        guard !column.option.isEmpty else { return column.label }
        return column.option + ": " + column.label.dropLast(column.option.count + 2)
    }

    private static func kind(_ column: DataTable.Column) -> DTADictionary.Variable.Kind {
        switch column.content {
        case .code: column.categories.allSatisfy { $0.code <= 100 } ? .byte : .int
        case .reason: .int
        case .number: .double
        case .text: .text(width: max(1, column.width))
        }
    }

    func piece(of rows: BatchStorage) -> TablePiece {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.rowCount * rowSize)
        for row in 0..<rows.rowCount { put(row, of: rows, to: &bytes) }
        return .bytes(bytes)
    }

    private func put(_ row: Int, of storage: BatchStorage, to bytes: inout [UInt8]) {
        storage.pseudonyms[row].write(to: &bytes)
        if table.hasMonth {
            let end = bytes.count + 7
            bytes.append(contentsOf: Month(number: storage.months[row]).text.utf8)
            bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
        }
        let rows = storage.rowCount
        for content in contents {
            switch content {
            case .byte(let place): bytes.append(Self.byte(storage.codes[place * rows + row]))
            case .int(let place): Self.put(Self.int(storage.codes[place * rows + row]), to: &bytes)
            case .reason(let place):
                let code = storage.codes[place * rows + row]
                Self.put(code == DataTable.noReason ? DTAMissing.int.none : code, to: &bytes)
            case .number(let place): put(storage.numbers[place * rows + row], of: storage, to: &bytes)
            case .text(let place, let width):
                let end = bytes.count + width
                storage.withText(storage.texts[place * rows + row]) { OneLine.write($0, to: &bytes) }
                bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
            }
        }
    }

    @inline(__always)
    private static func byte(_ code: UInt16) -> UInt8 {
        code.isMissing
            ? DTAMissing.byte.first + UInt8(truncatingIfNeeded: code - MissingReason.codes.lowerBound)
            : UInt8(truncatingIfNeeded: code)
    }

    @inline(__always)
    private static func int(_ code: UInt16) -> UInt16 {
        code.isMissing ? DTAMissing.int.first + (code - MissingReason.codes.lowerBound) : code
    }

    @inline(__always)
    private static func put(_ number: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: number))
        bytes.append(UInt8(truncatingIfNeeded: number >> 8))
    }

    @inline(__always)
    private func put(_ number: Double, of storage: BatchStorage, to bytes: inout [UInt8]) {
        let pattern =
            storage.reason(number).map {
                DTAMissing.double + (UInt64($0 - MissingReason.codes.lowerBound) + 1) * DTAMissing.step
            } ?? number.bitPattern
        withUnsafeBytes(of: pattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// What stands around the rows.
    var dictionary: DTADictionary {
        let names = ShortNames.of(table.columns.map(\.name), longest: DTADictionary.longestName)
        let lists = Self.lists(table)
        let sets = ShortNames.of(lists.map(\.name), longest: DTADictionary.longestName)
        let meanings = zip(sets, lists).map { name, list in
            let reasons = zip(DataTable.reasons.indices, DataTable.reasons)
            return DTADictionary.Meanings(
                name: name, labels: list.labels.map { (code: Int($0.code), label: $0.label) },
                missing: list.isReason ? [] : reasons.map { (letter: $0, label: $1.label) })
        }
        let variables = zip(names, table.columns).map { name, column in
            DTADictionary.Variable(
                name: name, fullName: column.name, label: Self.label(column), kind: Self.kind(column),
                meanings: column.isText ? nil : lists.firstIndex { $0.holds(column) })
        }
        return DTADictionary(first + variables, meanings, title: table.title)
    }

    private var first: [DTADictionary.Variable] {
        [
            .init(
                name: table.key.name, fullName: table.key.name, label: table.key.label,
                kind: .text(width: Pseudonym.characters), meanings: nil)
        ]
            + (table.hasMonth
                ? [
                    .init(
                        name: "submitted_month", fullName: "submitted_month", label: DataTable.monthLabel,
                        kind: .text(width: 7), meanings: nil)
                ] : [])
    }

    /// Labels that columns share, called after the first of them.
    private struct List {
        var name: String
        var labels: [DataTable.Meaning]
        var isReason: Bool

        func holds(_ column: DataTable.Column) -> Bool {
            isReason == column.isReason && (isReason || labels == column.categories)
        }
    }

    private static func lists(_ table: DataTable) -> [List] {
        var lists: [List] = []
        for column in table.columns where !column.isText && !lists.contains(where: { $0.holds(column) }) {
            lists.append(
                List(
                    name: column.isReason ? "reasons" : column.name,
                    labels: column.isReason ? DataTable.reasons : column.categories, isReason: column.isReason))
        }
        return lists
    }
}

extension DataTable.Column {
    var isReason: Bool { if case .reason = content { true } else { false } }
}

/// A data file of Stata as it grows; what depends on the number of rows is written again at the end.
final class StataFile: FormatFile {
    private let file: OutputFile
    private let rowCount: RowCount
    private let dictionary: DTADictionary

    init(_ file: URL, _ dictionary: DTADictionary, rows: RowCount) throws {
        self.file = try OutputFile(file)
        self.dictionary = dictionary
        rowCount = rows
        try self.file.append(dictionary.head(rows: 0))
    }

    func append(_ piece: TablePiece) throws {
        guard case .bytes(let bytes) = piece else { return }
        try file.append(bytes)
    }

    func finish() throws {
        try file.append(dictionary.tail)
        try file.replace(at: 0, with: dictionary.head(rows: rowCount.rows))
        try file.finish()
    }
}
