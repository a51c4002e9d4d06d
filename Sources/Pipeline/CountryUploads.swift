import Foundation
import WeirCore
import WeirKeys
import WeirReport
import WeirState
import WeirStudy

/// One upload of the inbox, or one that is in force since an earlier night.
struct UploadRecord {
    var file: String
    var country: CountryCode?
    var digest: Digest?
    var state: RunReport.Upload.State
    var part: String?
    var summary: PartSummary?
    /// What it was found to be, by itself and beside the other uploads.
    var findings: [Diagnostic]
    /// What only this night can tell, because it is about what was in force before. No data set holds it: it would be
    /// another one a night later, and nobody could make it again from its uploads. The ledger keeps it.
    var tonight: [Diagnostic] = []
    /// Whether nobody knows of it but this night: an upload that is gone, a part that fits nothing.
    var isOnlyTonight = false
    var notReadyRows = 0
    /// What follows from the file and the definition alone, as one digest.
    var verdict: String?
    /// What was recognised of an upload that is not ready.
    var recognisedAnyway: [String] = []
    /// What was recognised of its format and layout.
    var recognised: [String] { summary?.recognised ?? recognisedAnyway }
    /// Whether its open answers stay out, because decisions about them cannot be applied.
    var withholdsAnswers: Bool { findings.contains { $0.code == .uploadUndecided } }

    /// All that the night tells of it.
    var told: [Diagnostic] { findings.telling(tonight) }

    /// Is not ready for what the memory knows: no data set holds that, because nobody could make it again from its uploads.
    mutating func hold(_ finding: Diagnostic) {
        state = .notReady
        part = nil
        summary = nil
        findings = []
        tonight = [finding]
        isOnlyTonight = true
    }

    /// Whether it is in force and has rows that nobody knows again in another file.
    fileprivate var hasRowsWithoutId: Bool {
        (state == .inForce || state == .kept) && findings.contains { $0.code == .idBlank || $0.code == .idMissing }
    }

    /// Whether this only says that a country has no upload.
    var isNothing: Bool { findings.contains { $0.code == .uploadNone } }
}

extension [Diagnostic] {
    /// These with what only a night can tell. An upload that is behind is not told to be an older one as well.
    func telling(_ tonight: [Diagnostic]) -> [Diagnostic] {
        let behind = tonight.filter { $0.code == .uploadBehind }.map(\.place)
        return filter { $0.code != .uploadOlder || !behind.contains($0.place) } + tonight
    }
}

extension [UploadRecord] {
    /// The uploads as a data set tells of them: an upload in force is in force, whether it lies in the inbox still or not.
    var ofDataSet: [UploadRecord] {
        filter { !$0.isOnlyTonight }.map { record in
            var record = record
            if record.state == .kept { record.state = .inForce }
            return record
        }
    }
}

extension UploadRecord {
    /// An inbox without any country's file, as where a share is not mounted: a night without a word would look healthy.
    init(allAwayFrom inbox: Inbox) {
        let file = inbox.root.lastPathComponent
        self.init(
            file: file, country: nil, digest: nil, state: .kept, part: nil, summary: nil, findings: [],
            tonight: [Diagnostic(.uploadsAway, at: Place(file: file))], isOnlyTonight: true)
    }

    /// What lies in the inbox and belongs to no country.
    init(_ foreign: Inbox.Foreign) {
        let code: DiagnosticCode = foreign.isFolder ? .countryUnknown : .fileStray
        self.init(
            file: foreign.name, country: nil, digest: nil, state: .notReady, part: nil, summary: nil,
            findings: [Diagnostic(code, at: Place(file: foreign.name))])
    }
}

/// The uploads of one country, and which of them are in force.
struct CountryUploads {
    let rules: CountryRules
    private(set) var records: [UploadRecord] = []
    private(set) var accepted: [Ledger.Accepted] = []
    /// When the upload in force was accepted, if it is not of today's inbox.
    private(set) var keptSince: Date?
    /// Whether an upload of today's inbox is in force.
    private(set) var isFresh = false

    init(rules: CountryRules) { self.rules = rules }

    /// Takes an upload of the inbox: prepared, or not ready with its findings.
    mutating func add(
        _ entry: Inbox.Entry, _ file: Result<FileDigest, any Error>, of study: Study,
        preparing prepare: (FileDigest) throws -> Preparation.Prepared
    ) throws {
        var record = UploadRecord(
            file: entry.name, country: entry.country, digest: try? file.get().digest, state: .notReady, part: nil,
            summary: nil, findings: [])
        do {
            let prepared = try prepare(try file.get())
            record.state = .replaced
            record.part = prepared.address
            record.summary = prepared.summary
            record.findings = prepared.summary.findings.compactMap { $0.diagnostic(in: entry.name) }
        } catch let error as Diagnostics {
            record.findings = error.all
        } catch let error as Diagnostic {
            record.findings = [error]
        }
        record.awaitIfChanging()
        record.verdict =
            record.summary?.verdict
            ?? record.digest.map { Verdict(of: $0, entry.country, in: study, findings: record.findings).text }
        if record.state == .notReady, !record.isArriving {
            let crosswalk = study.crosswalks[entry.country]
            record.notReadyRows = UnreadyUpload.rows(of: entry, rules.hints(nil), crosswalk)
            record.recognisedAnyway = UnreadyUpload.recognised(in: entry, rules.hints(nil), crosswalk)
        }
        records.append(record)
    }

    /// Takes uploads that were prepared elsewhere and do not lie in the inbox, and puts all in the order of their names.
    mutating func add(_ carried: [CarriedUploads.Upload], of study: Study) {
        let new = carried.filter { upload in
            upload.country == rules.country && !records.contains { $0.digest == upload.digest }
        }
        guard !new.isEmpty else { return }
        for upload in new where !records.contains(where: { $0.digest == upload.digest }) {
            records.append(upload.record)
        }
        records.sort { NaturalOrder.precedes($0.file, $1.file) }
    }

    /// Takes a folder that cannot be read.
    mutating func addUnreadable() {
        let folder = rules.country.letters
        records.append(
            UploadRecord(
                file: folder, country: rules.country, digest: nil, state: .notReady, part: nil, summary: nil,
                findings: [Diagnostic(.folderUnreadable, at: Place(file: folder))]))
    }

    /// Decides which uploads are in force: of a replacing country the newest that is ready, of an adding one all.
    /// What was accepted before stays in force until something newer is ready.
    /// - Parameters:
    ///   - isReinstating: somebody decided that the inbox counts, whatever was in force. An inbox without a ready upload
    ///     changes nothing even then.
    ///   - takesOthers: somebody said that an upload of other respondents has nobody's answers who withdrew.
    mutating func decide(
        accepted before: [Ledger.Accepted], isReinstating: Bool = false, takesOthers: Bool = false, state: StateFolder,
        _ preparation: Preparation, now: Date
    ) throws {
        if !takesOthers { try holdOthers(than: before, state, preparation) }
        let isReplaced = isReinstating && records.contains { $0.summary != nil }
        let gone = try addKept(isReplaced ? [] : before, state, preparation)
        let ready = records.indices.filter { records[$0].summary != nil && !isCopy($0) }
            .sorted { Self.isOlder(records[$0], records[$1]) }
        let inForce = rules.uploads == .adds ? ready : Array(ready.suffix(1))
        for index in inForce { put(index, inForceSince: before, now) }
        for index in ready where !inForce.contains(index) {
            // Today's only file may be an old one, sent by mistake.
            let isBehind = inForce.allSatisfy { records[$0].state == .kept }
            let place = Place(file: records[index].file)
            records[index].findings.append(Diagnostic(.uploadOlder, at: place))
            if isBehind {
                records[index].tonight.append(Diagnostic(.uploadBehind, at: place, label: rules.country.letters))
            }
        }
        // An upload of an earlier night that a newer one has replaced is history.
        let replaced = Set(ready).subtracting(inForce).filter { records[$0].state == .kept }
        records = records.indices.filter { !replaced.contains($0) }.map { records[$0] }
        if inForce.isEmpty || rules.uploads == .adds {
            try refuseDamaged(gone)
            records += gone
        }
        try compare(before, state: state, preparation)
        try tellMaybeWithdrawn(state, preparation)
        if records.allSatisfy(\.isOnlyTonight) {
            records.append(
                UploadRecord(
                    file: rules.country.letters, country: rules.country, digest: nil, state: .notReady, part: nil,
                    summary: nil,
                    findings: [
                        Diagnostic(.uploadNone, at: Place(file: rules.country.letters), label: rules.name)
                    ]))
        }
        // Where an upload that is kept would stand if its file were in the inbox still.
        records.sort {
            $0.file == $1.file
                ? ($0.digest?.hexadecimal ?? "") < ($1.digest?.hexadecimal ?? "")
                : NaturalOrder.precedes($0.file, $1.file)
        }
    }

    /// Holds uploads of others than the one in force where somebody withdrew: who withdrew is known by the ids there, and
    /// nobody can tell whether they are among these.
    private mutating func holdOthers(
        than before: [Ledger.Accepted], _ state: StateFolder, _ preparation: Preparation
    ) throws {
        let withdrawn = preparation.withdrawals[rules.country]
        guard rules.uploads == .replaces, !withdrawn.isEmpty, let old = before.last else { return }
        for index in records.indices where records[index].digest?.hexadecimal != old.upload {
            guard let part = records[index].part, let summary = records[index].summary,
                let known = preparation.stored(old.part), known.keys == summary.keys,
                known.platform == summary.platform,
                try RespondentsInCommon(old.part, part, in: state, but: withdrawn).areOthers
            else { continue }
            records[index].hold(
                Diagnostic(.uploadOfOthers, at: Place(file: records[index].file), label: rules.country.letters))
        }
    }

    /// Tells where rows without an id may be those of somebody who withdrew: the next file names such a row otherwise.
    private mutating func tellMaybeWithdrawn(_ state: StateFolder, _ preparation: Preparation) throws {
        let withdrawn = preparation.withdrawals[rules.country]
        let doubtful = records.indices.filter { records[$0].hasRowsWithoutId }
        guard !withdrawn.isEmpty, !doubtful.isEmpty else { return }
        var unseen = withdrawn
        for upload in accepted {
            let part = try PartReader(state.part(upload.part))
            while let account = try part.nextAccount() { unseen.remove(account.pseudonym) }
        }
        guard !unseen.isEmpty else { return }
        for index in doubtful {
            // Whoever accepts it looked at this file; the next one may have the row again.
            let file = records[index].digest.map { ", upload \($0.hexadecimal.prefix(8))" } ?? ""
            let place = Place(file: records[index].file)
            records[index].tonight.append(Diagnostic(.rowMaybeWithdrawn, at: place, label: "\(unseen.count)\(file)"))
        }
    }

    /// Takes uploads that were accepted earlier and lie in the inbox no more.
    /// - Returns: those that would have to be prepared again, under today's definition, and cannot be.
    private mutating func addKept(
        _ before: [Ledger.Accepted], _ state: StateFolder, _ preparation: Preparation
    ) throws -> [UploadRecord] {
        var gone: [UploadRecord] = []
        for accepted in before where !records.contains(where: { $0.digest?.hexadecimal == accepted.upload }) {
            guard let digest = Digest(hexadecimal: accepted.upload) else { continue }
            var record = UploadRecord(
                file: accepted.file, country: rules.country, digest: digest, state: .notReady, part: nil,
                summary: nil, findings: [])
            switch try kept(accepted, digest, preparation) {
            case .usable(let address, let summary, let findings):
                record.state = .kept
                record.part = address
                record.summary = summary
                record.verdict = summary.verdict
                record.findings = findings + summary.findings.compactMap { $0.diagnostic(in: accepted.file) }
                records.append(record)
            case .lost(let finding):
                record.tonight = [finding]
                record.isOnlyTonight = true
                gone.append(record)
            }
        }
        return gone
    }

    /// What is left of an upload that lies in the inbox no more.
    private enum Kept {
        case usable(address: String, PartSummary, findings: [Diagnostic])
        case lost(Diagnostic)
    }

    /// A part can still be used when it is prepared as today, or, while the codebook and the keys are the same, under an
    /// earlier crosswalk or program, or without people's latest decisions. Both are told every night until the file is
    /// back.
    private func kept(
        _ accepted: Ledger.Accepted, _ digest: Digest, _ preparation: Preparation
    ) throws -> Kept {
        let place = Place(file: accepted.file)
        let address = try preparation.address(of: digest, rules.country)
        if let summary = preparation.stored(address) { return .usable(address: address, summary, findings: []) }
        if let (part, summary) = preparation.standing(accepted, of: rules.country) {
            let isStale = summary.basis != preparation.basis(of: digest, rules.country)
            let isUndecided = try summary.review != preparation.review.digest(of: rules.country)
            let findings = [(isStale, DiagnosticCode.uploadStale), (isUndecided, .uploadUndecided)]
                .filter(\.0).map { Diagnostic($0.1, at: place) }
            return .usable(
                address: part, isUndecided ? summary.withholdingAnswers : summary, findings: findings)
        }
        if preparation.isDamaged(accepted.part) {
            return .lost(Diagnostic(.partDamaged, at: place, label: String(accepted.part.prefix(12))))
        }
        return .lost(Diagnostic(.uploadGone, at: place))
    }

    /// A country must not vanish from the data set because the disk failed: the night does not begin.
    private func refuseDamaged(_ gone: [UploadRecord]) throws {
        let damaged = gone.flatMap(\.tonight).filter { $0.code == .partDamaged }
        if !damaged.isEmpty { throw NightlyMerge.Refusal.partDamaged(Diagnostics(damaged)) }
    }

    /// Tells what became of the respondents of the uploads that another one replaces: of those that lie beside it, because
    /// their rows are in no data set, and of the one that was in force when it came. The latter is no matter of tonight's
    /// uploads, and is told as long as it is in force.
    private mutating func compare(_ before: [Ledger.Accepted], state: StateFolder, _ preparation: Preparation) throws {
        guard rules.uploads == .replaces, let new = accepted.last,
            let index = records.firstIndex(where: { $0.part == new.part && $0.state != .replaced })
        else { return }
        let beside = records.filter { $0.state == .replaced && $0.part != new.part }
        let schema = isStale(index) ? nil : preparation.study.schema
        for part in Set(beside.compactMap(\.part)).sorted() {
            records[index].findings += told(try compare(part, with: index, state, preparation, schema: schema), index)
        }
        if let old = before.last, old.upload != new.upload,
            !beside.contains(where: { $0.digest?.hexadecimal == old.upload })
        {
            accepted[accepted.count - 1].replacing = try compare(old, with: index, state, preparation)
        }
        let known = records[index].findings
        records[index].tonight += told(accepted[accepted.count - 1].replacing, index).filter { !known.contains($0) }
    }

    private func isStale(_ index: Int) -> Bool { records[index].findings.contains { $0.code == .uploadStale } }

    /// What a comparison came to, about an upload.
    private func told(_ found: [DiagnosticCode: String], _ index: Int) -> [Diagnostic] {
        found.sorted { $0.key.rawValue > $1.key.rawValue }
            .map { Diagnostic($0.key, at: Place(file: records[index].file), label: $0.value) }
    }

    private func compare(
        _ old: Ledger.Accepted, with index: Int, _ state: StateFolder, _ preparation: Preparation
    ) throws -> [DiagnosticCode: String] {
        guard let digest = Digest(hexadecimal: old.upload) else { return [:] }
        let today = try preparation.address(of: digest, rules.country)
        let part = preparation.stored(today) == nil ? old.part : today
        let stored = preparation.stored(part)
        let isComparable = stored?.basis == preparation.basis(of: digest, rules.country) && !isStale(index)
        var found: [DiagnosticCode: String] = isComparable ? [:] : [.rowUncompared: ""]
        guard stored != nil else { return found }
        let schema = isComparable ? preparation.study.schema : nil
        found.merge(try compare(part, with: index, state, preparation, schema: schema)) { first, _ in first }
        return found
    }

    /// - Returns: the respondents that vanished or changed, as findings count them.
    private func compare(
        _ part: String, with index: Int, _ state: StateFolder, _ preparation: Preparation, schema: Schema?
    ) throws -> [DiagnosticCode: String] {
        guard let newer = records[index].part else { return [:] }
        let isSameReview = preparation.stored(part)?.review == preparation.stored(newer)?.review
        let comparison = try UploadComparison(
            from: part, to: newer, in: state, schema: schema, merged: preparation.study.dispositions.merged,
            withTexts: isSameReview, withdrawn: preparation.withdrawals[rules.country])
        let counts: [DiagnosticCode: Int] = [.rowVanished: comparison.vanished, .rowChanged: comparison.changed]
        return counts.filter { $0.value > 0 }.mapValues(String.init)
    }

    /// The same bytes under two names are one upload.
    private func isCopy(_ index: Int) -> Bool {
        records[..<index].contains { $0.digest == records[index].digest && $0.summary != nil }
    }

    /// By the last submission inside, then by name, then by digest.
    private static func isOlder(_ left: UploadRecord, _ right: UploadRecord) -> Bool {
        let (leftDay, rightDay) = (left.summary?.lastDay ?? 0, right.summary?.lastDay ?? 0)
        if leftDay != rightDay { return leftDay < rightDay }
        // A file of today's inbox corrects one of an earlier night.
        if (left.state == .kept) != (right.state == .kept) { return left.state == .kept }
        if left.file != right.file { return NaturalOrder.precedes(left.file, right.file) }
        return (left.digest?.hexadecimal ?? "") < (right.digest?.hexadecimal ?? "")
    }

    private mutating func put(_ index: Int, inForceSince before: [Ledger.Accepted], _ now: Date) {
        guard let part = records[index].part, let digest = records[index].digest else { return }
        let earlier = before.first { $0.upload == digest.hexadecimal }
        accepted.append(
            Ledger.Accepted(
                upload: digest.hexadecimal, part: part, file: records[index].file, since: earlier?.since ?? now,
                replacing: earlier?.replacing ?? [:]))
        if records[index].state == .kept {
            keptSince = earlier?.since
        } else {
            records[index].state = .inForce
            isFresh = true
        }
    }
}
