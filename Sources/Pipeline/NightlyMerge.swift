public import Foundation
public import WeirCore
import WeirFlow
import WeirIngest
public import WeirKeys
import WeirRecord
public import WeirReport
import WeirState
public import WeirStudy

/// The nightly act: all uploads of an inbox become one internal data set.
public struct NightlyMerge {
    /// What a night came to.
    public struct Outcome {
        /// The report, also in the data set.
        public var report: RunReport
        /// The data set's folder.
        public var folder: URL
        /// The night in one line.
        public var summary: String
        /// Where the time went.
        public var timings: StageTimings
        /// The countries into whose folders no report could be written.
        public var unreported: [CountryCode]

        /// What is left to do: findings that are open or refuse a file, and that nobody accepted.
        public var open: [Diagnostic]
    }

    /// What became of a night.
    public enum Night {
        /// A data set was made.
        case worked(Outcome)
        /// Nothing it depends on has changed since the last one, whose data set is there and whole.
        case unchanged(Unchanged)
    }

    /// The last data set, which still stands.
    public struct Unchanged: Sendable {
        /// Its folder, its name and its rows.
        public var folder: URL
        public var dataset: String
        public var rows: Int
        /// The rows of all uploads.
        public var uploadedRows: Int
        /// Findings that are still open and that nobody accepted.
        public var leftToDo: Int
        /// The night in one line.
        public var summary: String
    }

    /// Why a night cannot begin.
    public enum Refusal: Error {
        /// There is no inbox.
        case noInbox(String)
        /// There is no folder of prepared parts.
        case noParts(String)
        /// What should be the inbox is no folder.
        case inboxIsNoFolder(String)
        /// Something that is no link stands where the link to the newest data set has to be.
        case currentIsTaken(String)
        /// The ledger is damaged.
        case ledgerDamaged(file: String)
        /// Another run works on this study.
        case alreadyRunning
        /// The file system of the study's memory does no locks; the reason is nil when it only pretends to.
        case locksMissing(folder: String, reason: String?)
        /// The study's memory was begun with other keys.
        case otherKeys(state: String)
        /// The study's chain of runs does not hold together at the link of this number, and is not extended.
        case chainBroken(file: String, link: Int)
        /// No country has an upload that can be used, today or from an earlier night: nothing is published. The
        /// report says what came in.
        case nothingInForce(RunReport, summary: String)
        /// A prepared part is damaged and its upload is gone, so it cannot be prepared again.
        case partDamaged(Diagnostics)
        /// The data set is not the one that follows when every upload is prepared anew: these files differ. The parts
        /// are dropped.
        case fullDiffers([String])
    }

    private let study: Study
    private let inbox: Inbox?
    private let parts: URL?
    private let output: URL
    private let state: StateFolder
    private let keys: StudyKeys
    private let reinstated: Set<CountryCode>
    private let reportsToPartners: Bool
    private let formats: [DataFormat]
    private let clock: @Sendable () -> Date
    private let flow: Flow
    private let pieceSize: Int
    private let progress: @Sendable (String) -> Void
    /// Whether every upload is prepared, also where its part is there.
    private var preparesAnew = false

    /// A night.
    /// - Parameters:
    ///   - inbox: nil when all uploads were prepared elsewhere.
    ///   - parts: a folder with prepared parts that were carried from other machines.
    ///   - output: the folder under which `internal/<study>/<id>/` is made.
    ///   - state: the study's memory.
    ///   - reinstated: countries whose uploads of the inbox count, whatever was in force.
    ///   - formats: of the data set; nil for what the study says.
    ///   - reportsToPartners: whether a report is written into each country's folder of the inbox.
    ///   - slots: how many batches may be under way, and `pieceSize` about how many bytes of text each has. The result
    ///     depends on neither.
    ///   - progress: told in a few words how far the night is.
    /// - Throws: `Diagnostics` when the study's stages are wrong; what the file system says.
    public init(
        study: Study, inbox: URL?, parts: URL? = nil, output: URL, state: URL, keys: StudyKeys,
        reinstated: Set<CountryCode> = [],
        formats: [DataFormat]? = nil, reportsToPartners: Bool = false,
        slots: Int? = nil, pieceSize: Int = 1 << 20, clock: @escaping @Sendable () -> Date = { Date() },
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let problems = Assembly.problems(in: study)
        guard problems.isEmpty else { throw Diagnostics(problems) }
        self.study = study
        self.inbox = inbox.map(Inbox.init)
        self.parts = parts
        self.output = output
        self.state = try StateFolder(state)
        self.keys = keys
        self.reinstated = reinstated
        self.reportsToPartners = reportsToPartners
        self.formats = formats ?? Assembly.formats(of: study)
        self.clock = clock
        self.progress = progress
        self.pieceSize = pieceSize
        flow = slots.map { Flow(slots: $0) } ?? Flow()
    }

    /// Works through the night, whether anything has changed or not.
    /// - Throws: `Refusal`, `AccountsError`, or what the file system says. Nothing half-written stays.
    public func run() throws -> Outcome {
        try locked { ledger in
            let night = try begin(ledger)
            return try work(night, ledger)
        }
    }

    /// Works through the night unless nothing it depends on has changed since the last one.
    /// - Throws: as `run`.
    public func runIfChanged() throws -> Night {
        try locked { ledger in
            var night = try begin(ledger)
            if let last = try unchanged(&night, ledger) { return last }
            return .worked(try work(night, ledger))
        }
    }

    /// Works through the night, and once more out of sight with every upload of the inbox prepared anew: both must come
    /// to the same bytes.
    /// - Throws: as `run`; `Refusal.fullDiffers`.
    public func runFully() throws -> Outcome {
        try locked { ledger in
            let night = try begin(ledger)
            let full = try rehearse()
            let outcome = try work(night, ledger)
            let sums = try Sums(of: outcome.folder).digests
            let files = Set(sums.keys).union(full.keys).filter { sums[$0] != full[$0] }.sorted()
            guard files.isEmpty else {
                try dropParts(night, ledger)
                throw Refusal.fullDiffers(files)
            }
            return outcome
        }
    }

    /// What was prepared from today's inbox can be prepared again; of an upload that is gone only its part is left.
    private func dropParts(_ night: NightInputs, _ ledger: Ledger) throws {
        let here = Set(night.files.compactMap { try? $0.get().digest.hexadecimal })
        try state.keepParts(Set(try inForce(ledger).filter { !here.contains($0.upload) }.map(\.part)))
    }

    private func locked<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
        try checkInbox()
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        try checkKeys()
        try checkChain()
        if let obstacle = Publisher.obstacle(in: parent) { throw Refusal.currentIsTaken(obstacle.path) }
        try Publisher.removeRemains(in: parent)
        try state.removeRemains()
        do { return try body(try Ledger(state)) } catch let damage as Ledger.Damage {
            throw Refusal.ledgerDamaged(file: damage.file)
        }
    }

    private var parent: URL { DataSetDraft.parent(of: study, below: output) }

    private func begin(_ ledger: Ledger) throws -> NightInputs {
        // A stopped withdrawal is finished before anything else.
        try WithdrawalWork(
            study: study, ledger: ledger, state: state, output: output, inbox: inbox, keys: keys
        ).finish()
        return try NightInputs(
            study: study, inbox: inbox, parts: parts, keys: keys, formats: formats,
            reportsToPartners: reportsToPartners,
            known: Set(inForce(ledger).map(\.upload)), review: ReviewInForce(ledger, state, keys),
            withdrawals: Withdrawals(ledger),
            accepted: Accepted(ledger.acceptances(at: clock())), started: clock())
    }

    /// The last night, when this one would be the same.
    private func unchanged(_ night: inout NightInputs, _ ledger: Ledger) throws -> Night? {
        let inputs = night.digest(inForce: try inForce(ledger))
        guard !inputs.isEmpty, reinstated.isEmpty, let last = try ledger.nights(1).first, last.result != .nothing,
            last.inputs == inputs, hasReports(night)
        else { return nil }
        let folder = parent.appending(path: last.dataset)
        guard Publisher.current(in: parent) == last.dataset,
            Verifier(folder: folder, pinned: keys.signer.publicKey).verdict().isConsistent
        else {
            // A failing disk, or somebody's hand: whoever reads the line should know.
            night.remarks.append("the data set \(last.dataset) was not as it was sealed, and is made again")
            return nil
        }
        try ledger.carry(findingsOf: last.started, to: night.started)
        let summary = last.result == .unchanged ? last.summary : "nothing changed, " + last.summary
        try ledger.note(
            NightEntry(
                started: night.started, ended: clock(), result: .unchanged, dataset: last.dataset, rows: last.rows,
                summary: summary, inputs: last.inputs, countries: last.countries))
        return .unchanged(
            Unchanged(
                folder: folder, dataset: last.dataset, rows: last.rows,
                uploadedRows: last.countries.reduce(0) { $0 + $1.rows.values.reduce(0, +) },
                leftToDo: try open(ledger, night).count, summary: summary))
    }

    /// What the ledger knows to be left to do since this night.
    private func open(_ ledger: Ledger, _ night: NightInputs) throws -> [Diagnostic] {
        let findings = try ledger.findings().filter { $0.last == night.started }.map(\.finding)
        let accepted = night.accepted.covered(findings)
        return findings.filter { $0.severity >= .open && !accepted.contains($0.standingName) }
    }

    private func inForce(_ ledger: Ledger) throws -> [Ledger.Accepted] {
        try study.countries.flatMap { try ledger.inForce($0.country) }
    }

    /// A partner may have thrown her report away; the night writes it again.
    private func hasReports(_ night: NightInputs) -> Bool {
        guard reportsToPartners, let inbox else { return true }
        return study.countries.filter { rules in night.entries.contains { $0.country == rules.country } }
            .allSatisfy { FileManager.default.fileExists(atPath: PartnerReports.place(of: $0, in: inbox).path) }
    }

    /// The same night in a copy of the memory, and below a hidden folder; its bytes by file.
    private func rehearse() throws -> [String: Digest] {
        let place = parent.appending(path: ".full.draft")
        let files = FileManager.default
        try files.createDirectory(at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: place) }
        progress("preparing every upload anew")
        return try state.withCopy { copy in
            var night = try NightlyMerge(
                study: study, inbox: inbox?.root, parts: parts, output: place, state: copy.root, keys: keys,
                reinstated: reinstated, formats: formats, pieceSize: pieceSize, clock: clock, progress: progress)
            night.preparesAnew = true
            return try Sums(of: try night.run().folder).digests
        }
    }

    private func work(_ night: NightInputs, _ ledger: Ledger) throws -> Outcome {
        let (uploads, dataset) = try mending { try work(night, ledger, damaged: $0) }
        try remember(uploads, ledger, dataset, night)
        if reportsToPartners, let inbox {
            try ReceiptBook(state: state).hand(to: study.countries.map(\.country), in: inbox.root)
        }
        return outcome(uploads, dataset, night)
    }

    private func checkInbox() throws {
        if let parts, !Inbox(parts).exists { throw Refusal.noParts(parts.path) }
        guard let inbox, !inbox.exists else { return }
        let isThere = FileManager.default.fileExists(atPath: inbox.root.path)
        throw isThere ? Refusal.inboxIsNoFolder(inbox.root.path) : Refusal.noInbox(inbox.root.path)
    }

    /// Respondents named under another key would go into this key's data set, and nobody could tell them apart.
    private func checkKeys() throws {
        let known = StateKeys(state)
        guard try known.allow(keys) else { throw Refusal.otherKeys(state: state.root.path) }
        try known.note(keys)
    }

    /// A link added to a broken chain would vouch for what nobody can.
    private func checkChain() throws {
        try Chain.dropUnfinished(in: state.root)
        guard let link = try Chain(in: state.root).firstBreak else { return }
        throw Refusal.chainBroken(file: state.root.appending(path: Chain.fileName).path, link: link)
    }

    /// Works again as often as another part is found damaged; it is then prepared again from its upload.
    private func mending<Result>(_ work: (Set<String>) throws -> Result) throws -> Result {
        var damaged: Set<String> = []
        while true {
            do { return try work(damaged) } catch let damage as PartReader.Damage {
                // A disk that spoils what was just written is beyond mending.
                guard damaged.insert(damage.address).inserted else {
                    let place = Place(file: "parts/\(damage.address)")
                    throw Refusal.partDamaged(Diagnostics([Diagnostic(.partDamaged, at: place)]))
                }
                progress("a prepared part is damaged and prepared again")
            }
        }
    }

    private func work(
        _ night: NightInputs, _ ledger: Ledger, damaged: Set<String>
    ) throws -> (Uploads, DataSetDraft.Written) {
        var uploads = try prepareAll(night, ledger, damaged)
        if reportsToPartners, let inbox { uploads.unreported = try tellPartners(uploads, inbox) }
        let draft = DataSetDraft(
            study: study, keys: keys, state: state, flow: flow, uploads: uploads.all, formats: formats,
            withdrawals: night.withdrawals)
        guard uploads.countries.values.contains(where: { !$0.accepted.isEmpty }) else {
            let report = draft.reportOfNothing
            try note(uploads, report, ledger, night, result: .nothing)
            throw Refusal.nothingInForce(report, summary: summary(uploads, night))
        }
        progress("merging")
        let dataset = try draft.write(below: output, started: night.started, clock: clock)
        uploads.timings.append(dataset.timings)
        return (uploads, dataset)
    }

    /// - Returns: the countries whose folder takes no report. An inbox that nobody may write to is no reason for a night
    ///   without a data set.
    private func tellPartners(_ uploads: Uploads, _ inbox: Inbox) throws -> [CountryCode] {
        let reports = try PartnerReports(study: study, inbox: inbox.root)
        return try study.countries.map(\.country).filter { country in
            let records = uploads.countries[country]?.records ?? []
            // A page about half a file would be wrong a moment later.
            if records.contains(where: \.isArriving) { return false }
            do { try reports.write(country, state: records.flatMap(\.findings)) } catch is CocoaError { return true }
            return false
        }
    }

    /// What became of the inbox.
    private struct Uploads {
        var all: [UploadRecord] = []
        var countries: [CountryCode: CountryUploads] = [:]
        var timings: [StageTimings] = []
        var unreported: [CountryCode] = []
    }

    private func prepareAll(_ night: NightInputs, _ ledger: Ledger, _ damaged: Set<String>) throws -> Uploads {
        var preparation = Preparation(
            study: study, keys: keys, state: state, ledger: ledger, program: night.program, flow: flow,
            review: night.review, pieceSize: pieceSize, damaged: damaged)
        preparation.preparesAnew = preparesAnew
        preparation.withdrawals = night.withdrawals
        var uploads = Uploads()
        let carried = try parts.map { try CarriedUploads(in: $0, taking: &preparation) }
        uploads.all = night.foreign.map(UploadRecord.init) + (carried?.refused ?? [])
        for rules in study.countries {
            var country = CountryUploads(rules: rules)
            for (entry, file) in zip(night.entries, night.files) where entry.country == rules.country {
                try country.add(entry, file, of: study) { try preparation.prepare(entry, $0) }
            }
            country.add(carried?.taken ?? [], of: study)
            if night.unreadable.contains(rules.country) { country.addUnreadable() }
            try country.decide(
                accepted: try ledger.inForce(rules.country), isReinstating: reinstated.contains(rules.country),
                state: state, preparation, now: clock())
            uploads.all += country.records
            uploads.countries[rules.country] = country
            progress("\(rules.name): \(country.records.count) uploads looked at")
        }
        uploads.timings.append(preparation.timings)
        return uploads
    }

    private func remember(
        _ uploads: Uploads, _ ledger: Ledger, _ dataset: DataSetDraft.Written, _ night: NightInputs
    ) throws {
        try note(uploads, dataset.report, ledger, night, result: .published)
        let parts = uploads.all.compactMap(\.part) + (try inForce(ledger).map(\.part))
        try state.keepParts(Set(parts))
        try ledger.keepMentionPlaces(of: Set(parts))
    }

    /// A night whose inputs change while it works is noted with those that it began with, and the next one works again.
    private func note(
        _ uploads: Uploads, _ report: RunReport, _ ledger: Ledger, _ night: NightInputs, result: NightEntry.Result
    ) throws {
        // What was accepted last is never forgotten for want of something newer.
        let accepted = uploads.countries.mapValues(\.accepted).filter { !$0.value.isEmpty }
        let inForce = try study.countries.flatMap { rules in
            try accepted[rules.country].map(Ledger.ordered) ?? ledger.inForce(rules.country)
        }
        try ledger.note(
            NightEntry(
                started: night.started, ended: clock(), result: result, dataset: report.dataset, rows: report.rows,
                summary: summary(uploads, night), inputs: night.digest(inForce: inForce),
                countries: study.countries.compactMap { rules in
                    uploads.countries[rules.country].map {
                        CountryNight($0, report, merged: study.dispositions.merged)
                    }
                }), findings: report.findings, inForce: accepted)
    }

    private func outcome(_ uploads: Uploads, _ dataset: DataSetDraft.Written, _ night: NightInputs) -> Outcome {
        var timings = StageTimings()
        for part in uploads.timings { timings.merge(part) }
        return Outcome(
            report: dataset.report, folder: dataset.folder, summary: summary(uploads, night), timings: timings,
            unreported: uploads.unreported, open: open(dataset.report, night))
    }

    private func open(_ report: RunReport, _ night: NightInputs) -> [Diagnostic] {
        let accepted = night.accepted.covered(report.findings)
        return report.findings.filter { $0.severity >= .open && !accepted.contains($0.standingName) }
    }

    private func summary(_ uploads: Uploads, _ night: NightInputs) -> String {
        let line = NightSummary.line(
            study.countries.compactMap { uploads.countries[$0.country] }, uploads.all,
            accepted: night.accepted.covered(uploads.all.flatMap(\.findings)))
        return ([line] + night.remarks).joined(separator: "; ")
    }
}
