import WeirCore
import WeirFormats
import WeirIngest

/// Ingest, with its dates held against the field period: a mistyped year must not decide which upload is the newest.
struct IntakeStage: Stage {
    let ingest: IngestStage
    let delimiter: UInt8
    let fieldPeriod: ClosedRange<Month>?

    var name: String { ingest.name }

    func process(_ batch: Batch<Bytes>) throws -> (Batch<Raw>, IngestSummary) {
        // Ingest works in place, so what may be read again is set aside before.
        let text = TextOfBatch(batch.storage)
        var (raw, learnt) = try ingest.process(batch)
        let strays = takeStrayMonths(of: raw.storage)
        guard !strays.isEmpty else { return (raw, learnt) }
        for row in strays { learnt.findings.add(.init(.answerOutsidePeriod), row: row) }
        // Ingest tells only the last of all days; here it is that of the other rows alone.
        let others = try ingest.process(text.batch(without: Set(strays), delimiter: delimiter)).1
        learnt.lastDay = others.lastDay
        return (raw, learnt)
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
}

/// A batch's text as it was before a stage worked on it.
private struct TextOfBatch {
    let sequence: Int
    let bytes: [UInt8]
    let firstRow: Int
    let firstByte: Int

    init(_ storage: BatchStorage) {
        sequence = storage.sequence
        bytes = storage.bytes
        firstRow = storage.firstRow
        firstByte = storage.firstByte
    }

    /// The same records without some rows.
    func batch(without rows: Set<Int>, delimiter: UInt8) -> Batch<Bytes> {
        let parser = RecordParser(delimiter: delimiter)
        var (scratch, kept, record): ([UInt8], [UInt8], [Cell]) = (bytes, [], [])
        kept.reserveCapacity(bytes.count)
        scratch.withUnsafeMutableBufferPointer { buffer in
            var (at, row) = (0, firstRow)
            while at < buffer.count {
                let start = at
                at = parser.parse(buffer, from: at, into: &record)
                if !rows.contains(row) { kept += bytes[start..<at] }
                row += 1
            }
        }
        return Batch(BatchStorage(sequence: sequence, bytes: kept, firstRow: firstRow, firstByte: firstByte))
    }
}
