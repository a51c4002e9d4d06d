import WeirCore
import WeirFormats

/// Delimited text with codes.
struct CodesEncoder: Sendable {
    private let table: DataTable
    private let contents: [DataTable.Column.Content]
    private let texts: Int
    private let words = CodeWords()

    init(_ table: DataTable) {
        self.table = table
        contents = table.columns.map(\.content)
        texts = table.columns.count * 5 + 32
    }

    /// The header row.
    static func header(_ table: DataTable) -> [UInt8] {
        var writer = CSVWriter()
        writer.record([table.key.name] + (table.hasMonth ? ["submitted_month"] : []) + table.columns.map(\.name))
        return writer.bytes
    }

    func text(of rows: BatchStorage, _ summary: inout DeliverSummary) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(rows.rowCount * texts + rows.arena.count)
        for row in 0..<rows.rowCount { write(row, of: rows, to: &text, &summary) }
        return text
    }

    private func write(_ row: Int, of storage: BatchStorage, to text: inout [UInt8], _ summary: inout DeliverSummary) {
        storage.pseudonyms[row].write(to: &text)
        if table.hasMonth {
            text.append(44)
            text.append(contentsOf: Month(number: storage.months[row]).text.utf8)
        }
        let rows = storage.rowCount
        for content in contents {
            text.append(44)
            switch content {
            case .code(let place): words.write(storage.codes[place * rows + row], to: &text)
            case .reason(let place):
                let code = storage.codes[place * rows + row]
                if code != DataTable.noReason { words.write(code, to: &text) }
            case .number(let place): write(storage.numbers[place * rows + row], to: &text)
            case .text(let place): summary.write(storage.texts[place * rows + row], of: storage.arena, to: &text)
            }
        }
        text.append(10)
    }

    /// The shortest text that reads back as the same number, without a needless `.0`.
    private func write(_ number: Double, to text: inout [UInt8]) {
        if number == number.rounded(), number >= 0, number < 65_536 {
            words.write(UInt16(number), to: &text)
        } else {
            text.appendDigits(number)
        }
    }
}

/// The digits of all codes, made once.
private struct CodeWords: Sendable {
    private let words: [UInt64]

    /// Up to seven characters and their number in one word, so that no code costs a division.
    init() {
        words = (0...10_000).map { code in
            let digits = Array(String(code).utf8)
            let packed = digits.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
            return packed | UInt64(digits.count) << 56
        }
    }

    @inline(__always)
    func write(_ code: UInt16, to text: inout [UInt8]) {
        guard Int(code) < words.count else {
            text.append(contentsOf: String(code).utf8)
            return
        }
        var word = words[Int(code)]
        for _ in 0..<(word >> 56) {
            text.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
    }
}
