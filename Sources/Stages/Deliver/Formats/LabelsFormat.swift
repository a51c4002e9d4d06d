import WeirCore
import WeirFormats

/// Delimited text with labels; a missing value is its reason behind its code, so that no label is taken for one.
struct LabelsEncoder: RowEncoder {
    private let hasMonth: Bool
    private let contents: [LabelledColumn]
    private let reasons: CodeBytes

    init(_ table: DataTable) {
        hasMonth = table.hasMonth
        reasons = Self.cells([])
        contents = LabelledColumn.all(of: table, cells: Self.cells)
    }

    private static func cells(_ categories: [DataTable.Meaning]) -> CodeBytes {
        let named = categories.map { (code: $0.code, bytes: cell($0.label)) }
        let missing = DataTable.reasons.map { (code: $0.code, bytes: cell($0.shown)) }
        return CodeBytes(named + missing) { Array(String($0).utf8) }
    }

    private static func cell(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = Array(text.utf8).withUnsafeBufferPointer { TextCell($0).write(to: &bytes) }
        return bytes
    }

    func piece(of rows: BatchStorage) -> TablePiece {
        var text: [UInt8] = []
        text.reserveCapacity(rows.rowCount * contents.count * 12 + rows.arena.count)
        for row in 0..<rows.rowCount { write(row, of: rows, to: &text) }
        return .bytes(text)
    }

    private func write(_ row: Int, of storage: BatchStorage, to text: inout [UInt8]) {
        storage.pseudonyms[row].write(to: &text)
        if hasMonth {
            text.append(44)
            text.append(contentsOf: Month(number: storage.months[row]).text.utf8)
        }
        let rows = storage.rowCount
        for content in contents {
            text.append(44)
            switch content {
            case .code(let place, let cells): cells.write(storage.codes[place * rows + row], to: &text)
            case .reason(let place):
                let code = storage.codes[place * rows + row]
                if code != DataTable.noReason { reasons.write(code, to: &text) }
            case .number(let place):
                let number = storage.numbers[place * rows + row]
                if let reason = storage.reason(number) {
                    reasons.write(reason, to: &text)
                } else {
                    text.appendDigits(number)
                }
            case .text(let place):
                storage.withText(storage.texts[place * rows + row]) { _ = TextCell($0).write(to: &text) }
            }
        }
        text.append(10)
    }
}

extension DataTable.Meaning {
    /// A missing reason as a label among labels.
    var shown: String { "\(code) \(label)" }
}
