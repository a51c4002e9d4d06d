/// Writes delimited text into bytes, quoting what RFC 4180 asks to quote.
public struct CSVWriter {
    /// What was written so far.
    public var bytes: [UInt8] = []
    private let delimiter: UInt8
    private let lineEnd: [UInt8]
    private let quotesAll: Bool
    private var atStart = true

    /// A writer; the standard ends lines with LF.
    public init(delimiter: Delimiter = .comma, lineEnd: String = "\n", quotesAll: Bool = false) {
        self.delimiter = delimiter.rawValue
        self.lineEnd = Array(lineEnd.utf8)
        self.quotesAll = quotesAll
    }

    /// Appends a cell.
    public mutating func cell(_ text: String) {
        startCell()
        let utf8 = text.utf8
        let needsQuotes =
            utf8.contains { $0 == delimiter || $0 == 34 || $0 == 10 || $0 == 13 }
            || utf8.first == 32 || utf8.last == 32
        guard needsQuotes || quotesAll else {
            bytes.append(contentsOf: utf8)
            return
        }
        bytes.append(34)
        for byte in utf8 {
            if byte == 34 { bytes.append(34) }
            bytes.append(byte)
        }
        bytes.append(34)
    }

    /// Ends the record.
    public mutating func endRecord() {
        bytes.append(contentsOf: lineEnd)
        atStart = true
    }

    /// A whole record.
    public mutating func record(_ cells: some Sequence<String>) {
        for text in cells { cell(text) }
        endRecord()
    }

    private mutating func startCell() {
        if !atStart { bytes.append(delimiter) }
        atStart = false
    }
}
