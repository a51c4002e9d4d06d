public import WeirCore
public import WeirFormats
public import WeirKeys

/// An upload's bytes become records: cells found, columns bound, respondents named by pseudonym, everything that
/// identifies directly and every original-language text left behind.
public struct IngestStage: Stage {
    private let binding: Binding
    private let delimiter: UInt8
    private let encoding: TextEncoding?
    private let dateOrder: CountryRules.DateOrder
    private let fieldPeriod: ClosedRange<Month>?
    private let pseudonymiser: Pseudonymiser.Upload
    private let schema: Schema
    private let mojibake: Mojibake
    private let file: String
    private let uploadDigest: String

    public var name: String { "ingest" }
    /// The upload's column with the time of submission, if there is one.
    public var submittedColumn: Int? { binding.submitted }

    /// A stage for one upload.
    public init(
        binding: Binding, delimiter: UInt8, encoding: TextEncoding?, rules: CountryRules, pseudonymiser: Pseudonymiser,
        schema: Schema, file: String, upload: Digest
    ) {
        self.binding = binding
        self.delimiter = delimiter
        self.encoding = encoding
        self.schema = schema
        self.file = file
        mojibake = Mojibake(of: rules.language)
        dateOrder = rules.dateOrder
        fieldPeriod = rules.fieldPeriod
        self.pseudonymiser = pseudonymiser.upload(country: rules.country, platform: rules.platform)
        uploadDigest = upload.hexadecimal
    }

    public func process(_ batch: Batch<Bytes>) throws -> (Batch<Raw>, IngestSummary) {
        let storage = batch.storage
        try checkText(storage)
        var summary = IngestSummary()
        summary.bytes = storage.bytes.count
        noteMojibake(storage, &summary)
        // Moved out, so that closing up quotes in place copies nothing.
        var bytes = storage.bytes
        storage.bytes = []
        _ = RecordParser(delimiter: delimiter).withCursor(over: &bytes, storage.ends) { read(&$0, storage, &summary) }
        storage.bytes = bytes
        storage.rowCount = storage.pseudonyms.count
        storage.cellColumns = binding.slots.count
        storage.allocateValues(for: schema)
        summary.rows = storage.rowCount
        return (batch.advanced(), summary)
    }

    private func read(_ records: inout RecordCursor, _ storage: BatchStorage, _ summary: inout IngestSummary) {
        let text = records.text
        var record: [Cell] = []
        var row = storage.firstRow
        // Nearly every batch has none, and pays one look for it.
        let hasHiddenSigns = HiddenSigns.stand(in: text)
        let slots = binding.slots
        storage.cells = [Cell](unsafeUninitializedCapacity: records.mostRecords * slots.count) { cells, filled in
            while records.next(into: &record) {
                if hasHiddenSigns { takeOutHiddenSigns(of: &record, records, row, &summary) }
                if !isBlank(record) {
                    fitToHeader(&record, row, &summary)
                    record.withUnsafeBufferPointer { record in
                        slots.withUnsafeBufferPointer { slots in
                            for slot in slots {
                                cells.initializeElement(at: filled, to: cell(slot, record, text, row, &summary))
                                filled += 1
                            }
                        }
                        take(record, text, row, storage, &summary)
                    }
                }
                row += 1
            }
        }
    }

    /// What turns the writing direction never leaves Ingest, and is told by row and column.
    private func takeOutHiddenSigns(
        of record: inout [Cell], _ records: RecordCursor, _ row: Int, _ summary: inout IngestSummary
    ) {
        for column in records.takeOutHiddenSigns(of: &record) {
            summary.findings.add(.init(.answerHiddenSign, column: column), row: row)
        }
    }

    /// A line without any text is no interview.
    private func isBlank(_ record: [Cell]) -> Bool { record.allSatisfy { $0.length == 0 } }

    private func take(
        _ record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer, _ row: Int, _ storage: BatchStorage,
        _ summary: inout IngestSummary
    ) {
        noteHeaderRow(record, bytes, row, &summary)
        storage.sourceRows.append(UInt32(truncatingIfNeeded: row))
        let submitted = date(in: binding.submitted, record, bytes, row, &summary)
        storage.months.append(submitted?.month.number ?? Month.unknown.number)
        if let column = binding.started {
            let started = start(in: column, before: submitted, record, bytes, row, &summary)
            storage.lengths.append(length(from: started, upTo: submitted, row, &summary))
        }
        storage.pseudonyms.append(pseudonym(record, bytes, row, &summary))
    }

    /// A header row in the middle, known by its cells or by the id column's alone, is another survey's beginning.
    private func noteHeaderRow(
        _ record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer, _ row: Int, _ summary: inout IngestSummary
    ) {
        let column = binding.id.flatMap { column in
            let isHeader = binding.idHeader.withUnsafeBytes { bytes[record[column]].isSame(as: $0) }
            return isHeader && record[column].length > 0 ? column : nil
        }
        guard column != nil || binding.headerTexts.isHeader(record, in: bytes) else { return }
        summary.findings.add(.init(.surveysMixed, column: column), row: row)
    }

    /// A row without cells that are read would be an interview that ended early, or one without consent, although
    /// nobody knows what stood there; and text behind the last header is never dropped. Either way the file is refused.
    private func fitToHeader(_ record: inout [Cell], _ row: Int, _ summary: inout IngestSummary) {
        guard record.count != binding.width else { return }
        if let subject = binding.misfit(of: record) { summary.findings.add(subject, row: row) }
        if record.count < binding.width {
            record.append(contentsOf: repeatElement(.blank, count: binding.width - record.count))
        }
    }

    @inline(__always)
    private func cell(
        _ slot: Binding.Slot, _ record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer, _ row: Int,
        _ summary: inout IngestSummary
    ) -> Cell {
        let cell = slot.cell(in: record, bytes)
        if cell == .untranslated {
            let code: DiagnosticCode = slot.repeatsOriginal(record, bytes) ? .translationRepeats : .answerUntranslated
            summary.findings.add(.init(code, column: slot.column), row: row)
        }
        return cell
    }

    private func date(
        in column: Int?, _ record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer, _ row: Int,
        _ summary: inout IngestSummary
    ) -> SubmissionDate? {
        guard let column, record[column].length > 0 else { return nil }
        guard let date = SubmissionDate(bytes[record[column]], order: dateOrder) else {
            summary.findings.add(.init(.answerNotADate, column: column), row: row)
            return nil
        }
        summary.lastDay = max(summary.lastDay, date.day)
        return date
    }

    /// When the interview began. A start outside the field period is told, unless the end is as well.
    private func start(
        in column: Int, before end: SubmissionDate?, _ record: UnsafeBufferPointer<Cell>,
        _ bytes: UnsafeRawBufferPointer, _ row: Int,
        _ summary: inout IngestSummary
    ) -> SubmissionDate? {
        guard record[column].length > 0 else { return nil }
        guard let date = SubmissionDate(bytes[record[column]], order: dateOrder) else {
            summary.findings.add(.init(.answerNotADate, column: column), row: row)
            return nil
        }
        guard let fieldPeriod, !fieldPeriod.contains(date.month) else { return date }
        if end.map({ fieldPeriod.contains($0.month) }) ?? true {
            summary.findings.add(.init(.answerOutsidePeriod, column: column), row: row)
        }
        return nil
    }

    /// Start and end may be told by clocks of two time zones, so that only a longer way back is impossible.
    private static let clocksApart = 14 * 3600

    private func length(
        from start: SubmissionDate?, upTo end: SubmissionDate?, _ row: Int, _ summary: inout IngestSummary
    ) -> UInt32 {
        guard let start, let end else { return BatchStorage.unknownLength }
        guard let from = start.second, let to = end.second else {
            if end.dayNumber + 1 < start.dayNumber { noteEndBeforeStart(row, &summary) }
            return BatchStorage.unknownLength
        }
        if to + Self.clocksApart < from { noteEndBeforeStart(row, &summary) }
        return to < from ? BatchStorage.unknownLength : UInt32(clamping: to - from)
    }

    private func noteEndBeforeStart(_ row: Int, _ summary: inout IngestSummary) {
        summary.findings.add(.init(.endBeforeStart, column: binding.submitted), row: row)
    }

    private func pseudonym(
        _ record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer, _ row: Int, _ summary: inout IngestSummary
    ) -> Pseudonym {
        guard let column = binding.id, record[column].length > 0 else {
            if let column = binding.id { summary.findings.add(.init(.idBlank, column: column), row: row) }
            return pseudonymiser.pseudonym(ofRow: row, in: uploadDigest)
        }
        let id = bytes[record[column]]
        if SourceID.isDamaged(id) { summary.findings.add(.init(.idDamaged, column: column), row: row) }
        let collector = binding.collector.map { bytes[record[$0]] } ?? UnsafeRawBufferPointer(start: nil, count: 0)
        return pseudonymiser.pseudonym(collector: collector, id: id)
    }

    /// Refuses bytes that are no UTF-8, by row and column.
    private func checkText(_ storage: BatchStorage) throws {
        let check = TextCheck(delimiter: delimiter, encoding: encoding, file: file)
        let defect = check.defect(in: storage.bytes, firstRow: storage.firstRow, firstByte: storage.firstByte)
        if let defect { throw Diagnostics([defect]) }
    }
}

extension IngestStage {
    /// Counts the batch's letters, and the cells whose letters were lost between UTF-8 and another encoding. Nearly every
    /// batch has none.
    private func noteMojibake(_ storage: BatchStorage, _ summary: inout IngestSummary) {
        guard storage.bytes.withUnsafeBytes({ summary.letters.add($0, mojibake) }) else { return }
        var copy = storage.bytes
        var record: [Cell] = []
        let parser = RecordParser(delimiter: delimiter)
        copy.withUnsafeMutableBufferPointer { bytes in
            var (at, row) = (0, storage.firstRow)
            while at < bytes.count {
                at = parser.parse(bytes, from: at, into: &record)
                let text = UnsafeRawBufferPointer(bytes)
                for (column, cell) in record.enumerated() {
                    guard let found = mojibake.first(in: text[cell]) else { continue }
                    let subject = Findings.Subject(.answerMojibake, column: column, misreading: found.misreading)
                    summary.findings.add(subject, row: row)
                }
                row += 1
            }
        }
    }
}

/// What Ingest learns from an upload.
public struct IngestSummary: Summary {
    /// Interviews.
    public var rows = 0
    /// Bytes of text.
    public var bytes = 0
    /// The last day of submission as one number, 20210615; 0 when unknown.
    public var lastDay = 0
    /// What was found.
    public var findings = Findings()
    /// How often letters beyond ASCII stand in it.
    public var letters = LetterCounts()

    public init() {}

    public mutating func merge(_ later: Self) {
        rows += later.rows
        bytes += later.bytes
        lastDay = max(lastDay, later.lastDay)
        findings.merge(later.findings)
        letters.merge(later.letters)
    }
}

/// Ids that a spreadsheet has rounded: `1.14E+11` names many respondents.
enum SourceID {
    static func isDamaged(_ id: UnsafeRawBufferPointer) -> Bool {
        guard let mark = id.firstIndex(where: { $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }), mark > 0,
            mark + 2 < id.count, id[mark + 1] == UInt8(ascii: "+")
        else { return false }
        let isMantissa = id[..<mark].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        return isMantissa && id[(mark + 2)...].allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
