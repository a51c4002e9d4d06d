import WeirCore
import WeirFormats
import WeirIngest

/// Reads an upload's header rows off its first piece, then hands the records over as batches.
struct HeaderReader {
    private let reader: RecordReader
    private let delimiter: UInt8
    private let file: String
    private var waiting: RecordReader.Piece?
    /// The piece handed over last, to know where the file ends.
    private var last: RecordReader.Piece?

    init(_ table: TableFile, file: String) {
        reader = table.reader
        delimiter = table.delimiter
        self.file = file
    }

    /// Recognises the layout; the header rows are not handed over.
    mutating func readLayout() throws -> Layout {
        guard var piece = try firstFilledPiece() else { return Layout(firstRecords: []) }
        let parser = RecordParser(delimiter: delimiter)
        // With small pieces the other header rows may be in the next ones.
        let most = Layout.mostRows
        while parser.texts(in: piece.bytes, limit: most).count < most, let more = try reader.next() {
            piece.bytes += more.bytes
        }
        var layout = Layout(firstRecords: parser.texts(in: piece.bytes, limit: most))
        // Header rows are decoded leniently, so that the rows below them can be counted all the same.
        layout.defect = TextCheck(delimiter: delimiter, file: file).defect(
            in: piece.bytes, firstRow: piece.firstRow, limit: layout.headerRows)
        let firstRow = piece.firstRow
        let header = drop(layout.headerRows, from: &piece)
        layout.isGarbled = header.withUnsafeBytes { Mojibake.stands(in: $0) }
        layout.defect = layout.defect ?? hostility(of: header, firstRow, width: layout.columns.count)
        waiting = piece
        return layout
    }

    /// What no honest header has.
    private func hostility(of header: [UInt8], _ firstRow: Int, width: Int) -> Diagnostic? {
        if width > TableFile.mostColumns { return Diagnostic(.tableTooWide, at: Place(file: file, row: firstRow)) }
        return HiddenSigns.first(in: header).map { byte in
            let check = TextCheck(delimiter: delimiter, file: file)
            return Diagnostic(.headerHiddenSign, at: check.place(of: byte, in: header, firstRow: firstRow))
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
        guard let piece = try first.flatMap(filled) ?? reader.next() else {
            if first != nil { throw Diagnostic(.noInterviews, at: Place(file: file)) }
            return nil
        }
        last = piece
        return Batch(
            BatchStorage(
                bytes: piece.bytes, firstRow: piece.firstRow, firstByte: piece.firstByte))
    }

    /// The row behind the last record that was handed over.
    var endRow: Int {
        guard var piece = last else { return 1 }
        let parser = RecordParser(delimiter: delimiter)
        var cells: [Cell] = []
        return piece.bytes.withUnsafeMutableBufferPointer { buffer in
            var (at, row) = (0, piece.firstRow)
            while at < buffer.count {
                at = parser.parse(buffer, from: at, into: &cells)
                row += 1
            }
            return row
        }
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
        piece.bytes.removeFirst(dropped.count)
        piece.firstRow += rows
        piece.firstByte += end
        return dropped
    }
}
