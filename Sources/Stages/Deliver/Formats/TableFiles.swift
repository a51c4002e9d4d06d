public import Foundation
public import WeirCore
import WeirFormats

/// How many rows were written, for files that tell it in front of them.
final class RowCount {
    var rows = 0
}

/// The files of a data set, in the formats asked for: opened before the first row, fed in the order of the rows.
///
/// Unchecked Sendable: the flow calls it one batch at a time.
public final class TableFiles: @unchecked Sendable {
    /// The columns.
    public let table: DataTable
    /// What the pieces behind the codes are made by.
    let encoders: [any RowEncoder]
    /// The names of the files that are written, the codes' first.
    public let names: [String]
    private let files: [any FormatFile]
    private let rows = RowCount()

    /// Opens the files.
    /// - Parameters:
    ///   - formats: as `DataFormat.list` has them, codes among them.
    ///   - place: where a file of a name is to be written.
    /// - Throws: `FormatLimit` when a format cannot hold the columns; what the file system says.
    public init(_ table: DataTable, _ formats: [DataFormat], at place: @escaping (String) throws -> URL) throws {
        self.table = table
        var opening = Opening(table: table, rows: rows, place: place)
        for format in formats { try opening.add(format) }
        try opening.addTexts()
        files = opening.files
        encoders = opening.encoders
        names = opening.names
    }

    /// Takes the next rows.
    public func append(_ block: TableBlock) throws {
        rows.rows += block.rows
        for (file, piece) in zip(files, block.pieces) { try file.append(piece) }
    }

    /// Ends all files.
    public func finish() throws { for file in files { try file.finish() } }

    /// Files that are being opened.
    private struct Opening {
        let table: DataTable
        let rows: RowCount
        let place: (String) throws -> URL
        var files: [any FormatFile] = []
        var encoders: [any RowEncoder] = []
        var names: [String] = []
        private var beside: Set<String> = []

        init(table: DataTable, rows: RowCount, place: @escaping (String) throws -> URL) {
            self.table = table
            self.rows = rows
            self.place = place
        }

        private mutating func add(_ name: String, _ encoder: (any RowEncoder)?, _ file: any FormatFile) {
            names.append(name)
            files.append(file)
            if let encoder { encoders.append(encoder) }
        }

        mutating func add(_ format: DataFormat) throws {
            let name = format.file(of: table.name)
            let url = try place(name)
            switch format {
            case .csv: add(name, nil, try GzipFile(url, header: CodesEncoder.header(table)))
            case .labels: add(name, LabelsEncoder(table), try GzipFile(url, header: CodesEncoder.header(table)))
            case .sav, .zsav: try addSPSS(name, url, format == .sav ? .rows : .deflated)
            case .dta:
                let encoder = StataEncoder(fixed())
                add(name, encoder, try StataFile(url, encoder.dictionary, rows: rows))
            case .xlsx:
                let kept = TextRoom.workbook(table)
                noteBeside(kept)
                let texts = SharedTexts(kept)
                add(name, WorkbookEncoder(kept, texts), try WorkbookFile(url, kept, texts))
            case .sqlite: add(name, RowsEncoder(), try DatabaseFile(url, table))
            }
        }

        private mutating func addSPSS(_ name: String, _ url: URL, _ packing: SAVDictionary.Packing) throws {
            let encoder = SPSSEncoder(fixed())
            add(name, encoder, try SPSSFile(url, head: encoder.head(packing), packing, rows: rows))
        }

        private mutating func fixed() -> DataTable {
            let kept = TextRoom.fixed(table)
            noteBeside(kept)
            return kept
        }

        private mutating func noteBeside(_ kept: DataTable) {
            beside.formUnion(TextRoom.beside(table, kept).map(\.name))
        }

        /// What a format has no room for gets a file of its own.
        mutating func addTexts() throws {
            guard !beside.isEmpty else { return }
            let encoder = TextsEncoder(table.columns.filter { beside.contains($0.name) })
            let header = Array("\(table.key.name),\(TextsEncoder.header)\n".utf8)
            add("text.csv.gz", encoder, try GzipFile(try place("text.csv.gz"), header: header))
        }
    }
}
