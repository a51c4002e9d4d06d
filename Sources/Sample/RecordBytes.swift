/// Builds delimited records as bytes.
struct RecordBytes {
    private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8
    private let lineEnd: [UInt8]
    private let quotesAll: Bool
    private var isFirst = true

    init(delimiter: UInt8 = 44, lineEnd: [UInt8] = [10], quotesAll: Bool = false) {
        self.delimiter = delimiter
        self.lineEnd = lineEnd
        self.quotesAll = quotesAll
        bytes.reserveCapacity(1 << 14)
    }

    mutating func cell(_ text: [UInt8]) {
        startCell()
        if quotesAll || needsQuotes(text) { appendQuoted(text) } else { bytes.append(contentsOf: text) }
    }

    mutating func blank() {
        startCell()
        if quotesAll {
            bytes.append(34)
            bytes.append(34)
        }
    }

    /// A whole number.
    mutating func number(_ number: Int64) {
        startCell()
        if quotesAll { bytes.append(34) }
        appendDigits(number)
        if quotesAll { bytes.append(34) }
    }

    /// A number in tenths; the decimal is left out when it is 0.
    mutating func number(tenths: Int64, mark: UInt8) {
        if tenths % 10 == 0 { return number(tenths / 10) }
        startCell()
        let quotes = quotesAll || mark == delimiter
        if quotes { bytes.append(34) }
        appendDigits(tenths / 10)
        bytes.append(mark)
        appendDigits(tenths % 10)
        if quotes { bytes.append(34) }
    }

    mutating func endRecord() {
        bytes.append(contentsOf: lineEnd)
        isFirst = true
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    private mutating func startCell() {
        if !isFirst { bytes.append(delimiter) }
        isFirst = false
    }

    private func needsQuotes(_ text: [UInt8]) -> Bool {
        if text.first == 32 || text.last == 32 { return true }
        return text.contains { $0 == delimiter || $0 == 34 || $0 == 10 || $0 == 13 }
    }

    private mutating func appendQuoted(_ text: [UInt8]) {
        bytes.append(34)
        for byte in text {
            if byte == 34 { bytes.append(34) }
            bytes.append(byte)
        }
        bytes.append(34)
    }

    private mutating func appendDigits(_ number: Int64) {
        if number < 10 {
            bytes.append(48 + UInt8(max(0, number)))
            return
        }
        appendDigits(number / 10)
        bytes.append(48 + UInt8(number % 10))
    }
}
