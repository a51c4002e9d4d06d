import WeirCore
import WeirFormats
import WeirIngest

/// Reads an upload's header rows off its first piece, then hands the records over as batches.
struct HeaderReader {
    private let reader: RecordReader
    private let delimiter: UInt8
    private let encoding: TextEncoding?
    private let file: String
    private let sheet: String?
    /// Rows that are not handed over.
    private let left: LeftOut
    /// The bytes of the header rows.
    private(set) var header: [UInt8] = []
    /// What went wrong behind the header rows; told when the records are read.
    private var trouble: (any Error)?
    private var waiting: RecordReader.Piece?
    /// The row behind the last record that was handed over.
    private(set) var endRow = 1

    init(_ table: TableFile, file: String, leaving left: LeftOut = LeftOut()) {
        reader = table.reader
        self.left = left
        delimiter = table.delimiter
        encoding = table.encoding
        self.file = file
        sheet = table.sheetName
    }

    /// Recognises the layout; the header rows, and what stands above them, are not handed over.
    /// - Parameter crosswalk: the questionnaire whose headers are known again where something is wrong with them.
    mutating func readLayout(of crosswalk: Crosswalk? = nil) throws -> Layout {
        guard var piece = try firstFilledPiece() else { return Layout(firstRecords: []) }
        // With small pieces the other rows may be in the next ones.
        while !holdsEnough(piece.bytes), let more = nextPiece() {
            piece.bytes += more.bytes
            piece.records += more.records
            piece.ends = nil
        }
        var rows = firstRows(of: piece.bytes)
        let known = crosswalk.map(KnownHeaders.init)
        let above = titleRows(known?.rowsAbove(in: rows) ?? 0, from: &piece)
        rows = Array(rows.dropFirst(above?.count ?? 0))
        // Header rows are decoded leniently, so that the rows below them can be counted all the same.
        let unread = TextCheck(delimiter: delimiter, encoding: encoding, file: file).defect(
            in: piece.bytes, firstRow: piece.firstRow, firstByte: piece.firstByte, limit: Layout.mostRows)
        var layout = Layout(firstRecords: known?.mended(rows, unread: unread != nil) ?? rows, sheet: sheet)
        layout.firstRow = piece.firstRow
        let firstByte = piece.firstByte
        header = drop(layout.headerRows, from: &piece)
        endRow = piece.firstRow
        waiting = piece
        layout.garbled = header.withUnsafeBytes { Mojibake().first(in: $0)?.misreading }
        let isOfHeader = (unread?.place.row).map { $0 < endRow } ?? false
        layout.flaws = [above, isOfHeader ? unread : nil, hiddenSign(in: header, layout.firstRow, firstByte)]
            .compactMap(\.self)
        layout.defect =
            tooWide(layout) ?? NoAnswers.recognised(in: rows, file: file, row: layout.firstRow)
        // Without a questionnaire nobody knows which letters are meant.
        if known == nil { layout.defect = layout.flaws.first ?? layout.defect }
        return layout
    }

    /// Takes what stands above the header away.
    /// - Returns: what is told of it; nil when nothing stands there.
    private func titleRows(_ count: Int, from piece: inout RecordReader.Piece) -> Diagnostic? {
        guard count > 0 else { return nil }
        let rows = Array(piece.firstRow..<piece.firstRow + count)
        _ = drop(count, from: &piece)
        return Diagnostic(.rowsAboveHeader, at: Place(file: file, row: rows[0]), count: count, firstRows: rows)
    }

    /// Of very long rows only those are looked at that may belong to the header.
    private static let mostBytes = 1 << 20

    private func holdsEnough(_ bytes: [UInt8]) -> Bool {
        let rows = RecordParser(delimiter: delimiter).starts(in: bytes, limit: Layout.lookedAt + 1).count
        return rows > Layout.lookedAt || bytes.count > Self.mostBytes && rows > Layout.mostRows
    }

    private func firstRows(of bytes: [UInt8]) -> [[String]] {
        let parser = RecordParser(delimiter: delimiter)
        let starts = parser.starts(in: bytes, limit: Layout.lookedAt)
        let count = starts.enumerated().count { $0.offset < Layout.mostRows || $0.element < Self.mostBytes }
        return parser.texts(in: bytes, limit: count)
    }

    /// The next piece, or nil at the end and at a defect.
    private mutating func nextPiece() -> RecordReader.Piece? {
        do { return try reader.next() } catch {
            trouble = error
            return nil
        }
    }

    private func tooWide(_ layout: Layout) -> Diagnostic? {
        guard layout.columns.count > TableFile.mostColumns else { return nil }
        return Diagnostic(.tableTooWide, at: Place(file: file, row: layout.firstRow))
    }

    /// What no honest header has.
    private func hiddenSign(in header: [UInt8], _ firstRow: Int, _ firstByte: Int) -> Diagnostic? {
        HiddenSigns.first(in: header).map { byte in
            let check = TextCheck(delimiter: delimiter, encoding: encoding, file: file)
            return Diagnostic(
                .headerHiddenSign, at: check.place(of: byte, in: header, firstRow: firstRow, firstByte: firstByte))
        }
    }

    /// The first piece without the blank rows in front of the header.
    private func firstFilledPiece() throws -> RecordReader.Piece? {
        let parser = RecordParser(delimiter: delimiter)
        while var piece = try reader.next() {
            let blank = parser.blankRecords(in: piece.bytes)
            _ = drop(blank, from: &piece)
            if !piece.bytes.isEmpty { return piece }
        }
        return nil
    }

    /// The next records as a batch, or nil at the end.
    mutating func next() throws -> Batch<Bytes>? {
        let first = waiting
        waiting = nil
        guard endRow < left.end else { return nil }
        guard var piece = try first.flatMap(filled) ?? nextOrTrouble() else {
            if first != nil { throw Diagnostic(.noInterviews, at: Place(file: file)) }
            return nil
        }
        endRow = min(piece.firstRow + piece.records, left.end)
        if !left.isEmpty { piece = left.blanking(piece, delimiter) }
        return Batch(
            BatchStorage(
                bytes: piece.bytes, ends: piece.ends, firstRow: piece.firstRow, firstByte: piece.firstByte))
    }

    private func nextOrTrouble() throws -> RecordReader.Piece? {
        if let trouble { throw trouble }
        return try reader.next()
    }

    /// A piece, unless it held nothing but the header rows.
    private func filled(_ piece: RecordReader.Piece) -> RecordReader.Piece? { piece.bytes.isEmpty ? nil : piece }

    /// - Returns: what was dropped.
    private func drop(_ rows: Int, from piece: inout RecordReader.Piece) -> [UInt8] {
        let parser = RecordParser(delimiter: delimiter)
        var cells: [Cell] = []
        var copy = piece.bytes
        let end = copy.withUnsafeMutableBufferPointer { buffer in
            (0..<rows).reduce(0) { at, _ in
                at < buffer.count ? parser.parse(buffer, from: at, into: &cells) : at
            }
        }
        let dropped = Array(piece.bytes[..<min(end, piece.bytes.count)])
        guard rows > 0 else { return dropped }
        piece.bytes.removeFirst(dropped.count)
        piece.ends = nil
        piece.records -= rows
        piece.firstRow += rows
        piece.firstByte += (encoding ?? .utf8).length(of: dropped[...])
        return dropped
    }
}
