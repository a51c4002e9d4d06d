import Foundation
import WeirCore
import WeirFormats

/// A data file of SPSS: codes with their labels, 9990 to 9998 declared as missing, questions with several answers as sets.
struct SPSSEncoder: RowEncoder {
    private enum Content {
        case code(Int), reason(Int), number(Int)
        case text(Int, segments: [Int])
    }

    static let missing = Double(MissingReason.codes.lowerBound)...Double(MissingReason.codes.upperBound)
    private let table: DataTable
    private let contents: [Content]

    init(_ table: DataTable) {
        self.table = table
        contents = table.columns.map { column in
            switch column.content {
            case .code(let place): .code(place)
            case .reason(let place): .reason(place)
            case .number(let place): .number(place)
            case .text(let place): .text(place, segments: SAVPacker.segments(width: max(1, column.width)))
            }
        }
    }

    func piece(of rows: BatchStorage) -> TablePiece {
        var packer = SAVPacker()
        packer.reserve(rows.rowCount * (contents.count * 4 + 64) + rows.arena.count)
        var text: [UInt8] = []
        for row in 0..<rows.rowCount { put(row, of: rows, into: &packer, &text) }
        return .bytes(packer.take(all: true))
    }

    private func put(_ row: Int, of storage: BatchStorage, into packer: inout SAVPacker, _ text: inout [UInt8]) {
        text.removeAll(keepingCapacity: true)
        storage.pseudonyms[row].write(to: &text)
        text.withUnsafeBufferPointer { packer.put($0, [Pseudonym.characters]) }
        if table.hasMonth {
            Array(Month(number: storage.months[row]).text.utf8).withUnsafeBufferPointer { packer.put($0, [7]) }
        }
        let rows = storage.rowCount
        for content in contents {
            switch content {
            case .code(let place): packer.put(Double(storage.codes[place * rows + row]))
            case .reason(let place):
                let code = storage.codes[place * rows + row]
                packer.put(code == DataTable.noReason ? nil : Double(code))
            case .number(let place): packer.put(storage.numbers[place * rows + row])
            case .text(let place, let segments):
                text.removeAll(keepingCapacity: true)
                storage.withText(storage.texts[place * rows + row]) { OneLine.write($0, to: &text) }
                text.withUnsafeBufferPointer { packer.put($0, segments) }
            }
        }
    }

    /// What stands in front of the rows.
    func head(_ packing: SAVDictionary.Packing) -> [UInt8] {
        let names = ShortNames.of(table.columns.map(\.name), longest: SAVDictionary.longestName)
        let first =
            [
                SAVDictionary.Variable(
                    name: table.key.name, label: table.key.label, kind: .text(width: Pseudonym.characters),
                    measure: .nominal)
            ]
            + (table.hasMonth
                ? [
                    .init(
                        name: "submitted_month", label: DataTable.monthLabel, kind: .text(width: 7), measure: .nominal)
                ]
                : [])
        let variables = first + zip(names, table.columns).map(Self.variable)
        let sets = table.choices.map { set in
            SAVDictionary.MultipleResponse(
                name: set.name, label: set.label, variables: set.columns.map { $0 + first.count })
        }
        return SAVDictionary.bytes(
            variables, meanings(after: first.count), sets: sets, title: table.title, packing: packing)
    }

    private static func variable(_ name: String, _ column: DataTable.Column) -> SAVDictionary.Variable {
        let measure: SAVDictionary.Variable.Measure =
            switch column.measure {
            case .nominal: .nominal
            case .ordinal: .ordinal
            case .scale: .scale
            }
        let kind: SAVDictionary.Variable.Kind =
            switch column.content {
            case .code, .reason: .number(width: 4, decimals: 0)
            case .number: .number(width: 8, decimals: 2)
            case .text: .text(width: max(1, column.width))
            }
        // The reason beside a text is itself what the column tells.
        let hasMissing =
            switch column.content {
            case .code, .number: true;
            case .reason, .text: false
            }
        return SAVDictionary.Variable(
            name: name, label: column.label, kind: kind, measure: measure, missing: hasMissing ? missing : nil)
    }

    /// Variables with the same categories share their labels.
    private func meanings(after first: Int) -> [SAVDictionary.Meanings] {
        let groups = Dictionary(grouping: table.columns.indices.filter { !table.columns[$0].isText }) {
            table.columns[$0].categories
        }
        return groups.sorted { $0.value[0] < $1.value[0] }.map { categories, places in
            SAVDictionary.Meanings(
                labels: (categories + DataTable.reasons).map { (code: Double($0.code), label: $0.label) },
                variables: places.map { $0 + first })
        }
    }
}

/// A data file of SPSS as it grows; the number of rows is written to its place at the end.
final class SPSSFile: FormatFile {
    private let file: OutputFile
    private let rowCount: RowCount
    private var deflater: SAVDeflater?
    private let start: Int

    init(_ file: URL, head: [UInt8], _ packing: SAVDictionary.Packing, rows: RowCount) throws {
        self.file = try OutputFile(file)
        rowCount = rows
        start = head.count
        try self.file.append(head)
        if packing == .deflated {
            let deflater = SAVDeflater(after: head.count)
            try self.file.append(deflater.head)
            self.deflater = deflater
        }
    }

    func append(_ piece: TablePiece) throws {
        guard case .bytes(let bytes) = piece else { return }
        try file.append(deflater?.append(bytes) ?? bytes)
    }

    func finish() throws {
        if let rest = deflater?.finish() { try file.append(rest) }
        if let head = deflater?.head { try file.replace(at: start, with: head) }
        try file.replace(at: SAVDictionary.rowsOffset, with: SAVDictionary.bytes(rows: rowCount.rows))
        try file.finish()
    }
}
