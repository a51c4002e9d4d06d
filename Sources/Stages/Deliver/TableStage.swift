public import WeirCore

/// Turns protected rows into the pieces of each format, and counts them by country: one pass, whatever the formats.
public struct TableStage: Stage {
    private let codes: CodesEncoder
    private let encoders: [any RowEncoder]
    private let layout: CountLayout

    public var name: String { "deliver" }

    /// A stage for a data set's columns.
    /// - Parameters:
    ///   - files: into which its blocks go.
    ///   - country: the place of the country's code column.
    public init(_ files: TableFiles, country: Int) {
        self.init(files.table, files.encoders, country: country)
    }

    /// A stage that only counts: its blocks are for no file.
    public init(counting table: DataTable, country: Int) { self.init(table, country: country) }

    init(_ table: DataTable, _ encoders: [any RowEncoder] = [], country: Int) {
        codes = CodesEncoder(table)
        self.encoders = encoders
        layout = CountLayout(table, country: country)
    }

    public func process(_ batch: Batch<Protected>) throws -> (TableBlock, DeliverSummary) {
        let rows = batch.storage
        var summary = DeliverSummary()
        let text = codes.text(of: rows, &summary)
        summary.rows = rows.rowCount
        summary.bytes = text.count
        summary.counts = CountryCounts(layout)
        summary.counts?.add(rows)
        let pieces = [.bytes(text)] + encoders.map { $0.piece(of: rows) }
        return (TableBlock(rows: rows.rowCount, pieces: pieces), summary)
    }
}

/// A batch's rows in each format, codes first.
public struct TableBlock: Sendable {
    /// The number of rows.
    public var rows: Int
    /// What each format makes of them.
    var pieces: [TablePiece]
}

/// What Deliver learns.
public struct DeliverSummary: Summary {
    /// Rows written.
    public var rows = 0
    /// Bytes of text written with codes.
    public var bytes = 0
    /// Open answers written.
    public var texts = 0
    /// Line breaks inside them that became blanks.
    public var lineBreaks = 0
    /// Texts that a spreadsheet would take for a formula, and that got an apostrophe before them.
    public var guarded = 0
    /// Answers by country; nil when no row was seen.
    public var counts: CountryCounts?

    public init() {}

    /// Writes a text as a cell, and counts what is done to it.
    mutating func write(_ cell: Cell, of arena: [UInt8], to text: inout [UInt8]) {
        guard cell.length > 0 else { return }
        texts += 1
        arena.withUnsafeBufferPointer { arena in
            let writer = TextCell(UnsafeBufferPointer(rebasing: arena[Int(cell.offset)...].prefix(Int(cell.length))))
            if writer.isFormula { guarded += 1 }
            lineBreaks += writer.write(to: &text)
        }
    }

    public mutating func merge(_ later: Self) {
        rows += later.rows
        bytes += later.bytes
        texts += later.texts
        lineBreaks += later.lineBreaks
        guarded += later.guarded
        if counts == nil { counts = later.counts } else if let more = later.counts { counts?.merge(more) }
    }
}
