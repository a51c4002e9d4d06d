import WeirCore

/// Finds respondents who stand in an upload twice, and complete interviews with the same answers throughout. It keeps
/// sixteen bytes a row.
///
/// Unchecked Sendable: the flow hands it one batch at a time, in the upload's order, and it is asked when all have come.
final class RepeatedRows: @unchecked Sendable {
    private let codes: [Int]
    private let numbers: [Int]
    private var respondents = SeenHashes()
    private var answers = SeenHashes()
    private var sameID = Tally()
    private var sameAnswers = Tally()

    init(_ schema: Schema) {
        // Why an open answer is not there may be people's decision, and none is in the verdict.
        codes = schema.columns.filter { $0.companion != .missing }.compactMap {
            if case .code(let place) = $0.kind { place } else { nil }
        }
        numbers = schema.columns.compactMap { if case .number(let place) = $0.kind { place } else { nil } }
    }

    func look(at batch: Batch<Harmonised>) {
        let storage = batch.storage
        var complete: [Int] = []
        for row in 0..<storage.rowCount {
            let isNew = respondents.insert(storage.pseudonyms[row].high)
            if !isNew { sameID.add(row: Int(storage.sourceRows[row])) }
            // The same respondent's answers may well be the same.
            if storage.dispositions[row] == .complete, isNew { complete.append(row) }
        }
        for (row, hash) in zip(complete, fingerprints(complete, storage)) where !answers.insert(hash) {
            sameAnswers.add(row: Int(storage.sourceRows[row]))
        }
    }

    /// FNV-1a over whole values, with the high half folded in; a column after the other, as they stand.
    private func fingerprints(_ rows: [Int], _ storage: BatchStorage) -> [UInt64] {
        var hashes = [UInt64](repeating: 0xCBF2_9CE4_8422_2325, count: rows.count)
        for column in codes {
            Self.mix(storage.codes, from: column * storage.rowCount, rows, into: &hashes) { UInt64($0) }
        }
        for column in numbers {
            Self.mix(storage.numbers, from: column * storage.rowCount, rows, into: &hashes) { $0.bitPattern }
        }
        return hashes
    }

    @inline(__always)
    private static func mix<Value>(
        _ values: [Value], from start: Int, _ rows: [Int], into hashes: inout [UInt64], _ bits: (Value) -> UInt64
    ) {
        values.withUnsafeBufferPointer { values in
            hashes.withUnsafeMutableBufferPointer { hashes in
                for (place, row) in rows.enumerated() {
                    let hash = (hashes[place] ^ bits(values[start + row])) &* 0x0000_0100_0000_01B3
                    hashes[place] = hash ^ hash >> 29
                }
            }
        }
    }

    /// What was found, once the whole upload has been seen.
    func findings(in file: String, column: Int?) -> [Diagnostic] {
        let found: [(DiagnosticCode, Tally, Int?)] = [
            (.idRepeated, sameID, column), (.answersRepeated, sameAnswers, nil),
        ]
        return found.filter { $0.1.count > 0 }.map { code, tally, column in
            Diagnostic(
                code, at: Place(file: file, row: tally.firstRows.first, column: column), count: tally.count,
                firstRows: tally.firstRows)
        }
    }
}
