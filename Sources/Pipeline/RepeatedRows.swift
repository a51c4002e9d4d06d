import WeirCore

/// Finds respondents who stand in an upload twice, and complete interviews with the same answers throughout. It keeps
/// sixteen bytes a row.
///
/// Unchecked Sendable: the flow hands it one batch at a time, in the upload's order, and it is asked when all have come.
final class RepeatedRows: @unchecked Sendable {
    private let codes: [Int]
    private let numbers: [Int]
    private var respondents: Set<UInt64> = []
    private var answers: Set<UInt64> = []
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
        for row in 0..<storage.rowCount {
            let isNew = respondents.insert(storage.pseudonyms[row].high).inserted
            if !isNew { sameID.add(row: Int(storage.sourceRows[row])) }
            // The same respondent's answers may well be the same.
            guard storage.dispositions[row] == .complete, isNew else { continue }
            if !answers.insert(fingerprint(row, storage)).inserted {
                sameAnswers.add(row: Int(storage.sourceRows[row]))
            }
        }
    }

    /// FNV-1a over whole values, with the high half folded in.
    private func fingerprint(_ row: Int, _ storage: BatchStorage) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ value: UInt64) {
            hash = (hash ^ value) &* 0x0000_0100_0000_01B3
            hash ^= hash >> 29
        }
        for column in codes { mix(UInt64(storage.codes[column * storage.rowCount + row])) }
        for column in numbers { mix(storage.numbers[column * storage.rowCount + row].bitPattern) }
        return hash
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
