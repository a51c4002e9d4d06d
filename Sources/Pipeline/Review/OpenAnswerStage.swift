import WeirCore
import WeirHarmonise
import WeirIngest
import WeirRedact

/// Reads a row's open answers on its way: taken between Ingest and Redact, kept only when Harmonise says that the
/// interview is merged. They stay in memory.
struct OpenAnswerStage: Stage {
    /// A row of an upload.
    struct Row: Sendable {
        var pseudonym: Pseudonym
        var row: Int
        var isMerged: Bool
        /// The English answers, by the place of their column in the crosswalk; none when the row is not merged.
        var texts: [(slot: Int, text: String)]
    }

    private let ingest: IngestStage
    private let redact: RedactStage
    private let harmonise: HarmoniseStage
    private let slots: [Int]
    private let merged: Set<Disposition>

    var name: String { "review" }

    init(
        ingest: IngestStage, redact: RedactStage, harmonise: HarmoniseStage, crosswalk: Crosswalk,
        merged: Set<Disposition>
    ) {
        self.ingest = ingest
        self.redact = redact
        self.harmonise = harmonise
        self.merged = merged
        slots = crosswalk.passing.indices.filter { crosswalk.passing[$0].operation == .translation }
    }

    func process(_ batch: Batch<Bytes>) throws -> ([Row], Both<IngestSummary, HarmoniseSummary>) {
        let (raw, ingested) = try ingest.process(batch)
        let texts = (0..<raw.storage.rowCount).map { self.texts(of: $0, in: raw.storage) }
        let (coded, harmonised) = try harmonise.process(redact.process(raw).0)
        let rows = texts.indices.map { row in
            let isMerged = merged.contains(coded.storage.dispositions[row])
            return Row(
                pseudonym: coded.storage.pseudonyms[row], row: Int(coded.storage.sourceRows[row]), isMerged: isMerged,
                texts: isMerged ? texts[row] : [])
        }
        var learnt = Both<IngestSummary, HarmoniseSummary>()
        learnt.first = ingested
        learnt.second = harmonised
        return (rows, learnt)
    }

    private func texts(of row: Int, in storage: BatchStorage) -> [(slot: Int, text: String)] {
        slots.compactMap { slot in
            let cell = storage.cells[row * storage.cellColumns + slot]
            guard cell.hasText else { return nil }
            let text = String(decoding: storage.bytes[Int(cell.offset)..<Int(cell.offset + cell.length)], as: UTF8.self)
            return text.allSatisfy(\.isWhitespace) ? nil : (slot, text)
        }
    }
}
