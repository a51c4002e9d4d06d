import TestSupport
import WeirCore
import WeirFormats
import WeirKeys

@testable import WeirIngest

/// A small upload of the country AL, read in pieces.
struct Upload {
    static let codebook = Codebook(variables: [
        .open("record_id", role: .direct), .open("collector", role: .direct),
        Variable(name: "end_date", type: .date, role: .direct), .closed("consent", "yes no"), .closed("kind", "a b"),
        .open("comment"),
    ])
    static let crosswalk = Crosswalk(
        "AL", codebook,
        """
        record_id | Respondent ID | id
        collector | Collector ID | collector
        end_date | End Date | submitted
        consent | Consent | answer | Yes=yes
        kind | Kind | answer | A=a
        kind | Kind other | other | =b
        comment | Comment (English) | translation
        comment | Comment | original
        """)
    /// Another country's, whose header rows are known as well.
    static let other = Crosswalk(
        "BA", codebook,
        """
        consent | Pristajem | answer | Po=yes
        kind | Vrsta ustanove | answer | A=a, B=b
        comment | Komentar (English) | translation
        comment | Komentar | original
        """)
    static let header = "Respondent ID,Collector ID,End Date,E-mail,Consent,Kind,Kind other,Comment,Comment (English)\n"

    var bytes: [UInt8]

    /// An upload of these lines under the header.
    init(_ body: String, header: String = Self.header) { bytes = Array((header + body).utf8) }

    /// One row as it leaves Ingest.
    struct Row: Equatable {
        var row: Int
        var pseudonym: Pseudonym
        var month: String
        /// The cells of consent, kind, kind other and comment.
        var cells: [String]
    }

    /// All that Ingest makes of an upload.
    struct Ingested: Equatable {
        var rows: [Row] = []
        var findings: [String] = []
        var lastDay = 0
        var rowCount = 0
    }

    static let pseudonymiser = StudyKeys.demonstration.pseudonymiser
    static let digest = Digest(of: "an upload")

    /// The pseudonym of an id in this country and on this platform.
    static func pseudonym(_ id: String, collector: String = "C1") -> Pseudonym {
        let upload = pseudonymiser.upload(country: CountryCode("AL")!, platform: "platform")
        return Array(collector.utf8).withUnsafeBytes { collector in
            Array(id.utf8).withUnsafeBytes { upload.pseudonym(collector: collector, id: $0) }
        }
    }

    func ingested(
        pieceSize: Int = 1 << 20, block: Int = .max, period: ClosedRange<Month>? = nil
    ) throws -> Ingested {
        let (stage, headerBytes) = try stage(period)
        let body = MemorySource(Array(bytes[headerBytes...]), block: block)
        let reader = RecordReader(body, name: "f.csv", delimiter: 44, pieceSize: pieceSize)
        var result = Ingested()
        var learnt = IngestSummary()
        while let piece = try reader.next() {
            let storage = BatchStorage(
                bytes: piece.bytes, firstRow: piece.firstRow + 1,
                firstByte: piece.firstByte + headerBytes)
            let (batch, summary) = try stage.process(Batch<Bytes>(storage))
            learnt.merge(summary)
            result.rows += Self.rows(batch.storage)
        }
        result.findings = Self.words(learnt.findings)
        result.lastDay = learnt.lastDay
        result.rowCount = learnt.rows
        return result
    }

    /// The stage for this upload, and the bytes of its header.
    private func stage(_ period: ClosedRange<Month>?) throws -> (IngestStage, Int) {
        let headerBytes = (bytes.firstIndex(of: 10) ?? bytes.count - 1) + 1
        let layout = Layout(firstRecords: RecordParser(delimiter: 44).texts(in: Array(bytes[..<headerBytes])))
        let (binding, _) = try Binder(layout: layout, file: "f.csv").bind(
            Self.crosswalk, others: [Self.other], codebook: Self.codebook, consent: [3])
        var rules = CountryRules.small()
        rules.fieldPeriod = period
        let stage = IngestStage(
            binding: binding, delimiter: 44, encoding: .utf8, rules: rules, pseudonymiser: Self.pseudonymiser,
            schema: Schema(codebook: Self.codebook), file: "f.csv", upload: Self.digest)
        return (stage, headerBytes)
    }

    private static func rows(_ storage: BatchStorage) -> [Row] {
        (0..<storage.rowCount).map { row in
            let cells = storage.cells[row * storage.cellColumns..<(row + 1) * storage.cellColumns]
            return Row(
                row: Int(storage.sourceRows[row]), pseudonym: storage.pseudonyms[row],
                month: Month(number: storage.months[row]).text, cells: cells.map { text($0, storage) })
        }
    }

    private static func text(_ cell: Cell, _ storage: BatchStorage) -> String {
        switch cell {
        case .present: "[present]"
        case .untranslated: "[untranslated]"
        default: String(decoding: storage.bytes[Int(cell.offset)..<Int(cell.offset + cell.length)], as: UTF8.self)
        }
    }

    private static func words(_ findings: Findings) -> [String] {
        findings.tallies.map { subject, tally in
            let column = subject.column.map(Place.letters(ofColumn:)) ?? "-"
            return "\(subject.code.rawValue) \(column) \(tally.firstRows.map(String.init).joined(separator: ","))"
        }.sorted()
    }
}
