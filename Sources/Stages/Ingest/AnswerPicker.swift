public import WeirCore
import WeirFormats

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

    /// A record's place: the byte that it starts at in its batch, and its row in the upload.
    public typealias Place = (start: Int, row: Int)

    /// Reads records as a batch of their own.
    /// - Parameter findings: takes what is wrong with the width of records.
    public func pick(
        _ places: [Place], of text: BatchStorage, delimiter: UInt8, noting findings: inout Findings
    ) -> Batch<Raw> {
        let storage = BatchStorage(bytes: [], firstRow: text.firstRow, firstByte: text.firstByte)
        storage.cells.reserveCapacity(places.count * slots.count)
        storage.cellColumns = slots.count
        storage.rowCount = places.count
        storage.sourceRows = places.map { UInt32(truncatingIfNeeded: $0.row) }
        // Closing up quotes works in place, and the text is looked at again.
        var bytes = text.bytes
        let hasHiddenSigns = Self.hasHiddenSigns(text)
        _ = RecordParser(delimiter: delimiter).withCursor(over: &bytes, text.ends) { records in
            var record = [Cell](repeating: .blank, count: columns.count)
            for place in places {
                records.seek(to: place.start)
                let found = records.next(columns, into: &record) ?? 0
                if found != binding.width { note(found, place, &records, &findings) }
                if hasHiddenSigns { _ = records.takeOutHiddenSigns(of: &record) }
                for slot in slots { storage.cells.append(slot.cell(in: record, records.text)) }
            }
        }
        storage.bytes = bytes
        storage.allocateValues(for: schema)
        return Batch<Bytes>(storage).advanced()
    }

    /// Which of some records have fewer cells of these variables than `count`, and which do not.
    public func split(
        _ places: [Place], of text: BatchStorage, delimiter: UInt8, fewerThan count: Double
    ) -> (fewer: Int, others: [Place]) {
        // A cell of nothing but hidden signs holds no answer; whoever reads the cells finds that out.
        if Self.hasHiddenSigns(text) { return (0, places) }
        var others: [Place] = []
        // Moved out, so that nothing is copied; nothing is closed up either.
        var bytes = text.bytes
        text.bytes = []
        defer { text.bytes = bytes }
        _ = RecordParser(delimiter: delimiter).withCursor(over: &bytes, text.ends) { records in
            for place in places {
                records.seek(to: place.start)
                if Double(records.filled(columns)) >= count { others.append(place) }
            }
        }
        return (places.count - others.count, others)
    }

    private static func hasHiddenSigns(_ text: BatchStorage) -> Bool {
        text.bytes.withUnsafeBytes { HiddenSigns.stand(in: $0) }
    }

    /// Looks at cells behind the last header; the others may be closed up already, and nobody asks for their text.
    private func note(_ found: Int, _ place: Place, _ records: inout RecordCursor, _ findings: inout Findings) {
        var record = [Cell](repeating: .blank, count: found)
        if found > binding.width {
            var beyond = [Cell](repeating: .blank, count: found - binding.width)
            records.seek(to: place.start)
            _ = records.next(Array(binding.width..<found), into: &beyond)
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
    func cell(in record: [Cell], _ bytes: UnsafeRawBufferPointer) -> Cell {
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

    /// Whether a longer text only repeats the original.
    func repeatsOriginal(_ record: [Cell], _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard case .translation(let original?) = kind, record[column].length > 0 else { return false }
        return Self.isUntranslated(record[column], record[original], bytes)
    }

    /// No English text, or a longer text that only repeats the original.
    private static func isUntranslated(_ cell: Cell, _ original: Cell, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if cell.length == 0 { return true }
        guard cell.length == original.length, cell.length >= 12 else { return false }
        return bytes[cell].elementsEqual(bytes[original])
    }
}
