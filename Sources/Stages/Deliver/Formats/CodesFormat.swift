import WeirCore
import WeirFormats

/// Delimited text with codes.
struct CodesEncoder: Sendable {
    private let table: DataTable
    private let contents: [DataTable.Column.Content]
    /// The columns of codes that are written, in their order.
    private let codes: [Int]
    private let texts: Int
    private let words = CodeWords()

    init(_ table: DataTable) {
        self.table = table
        contents = table.columns.map(\.content)
        codes = contents.compactMap { content in
            switch content {
            case .code(let place), .reason(let place): place
            case .number, .text: nil
            }
        }
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
        var months = MonthCells()
        ShortCells.withRoom(for: contents.count) { cells in
            for first in stride(from: 0, to: rows.rowCount, by: Self.rowsAtOnce) {
                let some = first..<min(first + Self.rowsAtOnce, rows.rowCount)
                withRowsOfCodes(some, of: rows) { codes in
                    for row in some {
                        rows.pseudonyms[row].write(to: &text)
                        if table.hasMonth { text.append(contentsOf: months.cell(rows.months[row])) }
                        let own = (row - first) * self.codes.count..<(row - first + 1) * self.codes.count
                        write(row, of: rows, UnsafeBufferPointer(rebasing: codes[own]), to: &text, &cells, &summary)
                    }
                }
            }
        }
        return text
    }

    /// Rows that are written one after the other while their codes are near at hand.
    private static let rowsAtOnce = 64

    /// Calls `body` with the codes of some rows, row by row: columns far apart would be fetched anew for every cell.
    private func withRowsOfCodes(
        _ some: Range<Int>, of rows: BatchStorage, _ body: (UnsafeBufferPointer<UInt16>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: some.count * codes.count) { turned in
            rows.codes.withUnsafeBufferPointer { source in
                for (column, place) in codes.enumerated() {
                    for row in some {
                        turned.initializeElement(
                            at: (row - some.lowerBound) * codes.count + column, to: source[place * rows.rowCount + row])
                    }
                }
            }
            body(UnsafeBufferPointer(turned))
        }
    }

    private func write(
        _ row: Int, of storage: BatchStorage, _ codes: UnsafeBufferPointer<UInt16>, to text: inout [UInt8],
        _ cells: inout ShortCells, _ summary: inout DeliverSummary
    ) {
        let rows = storage.rowCount
        var next = 0
        for content in contents {
            switch content {
            case .code:
                write(codes[next], to: &text, &cells)
                next += 1
            case .reason:
                let code = codes[next]
                next += 1
                if code != DataTable.noReason { write(code, to: &text, &cells) } else { cells.add(CodeWords.blank) }
            case .number(let place): write(storage.numbers[place * rows + row], to: &text, &cells)
            case .text(let place):
                cells.add(CodeWords.blank)
                let cell = storage.texts[place * rows + row]
                guard cell.length > 0 else { continue }
                cells.flush(to: &text)
                summary.write(cell, of: storage.arena, to: &text)
            }
        }
        cells.flush(to: &text)
        text.append(10)
    }

    @inline(__always)
    private func write(_ code: UInt16, to text: inout [UInt8], _ cells: inout ShortCells) {
        if let word = words[code] { return cells.add(word) }
        cells.add(CodeWords.blank)
        cells.flush(to: &text)
        text.append(contentsOf: String(code).utf8)
    }

    /// The shortest text that reads back as the same number, without a needless `.0`.
    private func write(_ number: Double, to text: inout [UInt8], _ cells: inout ShortCells) {
        if number == number.rounded(), number >= 0, number < 65_536 {
            return write(UInt16(number), to: &text, &cells)
        }
        cells.add(CodeWords.blank)
        cells.flush(to: &text)
        text.appendDigits(number)
    }
}

/// Cells of one row that are written together: most have a few digits, and adding each to the text by itself would cost
/// more than the digits.
private struct ShortCells {
    private let room: UnsafeMutableRawPointer
    private var count = 0

    /// Calls `body` with room for so many cells.
    static func withRoom(for cells: Int, _ body: (inout ShortCells) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: 8 * (cells + 1), alignment: 8) { room in
            guard let base = room.baseAddress else { return }
            var cells = ShortCells(room: base)
            body(&cells)
        }
    }

    private init(room: UnsafeMutableRawPointer) { self.room = room }

    /// Adds a cell's word; the bytes behind its characters are written over by the next.
    @inline(__always)
    mutating func add(_ word: UInt64) {
        room.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
        count += Int(word >> 56)
    }

    mutating func flush(to text: inout [UInt8]) {
        text.append(contentsOf: UnsafeRawBufferPointer(start: room, count: count))
        count = 0
    }
}

/// The cell of the month of submission, made anew only where another month follows.
private struct MonthCells {
    private var number: UInt16?
    private var bytes: [UInt8] = []

    mutating func cell(_ month: UInt16) -> [UInt8] {
        if month != number {
            number = month
            bytes = [44] + Array(Month(number: month).text.utf8)
        }
        return bytes
    }
}

/// The cells of all codes, made once.
private struct CodeWords: Sendable {
    private let words: [UInt64]

    /// A cell without text: the comma.
    static let blank: UInt64 = 44 | 1 << 56

    init() { words = (0...10_000).map { Self.word(String($0)) } }

    /// The comma in front of a cell, up to six characters, and the number of them all in one word, so that no code costs a
    /// division.
    private static func word(_ text: String) -> UInt64 {
        let bytes = [44] + Array(text.utf8)
        let packed = bytes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
        return packed | UInt64(bytes.count) << 56
    }

    /// A code's word; nil for one that has none.
    @inline(__always)
    subscript(code: UInt16) -> UInt64? { Int(code) < words.count ? words[Int(code)] : nil }
}
