public import WeirCore
public import WeirFormats

/// Writes protected rows as delimited text and deflates them, a block at a time.
public struct TableStage: Stage {
    /// What a column's cells are.
    private enum Content {
        case code(Int)
        /// A missing reason beside a text, blank where there is a text.
        case reason(Int)
        case number(Int)
        case text(Int)
    }

    private let schema: Schema
    private let contents: [Content]
    private let words: CodeWords

    public var name: String { "deliver" }

    /// A stage for a schema's columns.
    public init(schema: Schema) {
        self.schema = schema
        contents = schema.columns.map { column in
            switch column.kind {
            case .code(let place): column.companion == .missing ? .reason(place) : .code(place)
            case .number(let place): .number(place)
            case .text(let place): .text(place)
            }
        }
        words = CodeWords()
    }

    /// The header row as text.
    public var header: [UInt8] {
        var writer = CSVWriter()
        writer.record(["pseudonym", "submitted_month"] + schema.columns.map(\.name))
        return writer.bytes
    }

    public func process(_ batch: Batch<Protected>) throws -> (GzipBlock, DeliverSummary) {
        let storage = batch.storage
        var text: [UInt8] = []
        text.reserveCapacity(storage.rowCount * (schema.columns.count * 5 + 32) + storage.arena.count)
        var summary = DeliverSummary()
        for row in 0..<storage.rowCount { write(row, of: storage, to: &text, &summary) }
        summary.rows = storage.rowCount
        summary.bytes = text.count
        return (GzipBlock(deflating: text), summary)
    }

    private func write(_ row: Int, of storage: BatchStorage, to text: inout [UInt8], _ summary: inout DeliverSummary) {
        storage.pseudonyms[row].write(to: &text)
        text.append(44)
        text.append(contentsOf: Month(number: storage.months[row]).text.utf8)
        let rows = storage.rowCount
        for content in contents {
            text.append(44)
            switch content {
            case .code(let place): words.write(storage.codes[place * rows + row], to: &text)
            case .reason(let place):
                let code = storage.codes[place * rows + row]
                if code != 0 { words.write(code, to: &text) }
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
        } else if let whole = Int(exactly: number) {
            text.append(contentsOf: String(whole).utf8)
        } else {
            text.append(contentsOf: number.description.utf8)
        }
    }
}

/// What Deliver learns.
public struct DeliverSummary: Summary {
    /// Rows and bytes of text written.
    public var rows = 0
    /// Bytes of text written.
    public var bytes = 0
    /// Open answers written.
    public var texts = 0
    /// Line breaks inside them that became blanks.
    public var lineBreaks = 0
    /// Texts that a spreadsheet would take for a formula, and that got an apostrophe before them.
    public var guarded = 0

    public init() {}

    /// Writes a text as a cell, and counts what is done to it.
    mutating func write(_ cell: Cell, of arena: [UInt8], to text: inout [UInt8]) {
        guard cell.length > 0 else { return }
        texts += 1
        arena.withUnsafeBufferPointer { arena in
            let writer = TextCell(UnsafeBufferPointer(rebasing: arena[Int(cell.offset)...].prefix(Int(cell.length))))
            if writer.isFormula { guarded += 1 }
            lineBreaks += writer.write(to: &text)
        }
    }

    public mutating func merge(_ later: Self) {
        rows += later.rows
        bytes += later.bytes
        texts += later.texts
        lineBreaks += later.lineBreaks
        guarded += later.guarded
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
