public import WeirCore
public import WeirFormats

/// Reads of each record only the cells that answer some variables.
public struct AnswerPicker: Sendable {
    /// The crosswalk of these variables alone: what the later stages read by.
    public let crosswalk: Crosswalk
    /// The upload's column of each cell, for reports.
    public let slotColumns: [Int]
    private let slots: [Binding.Slot]
    /// The columns that are read, in their order.
    private let columns: [Int]
    private let schema: Schema
    private let binding: Binding

    /// A picker for an upload that is bound already.
    public init(_ binding: Binding, schema: Schema, variables: Set<Int>) {
        let kept = zip(binding.crosswalk.passing, binding.slots).filter { variables.contains($0.0.variable) }
        crosswalk = Crosswalk(country: binding.crosswalk.country, columns: kept.map(\.0))
        slotColumns = kept.map(\.1.column)
        let columns = Set(kept.flatMap { $0.1.columns }).sorted()
        let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        slots = kept.map { $0.1.moved { places[$0] ?? 0 } }
        self.columns = columns
        self.schema = schema
        self.binding = binding
    }

    /// A record's place in its batch, and its row in the upload.
    public typealias Place = (record: RecordPlace, row: Int)

    /// Reads records as a batch of their own, in which those that say the same stand once.
    /// - Parameters:
    ///   - hasHiddenSigns: whether there are signs in the text that turn the writing direction.
    ///   - findings: takes what is wrong with the width of records.
    /// - Returns: the batch, and for each record its row there.
    public func pick(
        _ places: [Place], of text: BatchStorage, delimiter: UInt8, hasHiddenSigns: Bool,
        noting findings: inout Findings
    ) -> (batch: Batch<Raw>, rows: [Int]) {
        let storage = BatchStorage(bytes: [], firstRow: text.firstRow, firstByte: text.firstByte)
        var records = DistinctRecords(width: slots.count, atMost: places.count)
        var rows: [Int] = []
        rows.reserveCapacity(places.count)
        // Closing up quotes works in place, and the text is looked at again.
        var bytes = text.bytes
        _ = RecordParser(delimiter: delimiter).withCursor(over: &bytes, text.ends) { cursor in
            var record = [Cell](repeating: .blank, count: columns.count)
            for place in places {
                cursor.read(columns, of: place.record, into: &record)
                if place.record.width != binding.width { note(place, cursor, &findings) }
                if hasHiddenSigns { _ = cursor.takeOutHiddenSigns(of: &record) }
                record.withUnsafeBufferPointer { record in
                    for slot in slots { records.append(slot.withoutOpenText(in: record, cursor.text)) }
                }
                rows.append(records.endRecord(cursor.text))
                if records.count > storage.sourceRows.count {
                    storage.sourceRows.append(UInt32(truncatingIfNeeded: place.row))
                }
            }
        }
        storage.bytes = bytes
        storage.cells = records.cells
        storage.cellColumns = slots.count
        storage.rowCount = records.count
        storage.allocateValues(for: schema)
        return (Batch<Bytes>(storage).advanced(), rows)
    }

    /// Which of some records have fewer cells of these variables than `count`, and which do not.
    public func split(
        _ places: [Place], of text: BatchStorage, delimiter: UInt8, hasHiddenSigns: Bool, fewerThan count: Double
    ) -> (fewer: Int, others: [Place]) {
        // A cell of nothing but hidden signs holds no answer; whoever reads the cells finds that out.
        if hasHiddenSigns { return (0, places) }
        var others: [Place] = []
        // Moved out, so that nothing is copied; nothing is closed up either.
        var bytes = text.bytes
        text.bytes = []
        defer { text.bytes = bytes }
        _ = RecordParser(delimiter: delimiter).withCursor(over: &bytes, text.ends) { records in
            // Most have too few cells of any variables.
            for place in places where Double(place.record.filled) >= count {
                if Double(records.filled(columns, of: place.record)) >= count { others.append(place) }
            }
        }
        return (places.count - others.count, others)
    }

    /// Looks at cells behind the last header; the others may be closed up already, and nobody asks for their text.
    private func note(_ place: Place, _ records: RecordCursor, _ findings: inout Findings) {
        let found = place.record.width
        var record = [Cell](repeating: .blank, count: found)
        if found > binding.width {
            var beyond = [Cell](repeating: .blank, count: found - binding.width)
            records.read(Array(binding.width..<found), of: place.record, into: &beyond)
            record.replaceSubrange(binding.width..., with: beyond)
        }
        if let subject = binding.misfit(of: record) { findings.add(subject, row: place.row) }
    }
}

extension Binding.Slot {
    /// All columns that it reads.
    var columns: [Int] {
        if case .translation(let original?) = kind { return [column, original] }
        return [column]
    }

    /// The same slot where columns stand in other places.
    func moved(_ place: (Int) -> Int) -> Self {
        guard case .translation(let original) = kind else { return Self(column: place(column), kind: kind) }
        return Self(column: place(column), kind: .translation(original: original.map(place)))
    }

    /// What passes of a record.
    @inline(__always)
    func cell(in record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer) -> Cell {
        let cell = record[column].length == 0 ? .blank : record[column]
        switch kind {
        case .text: return cell
        case .presence: return cell.length > 0 ? .present : .blank
        case .translation(let original):
            if let original, record[original].length > 0, Self.isUntranslated(cell, record[original], bytes) {
                return .untranslated
            }
            return cell.length >= 12 && OtherLanguage.isRead(in: bytes[cell]) ? .untranslated : cell
        }
    }

    /// What passes for whoever asks only whether an open answer was given: its text stays behind.
    @inline(__always)
    func withoutOpenText(in record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer) -> Cell {
        guard case .translation(let original) = kind else { return cell(in: record, bytes) }
        let cell = record[column]
        if let original, record[original].length > 0, Self.isUntranslated(cell, record[original], bytes) {
            return .untranslated
        }
        // As Redact has it: nothing but white space is no answer.
        return bytes[cell].contains { $0 != 32 && !(9...13).contains($0) } ? .untranslated : .blank
    }

    /// Whether a longer text only repeats the original.
    func repeatsOriginal(_ record: UnsafeBufferPointer<Cell>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard case .translation(let original?) = kind, record[column].length > 0 else { return false }
        return Self.isUntranslated(record[column], record[original], bytes)
    }

    /// No English text, or a longer text that only repeats the original.
    private static func isUntranslated(_ cell: Cell, _ original: Cell, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if cell.length == 0 { return true }
        guard cell.length == original.length, cell.length >= 12 else { return false }
        return bytes[cell].isSame(as: bytes[original])
    }
}
