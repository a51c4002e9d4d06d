public import WeirCore

/// A small table that people edit, read whole: a header row, then records with the line they start on.
public struct SmallTable: Sendable {
    /// A record.
    public struct Record: Sendable {
        /// The row as a spreadsheet numbers it.
        public var row: Int
        /// The cells, as many as the header has.
        public var cells: [String]
    }

    /// The header's cells.
    public var header: [String]
    /// The records that are not blank.
    public var records: [Record]
    /// Records longer than the header: nobody knows which of their cells is one too many.
    public var tooLong: [Record]

    /// Reads a table of UTF-8 text, delimited by comma, semicolon or tab as the header row shows.
    /// - Throws: `Diagnostics`: empty, not UTF-8, or records longer than the header.
    public init(_ bytes: [UInt8], name: String) throws {
        var problems: [Diagnostic] = []
        try self.init(bytes, name: name, problems: &problems)
        if !problems.isEmpty { throw Diagnostics(problems) }
    }

    /// Reads what can be read of a table; records longer than the header stand apart, and are told.
    /// - Throws: `Diagnostics`: empty, or not UTF-8.
    public init(_ bytes: [UInt8], name: String, problems: inout [Diagnostic]) throws {
        let (encoding, mark) = TextEncoding.recognised(in: bytes)
        let text = Array(bytes.dropFirst(mark))
        if encoding != .utf8 || text.withUnsafeBufferPointer({ UTF8Validation.firstInvalid(in: $0) }) != nil {
            throw Diagnostics([Diagnostic(.encodingInvalid, at: Place(file: name))])
        }
        let delimiter = Delimiter.recognised(in: Array(text.prefix(1 << 16))) ?? .comma
        let reader = RecordReader(
            MemorySource(text), name: name, delimiter: delimiter.rawValue, pieceSize: text.count + 1)
        let all: [[String]]
        do {
            let parser = RecordParser(delimiter: delimiter.rawValue)
            var records: [[String]] = []
            while let piece = try reader.next() { records += parser.texts(in: piece.bytes) }
            all = records
            if all.isEmpty { throw Diagnostic(.fileEmpty, at: Place(file: name)) }
        } catch let diagnostic as Diagnostic { throw Diagnostics([diagnostic]) }
        header = all[0]
        records = []
        tooLong = []
        for (index, cells) in all.enumerated().dropFirst() where !cells.allSatisfy(\.isEmpty) {
            let padded = cells.prefix(header.count) + repeatElement("", count: max(0, header.count - cells.count))
            let record = Record(row: index + 1, cells: Array(padded))
            guard cells.count > header.count else {
                records.append(record)
                continue
            }
            tooLong.append(record)
            let place = Place(file: name, row: index + 1, column: header.count)
            problems.append(
                Diagnostic(.rowTooLong, at: place, label: "\(cells.count) instead of \(header.count)"))
        }
    }
}
