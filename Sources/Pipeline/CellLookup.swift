import WeirCore
import WeirFormats
import WeirIngest

/// One cell of a partner's own file, found by its place as reports name it. Nothing is written.
public struct CellLookup {
    /// Why there is no such cell. Each holds places only.
    public enum Refusal: Error, Equatable {
        /// The table ends before the row.
        case noRow(Int, rows: Int)
        /// Neither a column's letters nor a header.
        case noColumn(columns: Int)
        /// Several columns have this header.
        case severalColumns([String])
    }

    /// The row, as a spreadsheet numbers it.
    public let row: Int
    /// The column's letters.
    public let column: String
    /// The bytes that stand there.
    public let bytes: [UInt8]

    /// Looks a cell up.
    /// - Parameters:
    ///   - row: as a spreadsheet numbers it, header rows included.
    ///   - column: letters of a column of this table; anything else is a header's text, under a two-row header also
    ///     `question / answer`.
    /// - Throws: `Refusal`, or a `Diagnostic` that says why the file is no table.
    public init(path: String, row: Int, column: String) throws {
        let file = try TableFile(path: path, name: path)
        let parser = RecordParser(delimiter: file.delimiter)
        var records = Records(reader: file.reader, parser: parser)
        var head: [[[UInt8]]] = []
        var blank = 0
        while head.count < blank + Layout.mostRows, try records.advance() {
            head.append(records.record)
            if head.count == blank + 1, records.record.allSatisfy(\.isEmpty) { blank += 1 }
        }
        let layout = Layout(firstRecords: head.dropFirst(blank).map { $0.map { String(decoding: $0, as: UTF8.self) } })
        let index = try Self.index(of: column, in: layout, width: head.map(\.count).max() ?? 0)
        var count = head.count
        var found = row >= 1 && row <= head.count ? head[row - 1] : nil
        while found == nil, try records.advance() {
            count += 1
            if count == row { found = records.record }
        }
        guard let found else { throw Refusal.noRow(row, rows: count) }
        self.row = row
        self.column = Place.letters(ofColumn: index)
        bytes = index < found.count ? found[index] : []
    }

    /// Reports name columns by letters, so these are understood before headers.
    private static func index(of column: String, in layout: Layout, width: Int) throws -> Int {
        if let index = index(ofLetters: column), index < width { return index }
        let wanted = TextFolding.folded(column)
        let found = layout.columns.indices.filter { index in
            let source = layout.columns[index]
            return [source.question, source.part, "\(source.question) / \(source.part)"]
                .contains { TextFolding.folded($0) == wanted }
        }
        guard let first = found.first, !wanted.isEmpty else { throw Refusal.noColumn(columns: width) }
        guard found.count == 1 else { throw Refusal.severalColumns(found.map(Place.letters(ofColumn:))) }
        return first
    }

    private static func index(ofLetters text: String) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (65...90).contains($0 & 0xDF) }) else {
            return nil
        }
        return text.utf8.reduce(0) { $0 * 26 + Int($1 & 0xDF) - 64 } - 1
    }
}

/// The records of a file, one after the other. Only those that are asked for are copied.
struct Records {
    let reader: RecordReader
    let parser: RecordParser
    private var bytes: [UInt8] = []
    private var at = 0
    private var cells: [Cell] = []

    init(reader: RecordReader, parser: RecordParser) {
        self.reader = reader
        self.parser = parser
    }

    /// Goes to the next record; false at the end.
    mutating func advance() throws -> Bool {
        if at >= bytes.count {
            guard let piece = try reader.next() else { return false }
            bytes = piece.bytes
            at = 0
        }
        at = bytes.withUnsafeMutableBufferPointer { parser.parse($0, from: at, into: &cells) }
        return true
    }

    /// The cells of the record.
    var record: [[UInt8]] { cells.map { Array(bytes[Int($0.offset)..<Int($0.offset + $0.length)]) } }
}
