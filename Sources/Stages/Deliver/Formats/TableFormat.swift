import WeirCore

/// What a format makes of a batch's rows.
enum TablePiece: Sendable {
    /// Bytes to be written, or to be deflated and written.
    case bytes([UInt8])
    /// The rows themselves, for what is written a row at a time.
    case rows(BatchStorage)
}

/// Makes a format's piece of a batch: a pure function, on any core, many at once.
protocol RowEncoder: Sendable {
    func piece(of rows: BatchStorage) -> TablePiece
}

/// A format's file: takes the pieces in the order of the rows, one at a time.
protocol FormatFile: AnyObject {
    func append(_ piece: TablePiece) throws
    func finish() throws
}
