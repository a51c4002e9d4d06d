import WeirCore
import WeirFormats
import WeirHarmonise
import WeirIngest

/// The rows of a refused upload that are left out when the others are looked at, so that a partner is told at once all
/// that can be told. Nobody knows what these rows hold: they have too few cells, too many, or belong to another survey.
///
/// Thrown, it asks to look at the upload again without them.
struct LeftOut: Error, Equatable {
    /// Rows as a spreadsheet numbers them.
    var rows: Set<Int> = []
    /// The first row of a part at the end that is left out as a whole.
    var end = Int.max
    /// What the rows were refused for.
    var told: [Diagnostic] = []

    /// Whether nothing is left out.
    var isEmpty: Bool { rows.isEmpty && end == .max }

    /// Tells what rows are refused for, in their order. Of rows that belong elsewhere it is told once, where it is seen
    /// first.
    mutating func tell(_ findings: [Diagnostic]) {
        let isElsewhere = told.contains(where: Self.isElsewhere)
        told += findings.filter { $0.code.refusesRows && !(isElsewhere && Self.isElsewhere($0)) }
        told.sort { ($0.place.row ?? 0, $0.code.rawValue) < ($1.place.row ?? 0, $1.code.rawValue) }
    }

    private static func isElsewhere(_ finding: Diagnostic) -> Bool {
        [.surveysMixed, .answersShifted, .answersMisread].contains(finding.code)
    }

    /// Whether so many of an upload's rows are left out that the others say nothing about its columns.
    func isMost(of count: Int) -> Bool { 2 * rows.count > count }

    /// A piece of an upload with blank lines in the place of these rows, so that all others keep their number.
    func blanking(_ piece: RecordReader.Piece, _ delimiter: UInt8) -> RecordReader.Piece {
        let last = piece.firstRow + piece.records
        guard end < last || rows.contains(where: { piece.firstRow <= $0 && $0 < last }) else { return piece }
        let starts = RecordParser(delimiter: delimiter).starts(in: piece.bytes, limit: .max) + [piece.bytes.count]
        var blanked = piece
        (blanked.bytes, blanked.ends, blanked.records) = ([], nil, 0)
        for (row, bounds) in zip(piece.firstRow..<min(last, end), zip(starts, starts.dropFirst())) {
            blanked.bytes += rows.contains(row) ? [UInt8(ascii: "\n")] : piece.bytes[bounds.0..<bounds.1]
            blanked.records += 1
        }
        return blanked
    }
}

extension LeftOut {
    /// What to leave out besides, when rows cannot be read: those that are no text, or all behind a record without an end.
    /// - Returns: what refuses the upload, when no row can be looked at without what the error is about.
    func grown(by error: any Error, scan: () throws -> RowScan) throws -> any Error {
        guard let found = UploadPass.Refused(error)?.findings.first, found.code.refusesRows,
            let row = found.place.row, row < end, !rows.contains(row)
        else { return error }
        var more = self
        // Which of several the workers came upon first depends on the machine; the first in the file does not.
        let seen = found.code == .encodingInvalid || found.code == .encodingOther ? try scan() : nil
        if let seen, let first = seen.firstUnreadable, !seen.unreadable.isSubset(of: rows) {
            more.rows.formUnion(seen.unreadable)
            more.tell([first])
            return more
        }
        more.end = row
        more.tell([found])
        return more
    }

    /// What to leave out besides, when rows were read that refuse the upload; nil when there are none, or so many that
    /// nobody knows what the others hold.
    func grown(by learnt: UploadPass.Learnt, scan: (Set<Int>) throws -> RowScan) throws -> LeftOut? {
        let ingest = learnt.intake.ingest.findings
        let refused = ingest.refusedRows.union(learnt.harmonise.findings.refusedRows)
        guard !refused.isSubset(of: rows) else { return nil }
        var more = self
        if !ingest.headerRows.isEmpty {
            let headers = try scan(ingest.headerRows)
            if let other = headers.otherHeader {
                // What stands behind another survey's header is not this one's.
                more.end = other
                more.tell(learnt.findings.filter { $0.code == .surveysMixed })
                return more
            }
            more.rows.formUnion(headers.repeatedHeaders)
        }
        more.rows.formUnion(refused)
        more.tell(learnt.findings)
        return more.isMost(of: learnt.intake.ingest.rows + rows.count) ? nil : more
    }
}

/// A look through an upload's records for what the stages do not tell row by row.
struct RowScan {
    /// The rows that are no text, and what is wrong with the first of them.
    private(set) var unreadable: Set<Int> = []
    private(set) var firstUnreadable: Diagnostic?
    /// The rows that are the upload's own header once more, where files of one survey were put behind each other.
    private(set) var repeatedHeaders: Set<Int> = []
    /// The first row that is another header.
    private(set) var otherHeader: Int?

    private let parser: RecordParser
    private let encoding: TextEncoding?
    private let file: String

    /// Looks through an upload up to its end, or to where it cannot be read.
    /// - Parameter headers: the rows that are headers in the middle of the data.
    init(_ table: TableFile, file: String, _ crosswalk: Crosswalk, headers: Set<Int>) {
        parser = RecordParser(delimiter: table.delimiter)
        encoding = table.encoding
        self.file = file
        var records = HeaderReader(table, file: file)
        guard let layout = try? records.readLayout(of: crosswalk) else { return }
        let own = parser.texts(in: records.header, limit: 1)
        while let storage = try? records.next()?.storage {
            let starts = parser.starts(in: storage.bytes, limit: .max) + [storage.bytes.count]
            lookForText(storage, starts)
            for row in headers.sorted() where storage.firstRow <= row && row - storage.firstRow < starts.count - 1 {
                let record = Self.record(row - storage.firstRow, storage, starts)
                guard parser.texts(in: record, limit: 1) == own else {
                    otherHeader = otherHeader ?? row
                    continue
                }
                repeatedHeaders.formUnion(row..<row + layout.headerRows)
            }
        }
    }

    private mutating func lookForText(_ storage: BatchStorage, _ starts: [Int]) {
        let check = TextCheck(delimiter: parser.delimiter, encoding: encoding, file: file)
        let found = check.defect(in: storage.bytes, firstRow: storage.firstRow, firstByte: storage.firstByte)
        guard let found else { return }
        firstUnreadable = firstUnreadable ?? found
        for index in 0..<starts.count - 1 {
            let record = Self.record(index, storage, starts)
            if record.withUnsafeBufferPointer({ UTF8Validation.firstInvalid(in: $0) }) != nil {
                unreadable.insert(storage.firstRow + index)
            }
        }
    }

    private static func record(_ index: Int, _ storage: BatchStorage, _ starts: [Int]) -> [UInt8] {
        Array(storage.bytes[starts[index]..<starts[index + 1]])
    }
}
