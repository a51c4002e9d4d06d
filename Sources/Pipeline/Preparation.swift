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
struct Preparation: Sendable {
    let study: Study
    let keys: StudyKeys
    let state: StateFolder
    /// Takes the places of mentions, which no part holds.
    let ledger: Ledger
    let program: Digest
    let flow: Flow
    /// What people decided.
    var review = ReviewInForce.none
    /// Who withdrew.
    var withdrawals = Withdrawals()
    /// About how many bytes of text a batch has; the parts do not depend on it.
    let pieceSize: Int
    /// Addresses of parts that were found damaged.
    var damaged: Set<String> = []
    var timings = StageTimings()
    /// Whether uploads are prepared although their parts are there.
    var preparesAnew = false
    /// What was drafted ahead, by the address of the part.
    private(set) var drafts: [String: Result<Draft, any Error>] = [:]

    /// An upload that was prepared, now or on an earlier night.
    struct Prepared {
        var address: String
        var summary: PartSummary
    }

    /// A part that was written and is not yet among the others.
    struct Draft {
        var address: String
        var folder: URL
        var summary: PartSummary
        var mentions: [FoundMentions]
        var timings: StageTimings
    }

    /// Drafts the parts of all uploads that have none, several at a time and the largest first, so that the processors do
    /// not wait for a reader that is slow.
    mutating func draftAhead(_ uploads: [(entry: Inbox.Entry, file: FileDigest)]) throws {
        var addresses: Set<String> = []
        let due = try uploads.sorted { $0.file.size > $1.file.size }.compactMap { upload in
            let address = try address(of: upload.file.digest, upload.entry.country)
            // The same bytes once more are looked at when it is their turn.
            return try addresses.insert(address).inserted && usable(address) == nil ? (upload, address) : nil
        }
        guard due.count > 1 else { return }
        let preparation = self
        let drafted = Crew.does(due.count) { number in
            let ((entry, file), address) = due[number]
            return Result { try preparation.draft(entry, file, at: address) }
        }
        drafts = Dictionary(uniqueKeysWithValues: zip(due.map(\.1), drafted))
    }

    /// Removes drafts whose turn never came.
    mutating func discardDrafts() {
        for case .success(let draft) in drafts.values { try? FileManager.default.removeItem(at: draft.folder) }
        drafts = [:]
    }

    /// Prepares an upload, unless its part is there.
    /// - Throws: `Diagnostics` when the upload is not ready.
    mutating func prepare(_ entry: Inbox.Entry, _ file: FileDigest) throws -> Prepared {
        let address = try address(of: file.digest, entry.country)
        if let drafted = drafts.removeValue(forKey: address) { return try keep(try drafted.get()) }
        if let prepared = try usable(address) { return prepared }
        return try keep(try draft(entry, file, at: address))
    }

    /// A part that is there. One that is damaged is made anew, as is one of whose mentions the ledger does not know.
    private func usable(_ address: String) throws -> Prepared? {
        guard !preparesAnew, let summary = stored(address),
            try ledger.knowsPlaces(of: summary.mentions, in: address)
        else { return nil }
        return Prepared(address: address, summary: summary)
    }

    private func draft(_ entry: Inbox.Entry, _ file: FileDigest, at address: String) throws -> Draft {
        let folder = state.part("." + address)
        try? FileManager.default.removeItem(at: folder)
        do { return try write(entry, file, address, to: folder) } catch {
            try? FileManager.default.removeItem(at: folder)
            if let refused = error as? UploadPass.Refused { throw Diagnostics(refused.findings) }
            throw error
        }
    }

    private mutating func keep(_ draft: Draft) throws -> Prepared {
        do {
            try ledger.note(draft.mentions, of: draft.address)
            try? FileManager.default.removeItem(at: state.part(draft.address))
            try state.keep(draft.folder, as: draft.address)
        } catch {
            try? FileManager.default.removeItem(at: draft.folder)
            throw error
        }
        damaged.remove(draft.address)
        timings.merge(draft.timings)
        return Prepared(address: draft.address, summary: draft.summary)
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

    /// The part of an upload that was accepted earlier, or another one of the same upload: a ledger from a backup names one
    /// that may be gone.
    func standing(_ accepted: Ledger.Accepted, of country: CountryCode) -> (address: String, PartSummary)? {
        if let summary = stored(accepted.part) { return fits(summary) ? (accepted.part, summary) : nil }
        for address in ((try? state.parts()) ?? []).sorted() {
            if let summary = stored(address), summary.upload == accepted.upload, summary.country == country.letters,
                fits(summary)
            {
                return (address, summary)
            }
        }
        return nil
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

    private func write(
        _ entry: Inbox.Entry, _ digested: FileDigest, _ address: String, to folder: URL
    ) throws -> Draft {
        let writer = try PartWriter(
            folder: folder, schema: study.schema, merged: study.dispositions.merged, words: RedactStage.words,
            withdrawn: withdrawals[entry.country])
        let parts = SerialWriter(writer)
        let pass = UploadPass(study: study, keys: keys, flow: flow, review: review, pieceSize: pieceSize)
        let learnt = try pass.run(entry, digested) { try parts.append($0) }
        let mentions = try writer.finish(try summarise(learnt, entry, digested.digest))
        var timings = StageTimings()
        timings.add(learnt.stages, learnt.timings)
        return Draft(
            address: address, folder: folder, summary: try PartReader.summary(of: folder), mentions: mentions,
            timings: timings)
    }

    /// Puts together what the stages learnt.
    private func summarise(
        _ learnt: UploadPass.Learnt, _ entry: Inbox.Entry, _ digest: Digest
    ) throws -> PartSummary {
        let redact = learnt.stages.first.second.learnt
        let harmonise = learnt.harmonise
        var summary = PartSummary(upload: digest.hexadecimal, country: entry.country)
        summary.rows = learnt.intake.ingest.rows
        summary.recognised = learnt.recognised
        summary.keys = keys.fingerprint.hexadecimal
        summary.platform = study.rules(for: entry.country)?.platform
        summary.codebook = codebookDigest
        summary.lastDay = learnt.intake.ingest.lastDay
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
        summary.findings = learnt.findings.map(StoredDiagnostic.init)
        summary.verdict = Verdict(of: digest, entry.country, in: study, findings: learnt.findings).text
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
