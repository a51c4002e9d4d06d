import Foundation
import WeirCore
import WeirFlow
import WeirFormats
import WeirHarmonise
import WeirIngest
import WeirKeys
import WeirRedact
import WeirState
import WeirStudy

/// Prepares uploads: each becomes a part, stored under the address of exactly what it depends on.
struct Preparation {
    let study: Study
    let keys: StudyKeys
    let state: StateFolder
    /// Takes the places of mentions, which no part holds.
    let ledger: Ledger
    let program: Digest
    let flow: Flow
    /// What people decided.
    var review = ReviewInForce.none
    /// About how many bytes of text a batch has; the parts do not depend on it.
    let pieceSize: Int
    /// Addresses of parts that were found damaged.
    var damaged: Set<String> = []
    var timings = StageTimings()

    /// An upload that was prepared, now or on an earlier night.
    struct Prepared {
        var address: String
        var summary: PartSummary
    }

    /// Prepares an upload, unless its part is there.
    /// - Throws: `Diagnostics` when the upload is not ready.
    mutating func prepare(_ entry: Inbox.Entry, _ file: FileDigest) throws -> Prepared {
        let address = try address(of: file.digest, entry.country)
        // A part that is damaged is made anew, as is one of whose mentions the ledger does not know.
        if let summary = stored(address), try ledger.knowsPlaces(of: summary.mentions, in: address) {
            return Prepared(address: address, summary: summary)
        }
        let draft = state.part("." + address)
        try? FileManager.default.removeItem(at: draft)
        do {
            let (summary, mentions) = try write(entry, file, to: draft)
            try ledger.note(mentions, of: address)
            try? FileManager.default.removeItem(at: state.part(address))
            try FileManager.default.moveItem(at: draft, to: state.part(address))
            damaged.remove(address)
            return Prepared(address: address, summary: summary)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            if let diagnostic = error as? Diagnostic { throw Diagnostics([diagnostic]) }
            throw error
        }
    }

    /// What is known of a part that is there and not damaged, as far as is known.
    func stored(_ address: String) -> PartSummary? {
        guard state.hasPart(address), !damaged.contains(address) else { return nil }
        return try? PartReader.summary(of: state.part(address))
    }

    /// Whether a part's rows fit those that are prepared today: the same columns, codes and pseudonyms.
    func fits(_ summary: PartSummary) -> Bool {
        summary.codebook == codebookDigest && summary.keys == keys.fingerprint.hexadecimal
    }

    /// Whether a part is there and cannot be used as it was written.
    func isDamaged(_ address: String) -> Bool {
        FileManager.default.fileExists(atPath: state.part(address).path) && stored(address) == nil
    }

    /// The content address: all that a part is prepared from.
    func address(of upload: Digest, _ country: CountryCode) throws -> String {
        var digester = Digester()
        digester.update("weir part 3")
        digester.update(basis(of: upload, country))
        digester.update(try review.digest(of: country))
        return digester.finish().hexadecimal
    }

    /// All that a part is prepared from but people's decisions: the upload, what the definition says of its country, the
    /// keys and the program.
    func basis(of upload: Digest, _ country: CountryCode) -> String {
        var digester = Digester()
        digester.update(upload.hexadecimal)
        digester.update(country.letters)
        for file in study.files(for: country) where file.name != "rules/terms.csv" {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        digester.update(keys.fingerprint.hexadecimal)
        digester.update(program.hexadecimal)
        return digester.finish().hexadecimal
    }

    /// What a part's columns and codes depend on.
    var codebookDigest: String {
        var digester = Digester()
        for file in study.files where file.name.hasPrefix("codebook/") {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        return digester.finish().hexadecimal
    }

    private mutating func write(
        _ entry: Inbox.Entry, _ digested: FileDigest, to draft: URL
    ) throws -> (PartSummary, [FoundMentions]) {
        guard let rules = study.rules(for: entry.country), let crosswalk = study.crosswalks[entry.country] else {
            throw Diagnostic(.countryUnknown, at: Place(file: entry.name))
        }
        let source = try digested.reopened(path: entry.path, name: entry.name)
        let file = try TableFile(source, name: entry.name, hints: rules.hints(crosswalk), pieceSize: pieceSize)
        do { return try write(file, of: entry, digested, crosswalk, rules, to: draft) } catch let finding as Diagnostic
        {
            throw finding.inSheet(file.sheetName)
        } catch let findings as Diagnostics {
            throw Diagnostics(findings.all.map { $0.inSheet(file.sheetName) })
        }
    }

    private mutating func write(
        _ file: TableFile, of entry: Inbox.Entry, _ digested: FileDigest, _ crosswalk: Crosswalk, _ rules: CountryRules,
        to draft: URL
    ) throws -> (PartSummary, [FoundMentions]) {
        var records = HeaderReader(file, file: entry.name)
        let layout = try records.readLayout()
        let others = study.crosswalks.values.filter { $0.country != entry.country }
            .sorted { $0.country < $1.country }
        let consent = Set(study.dispositions.consent.variables.compactMap(study.codebook.index(of:)))
        let (binding, notes) = try Binder(
            layout: layout, file: entry.name, countries: Assembly.countryNames(of: study), declared: rules.layout
        ).bind(
            crosswalk, others: others, codebook: study.codebook, consent: consent)
        let stage = Assembly.prepare(
            study, rules, binding: binding, delimiter: file.delimiter, keys: keys,
            review: review, file: entry.name, upload: digested.digest, undeclared: binding.undeclared)
        let writer = try PartWriter(
            folder: draft, schema: study.schema, merged: study.dispositions.merged, words: RedactStage.words)
        let parts = SerialWriter(writer)
        let run = try flow.run(stage, reading: { try records.next() }, emitting: { try parts.append($0) })
        timings.add(run.learnt, run.timings)
        var intake = run.learnt.first.first.learnt
        intake.blankRows.close(at: records.endRow)
        var summary = try summarise(
            intake, run.learnt, entry, digested.digest, file.findings + notes, binding.undeclared)
        summary.recognised = file.format.words + layout.recognised
        summary.name(sheet: file.sheetName)
        let mentions = try writer.finish(summary)
        return (try PartReader.summary(of: draft), mentions)
    }

    /// A column with answers is told with their count and not once more as one that nobody declared.
    private static func unfilled(_ undeclared: [Int], _ found: [Diagnostic], _ file: String) -> [Diagnostic] {
        let filled = Set(found.filter { $0.code == .columnFilled }.compactMap(\.place.column))
        return Binder.note(.columnUndeclared, undeclared.filter { !filled.contains($0) }, file: file)
    }

    private static func blank(_ tally: Tally, _ file: String) -> [Diagnostic] {
        guard let first = tally.firstRows.first else { return [] }
        let place = Place(file: file, row: first)
        return [Diagnostic(.rowBlank, at: place, count: tally.count, firstRows: tally.firstRows)]
    }

    /// Puts together what the stages learnt. Rows must add up, and nothing that refuses the file may be among it.
    private func summarise(
        _ intake: IntakeSummary, _ learnt: Assembly.Prepare.Learnt, _ entry: Inbox.Entry, _ digest: Digest,
        _ notes: [Diagnostic], _ undeclared: [Int]
    ) throws -> PartSummary {
        let ingest = intake.ingest
        let redact = learnt.first.second.learnt
        let harmonise = learnt.second.learnt
        var findings = ingest.findings
        findings.merge(harmonise.findings)
        let found = findings.diagnostics(in: entry.name, codebook: study.codebook)
        let all =
            notes + Self.unfilled(undeclared, found, entry.name) + found
            + Self.blank(intake.blankRows.tally, entry.name)
        if ingest.rows == 0 { throw Diagnostic(.fileEmpty, at: Place(file: entry.name)) }
        if all.contains(where: { $0.severity == .refusal }) { throw Diagnostics(all) }
        guard ingest.rows == harmonise.dispositions.total else { throw AccountsError.rowsLost(file: entry.name) }
        var summary = PartSummary(upload: digest.hexadecimal, country: entry.country)
        summary.rows = ingest.rows
        summary.keys = keys.fingerprint.hexadecimal
        summary.codebook = codebookDigest
        summary.lastDay = ingest.lastDay
        for disposition in Disposition.allCases where harmonise.dispositions[disposition] > 0 {
            summary.dispositions[disposition.word] = harmonise.dispositions[disposition]
        }
        for (variable, rows) in harmonise.endedAt { summary.endedAt[study.codebook.variables[variable].name] = rows }
        summary.basis = basis(of: digest, entry.country)
        summary.review = try review.digest(of: entry.country)
        for (variable, counts) in redact.decided { summary.decided[study.codebook.variables[variable].name] = counts }
        summary.scrubbed = redact.scrubbed
        summary.withheld = redact.withheld
        summary.untranslated = redact.untranslated
        summary.findings = all.map(StoredDiagnostic.init)
        return summary
    }
}

/// The rows do not add up. The run stops, because nothing may be lost in silence.
enum AccountsError: Error, Equatable {
    case rowsLost(file: String)
}

/// The part's writer on the flow's end queue.
///
/// Unchecked Sendable: the flow calls it one batch at a time.
private final class SerialWriter: @unchecked Sendable {
    private let writer: PartWriter

    init(_ writer: PartWriter) { self.writer = writer }

    func append(_ batch: Batch<Harmonised>) throws { try writer.append(batch) }
}
