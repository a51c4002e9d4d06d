import WeirCore

/// Rows of a sheet as delimited text, so that they go the way of every other upload. Each row stands on the line of its
/// number: rows without anything are blank lines.
struct SheetText {
    /// The text of whole rows, to be taken.
    var output: [UInt8] = []
    /// Rows with something in them.
    private(set) var filledRows = 0
    /// Whether some row has two cells or more.
    private(set) var isTable = false

    private var cells: [(column: Int, text: Range<Int>)] = []
    private var arena: [UInt8] = []
    private var isSorted = true
    private var nextRow = 1
    /// As many cells as the widest of the first rows has; the rows below are filled up to it.
    private var width = 0
    private var given = 0
    private let limit: Int
    private let place: Place

    /// The most rows that any spreadsheet program has.
    static let mostRows = 16_777_216
    private static let headerRows = 3

    /// - Parameter limit: how many bytes of text may come out.
    init(limit: Int, place: Place) {
        self.limit = limit
        self.place = place
    }

    /// Whether the row has anything so far.
    var isBlankRow: Bool { cells.isEmpty }

    /// A cell of the row; blank ones are not told.
    mutating func add(_ text: UnsafeRawBufferPointer, column: Int, row: Int) throws {
        guard !text.isEmpty else { return }
        guard column < TableFile.mostColumns else { throw failure(.tableTooWide, row, nil) }
        guard arena.count + text.count <= RecordReader.longestRecord else { throw failure(.cellTooLong, row, column) }
        let start = arena.count
        arena.append(contentsOf: text)
        if let last = cells.last, last.column >= column { isSorted = false }
        cells.append((column, start..<arena.count))
    }

    /// Ends a row of a number that is behind all rows before. The same cells can end several rows.
    mutating func endRow(_ row: Int, times: Int = 1) throws {
        defer { startRow() }
        guard !cells.isEmpty else { return }
        guard row >= nextRow, row <= Self.mostRows - times else { throw failure(.workbookCorrupt, row, nil) }
        if !isSorted { try sort(row) }
        for _ in 0..<(row - nextRow) { output.append(Byte.lineFeed) }
        given += row - nextRow
        nextRow = row + times
        for _ in 0..<times { try write(row) }
    }

    private mutating func startRow() {
        cells.removeAll(keepingCapacity: true)
        arena.removeAll(keepingCapacity: true)
        isSorted = true
    }

    /// Two cells in one place are somebody's trick: two programs would read different ones.
    private mutating func sort(_ row: Int) throws {
        cells.sort { $0.column < $1.column }
        for (cell, next) in zip(cells, cells.dropFirst()) where cell.column == next.column {
            throw failure(.workbookCorrupt, row, cell.column)
        }
    }

    private mutating func write(_ row: Int) throws {
        let before = output.count
        var column = 0
        for cell in cells {
            while column < cell.column {
                output.append(Self.delimiter)
                column += 1
            }
            append(cell.text)
        }
        filledRows += 1
        isTable = isTable || cells.count > 1
        if filledRows <= Self.headerRows { width = max(width, column + 1) }
        while filledRows > 1, column + 1 < width {
            output.append(Self.delimiter)
            column += 1
        }
        output.append(Byte.lineFeed)
        given += output.count - before
        if given > limit { throw failure(.zipBomb, row, nil) }
    }

    private mutating func append(_ text: Range<Int>) {
        arena.withUnsafeBytes { arena in
            let bytes = UnsafeRawBufferPointer(rebasing: arena[text])
            guard Self.needsQuotes(bytes) else { return output.append(contentsOf: bytes) }
            output.append(Byte.quote)
            for byte in bytes {
                if byte == Byte.quote { output.append(byte) }
                output.append(byte)
            }
            output.append(Byte.quote)
        }
    }

    private static func needsQuotes(_ text: UnsafeRawBufferPointer) -> Bool {
        text[0] == Byte.space || text[text.count - 1] == Byte.space
            || text.contains { $0 == delimiter || $0 == Byte.quote || $0 == 10 || $0 == 13 }
    }

    private static let delimiter = Delimiter.comma.rawValue

    private func failure(_ code: DiagnosticCode, _ row: Int, _ column: Int?) -> Diagnostic {
        var place = place
        (place.row, place.column) = (row, column)
        return Diagnostic(code, at: place)
    }
}
