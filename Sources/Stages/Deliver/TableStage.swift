public import WeirCore
public import WeirFormats

/// Writes protected rows as delimited text and deflates them, a block at a time.
public struct TableStage: Stage {
    private let schema: Schema
    private let words: CodeWords

    public var name: String { "deliver" }

    /// A stage for a schema's columns.
    public init(schema: Schema) {
        self.schema = schema
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
        text.reserveCapacity(storage.rowCount * (schema.columns.count * 5 + 32))
        for row in 0..<storage.rowCount { write(row, of: storage, to: &text) }
        var summary = DeliverSummary()
        summary.rows = storage.rowCount
        summary.bytes = text.count
        return (GzipBlock(deflating: text), summary)
    }

    private func write(_ row: Int, of storage: BatchStorage, to text: inout [UInt8]) {
        storage.pseudonyms[row].write(to: &text)
        text.append(44)
        text.append(contentsOf: Month(number: storage.months[row]).text.utf8)
        for column in schema.columns {
            text.append(44)
            switch column.kind {
            case .code(let place): words.write(storage.codes[place * storage.rowCount + row], to: &text)
            case .number(let place): write(storage.numbers[place * storage.rowCount + row], to: &text)
            // No open answer is safe yet; its missing reason stands beside it.
            case .text: break
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

    public init() {}

    public mutating func merge(_ later: Self) {
        rows += later.rows
        bytes += later.bytes
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
