import WeirCore
import WeirFormats
import WeirIngest
import WeirRedact

/// Ingest, and a look at what it leaves behind: answers in columns nobody declared, rows without any text, and dates
/// outside the field period, because a mistyped year must not decide which upload is the newest.
struct IntakeStage: Stage {
    let ingest: IngestStage
    let delimiter: UInt8
    let fieldPeriod: ClosedRange<Month>?
    /// Columns that no line of the crosswalk names.
    let undeclared: [Int]
    /// Rows that were made blank, because they refuse the upload.
    let left: Set<Int>
    /// Know people's names in such columns.
    private let scrubbers = ScrubberPool()

    init(
        ingest: IngestStage, delimiter: UInt8, fieldPeriod: ClosedRange<Month>?, undeclared: [Int], left: Set<Int> = []
    ) {
        self.ingest = ingest
        self.left = left
        self.delimiter = delimiter
        self.fieldPeriod = fieldPeriod
        self.undeclared = undeclared
    }

    var name: String { ingest.name }

    func process(_ batch: Batch<Bytes>) throws -> (Batch<Raw>, IntakeSummary) {
        // Ingest works in place, so what may be read again is set aside before.
        let text = TextOfBatch(batch.storage, delimiter: delimiter)
        var summary = IntakeSummary()
        let (raw, learnt) = try ingest.process(batch)
        summary.ingest = learnt
        summary.blankRows = BlankRows(in: raw.storage, leaving: left)
        if !undeclared.isEmpty { countUndeclared(text, &summary.ingest.findings) }
        let strays = takeStrayMonths(of: raw.storage)
        if !strays.isEmpty { try leaveOut(strays, of: text, &summary.ingest) }
        return (raw, summary)
    }

    private func countUndeclared(_ text: TextOfBatch, _ findings: inout Findings) {
        text.forEachRecord { row, record, _, bytes in
            for column in undeclared where column < record.count && record[column].length > 0 {
                findings.add(.init(.columnFilled, column: column), row: row)
                if identifies(UnsafeBufferPointer(bytes)[record[column]]) {
                    findings.add(.init(.columnIdentifies, column: column), row: row)
                }
            }
        }
    }

    /// By its shape, or as somebody's name.
    private func identifies(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        IdentifierShape(of: UnsafeRawBufferPointer(text)) != nil || scrubbers.with { $0.isName(text) }
    }

    /// Makes months outside the field period unknown.
    /// - Returns: their rows.
    private func takeStrayMonths(of storage: BatchStorage) -> [Int] {
        guard let fieldPeriod else { return [] }
        var rows: [Int] = []
        for (index, number) in storage.months.enumerated() where number != Month.unknown.number {
            if fieldPeriod.contains(Month(number: number)) { continue }
            storage.months[index] = Month.unknown.number
            rows.append(Int(storage.sourceRows[index]))
        }
        return rows
    }

    /// Ingest tells only the last of all days; here it becomes that of the other rows alone.
    private func leaveOut(_ rows: [Int], of text: TextOfBatch, _ learnt: inout IngestSummary) throws {
        for row in rows { learnt.findings.add(.init(.answerOutsidePeriod, column: ingest.submittedColumn), row: row) }
        learnt.lastDay = try ingest.process(text.batch(without: Set(rows))).1.lastDay
    }
}

/// What the intake of an upload teaches.
struct IntakeSummary: Summary {
    var ingest = IngestSummary()
    var blankRows = BlankRows()

    mutating func merge(_ later: Self) {
        ingest.merge(later.ingest)
        blankRows.merge(later.blankRows)
    }
}

/// Rows without any text, known by the gaps between the rows that were taken.
struct BlankRows: Summary {
    private var rows: Range<Int>?
    private(set) var tally = Tally()
    /// Rows that are blank only because they were left out.
    private var left: Set<Int> = []

    init() {}

    init(in storage: BatchStorage, leaving left: Set<Int> = []) {
        self.left = left
        var next = storage.firstRow
        for row in storage.sourceRows {
            note(next..<Int(row))
            next = Int(row) + 1
        }
        rows = storage.firstRow..<next
    }

    /// The rows between two batches are blank ones at the end of the first.
    mutating func merge(_ later: Self) {
        guard let added = later.rows else { return }
        left = later.left
        if let rows { note(rows.upperBound..<added.lowerBound) }
        rows = (rows?.lowerBound ?? added.lowerBound)..<added.upperBound
        tally.merge(later.tally)
    }

    /// Adds the rows up to the end of the file, whose last row is `end` - 1.
    mutating func close(at end: Int) {
        if let rows, rows.upperBound < end { note(rows.upperBound..<end) }
    }

    private mutating func note(_ rows: Range<Int>) { for row in rows where !left.contains(row) { tally.add(row: row) } }
}

/// A batch's text as it was before a stage worked on it.
private struct TextOfBatch {
    let bytes: [UInt8]
    let firstRow: Int
    let firstByte: Int
    let parser: RecordParser

    init(_ storage: BatchStorage, delimiter: UInt8) {
        bytes = storage.bytes
        firstRow = storage.firstRow
        firstByte = storage.firstByte
        parser = RecordParser(delimiter: delimiter)
    }

    /// Calls `body` with each record: its row, its cells, and where its bytes lie.
    func forEachRecord(
        _ body: (_ row: Int, _ record: [Cell], _ place: Range<Int>, _ bytes: UnsafeMutableBufferPointer<UInt8>) -> Void
    ) {
        var scratch = bytes
        var record: [Cell] = []
        scratch.withUnsafeMutableBufferPointer { buffer in
            var (at, row) = (0, firstRow)
            while at < buffer.count {
                let start = at
                at = parser.parse(buffer, from: at, into: &record)
                body(row, record, start..<at, buffer)
                row += 1
            }
        }
    }

    /// The same records without some rows.
    func batch(without rows: Set<Int>) -> Batch<Bytes> {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        forEachRecord { row, _, place, _ in if !rows.contains(row) { kept += bytes[place] } }
        return Batch(BatchStorage(bytes: kept, firstRow: firstRow, firstByte: firstByte))
    }
}
