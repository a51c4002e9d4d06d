import WeirCore
import WeirFormats
import WeirIngest

/// Counts what is in a batch, and says what became of its interviews when a study tells how.
struct PeekStage: Stage {
    let file: String
    let delimiter: UInt8
    let encoding: TextEncoding?
    let dispositions: DispositionReader?
    var mojibake = Mojibake()

    var name: String { "peek" }

    func process(_ batch: Batch<Bytes>) throws -> (Void, PeekCounts) {
        let storage = batch.storage
        var counts = PeekCounts()
        let check = TextCheck(delimiter: delimiter, encoding: encoding, file: file)
        let defect = check.defect(in: storage.bytes, firstRow: storage.firstRow, firstByte: storage.firstByte)
        if let defect { counts.defects.append(defect) }
        let places = count(storage, &counts)
        counts.hidden.add(
            storage.bytes, storage.ends, delimiter: delimiter, firstRow: storage.firstRow, areHeaders: false)
        if storage.bytes.withUnsafeBytes({ mojibake.stands(in: $0) }) { counts.garbled = garbled(storage) }
        if let dispositions {
            (counts.dispositions, counts.findings) = try dispositions.read(
                places, of: storage, hasHiddenSigns: counts.hidden.turnsText)
        }
        return ((), counts)
    }

    /// Counts rows and columns.
    /// - Returns: where the rows with any text are.
    private func count(_ storage: BatchStorage, _ counts: inout PeekCounts) -> [AnswerPicker.Place] {
        // Moved out, so that nothing is copied.
        var bytes = storage.bytes
        storage.bytes = []
        defer { storage.bytes = bytes }
        var places: [AnswerPicker.Place] = []
        _ = RecordParser(delimiter: delimiter).withCursor(over: &bytes, storage.ends) { records in
            var row = storage.firstRow
            while let (place, isBlank) = records.skip() {
                counts.columns = max(counts.columns, place.width)
                if isBlank { counts.blank += 1 } else { places.append((place, row)) }
                row += 1
            }
        }
        counts.rows = places.count
        return places
    }

    /// How many cells have letters that were lost between two encodings.
    private func garbled(_ storage: BatchStorage) -> Int {
        var copy = storage.bytes
        return RecordParser(delimiter: delimiter).withCursor(over: &copy, storage.ends) { records in
            var record: [Cell] = []
            var count = 0
            while records.next(into: &record) {
                count += record.count { cell in
                    let end = Int(cell.offset) + Int(cell.length)
                    return mojibake.stands(in: UnsafeRawBufferPointer(rebasing: records.text[Int(cell.offset)..<end]))
                }
            }
            return count
        } ?? 0
    }
}

/// What stands in a file, counted.
struct PeekCounts: Summary {
    /// Rows with any text, and those without.
    var rows = 0
    var blank = 0
    /// The cells of the widest row.
    var columns = 0
    /// Cells with letters that were lost between two encodings.
    var garbled = 0
    /// Cells with signs that nobody sees.
    var hidden = HiddenSignTally()
    /// Bytes that are no text.
    var defects: [Diagnostic] = []
    var dispositions = DispositionCounts()
    /// What is wrong with the width of rows; known only when a study is.
    var findings = Findings()

    mutating func merge(_ later: Self) {
        rows += later.rows
        blank += later.blank
        columns = max(columns, later.columns)
        garbled += later.garbled
        hidden.merge(later.hidden)
        defects += later.defects
        dispositions.merge(later.dispositions)
        findings.merge(later.findings)
    }
}
