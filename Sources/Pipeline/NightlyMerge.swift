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
        /// The report as it is in the data set, and what only this night can tell.
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
        /// A new ledger was asked for, and there is one.
        case ledgerThere(file: String)
        /// Another run works on this study.
        case alreadyRunning
        /// The file system of the study's memory does no locks; the reason is nil when it only pretends to.
        case locksMissing(folder: String, reason: String?)
        /// The study's memory was begun with other keys.
        case otherKeys(state: String)
        /// The study's chain of runs does not hold together at the link of this number, and is not extended.
        case chainBroken(file: String, link: Int)
        /// The study's chain of runs is older than the receipt of this link.
        case chainOlder(file: String, link: Int)
        /// No country has an upload that can be used, today or from an earlier night: nothing is published. The
        /// report says what came in.
        case nothingInForce(RunReport, summary: String)
        /// A prepared part is damaged and its upload is gone, so it cannot be prepared again.
        case partDamaged(Diagnostics)
        /// The data set is not the one that follows when every upload is prepared anew: these files differ. The parts
        /// are dropped.
        case fullDiffers([String])
    }

    let study: Study
    var inbox: Inbox?
    let parts: URL?
    let output: URL
    let state: StateFolder
    let keys: StudyKeys
    let reinstated: Set<CountryCode>
    let reportsToPartners: Bool
    let formats: [DataFormat]
    let clock: @Sendable () -> Date
    let flow: Flow
    let pieceSize: Int
    let progress: @Sendable (String) -> Void
    /// Whether every upload is prepared, also where its part is there.
    var preparesAnew = false
    /// Whether a ledger that is gone is begun anew.
    public var beginsLedger = false
    /// Whether a memory is gone on with that is older than what was published, or of something else.
    public var acceptsMemory = false
    /// Countries of which it is said that their answers come from another platform now, and nobody's who withdrew.
    public var acceptedPlatforms: Set<CountryCode> = []
    /// Is told at once when the night finishes a withdrawal that was stopped: somebody may have to be told.
    public var finishesWithdrawal: @Sendable (Withdrawal.Outcome) -> Void = { _ in }

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
        slots: Int? = nil, pieceSize: Int = 1 << 18, clock: @escaping @Sendable () -> Date = { Date() },
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
            // A memory of another data set has to get a link for this one.
            if !acceptsMemory, let last = try unchanged(&night, ledger) { return last }
            return .worked(try work(night, ledger))
        }
    }

    func locked<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
        try checkInbox()
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        try checkKeys()
        try checkChain()
        if let obstacle = Publisher.obstacle(in: parent) { throw Refusal.currentIsTaken(obstacle.path) }
        try Publisher.removeRemains(in: parent)
        // A merge does not need them: whoever withdraws, or releases, is told what stands in the way.
        let releases = RecalledReleases.folder(of: study.name, below: output)
        try? Publisher.removeRemains(in: releases)
        try state.removeRemains()
        if beginsLedger, state.hasLedger { throw Refusal.ledgerThere(file: state.ledgerFile.path) }
        if !acceptsMemory { try MemoryNotOfDataSet.check(state.root, beside: published) }
        let ledger = try Ledger(state, begins: beginsLedger, accepts: acceptsMemory)
        try WithdrawnUnderOtherKeys.check(ledger, keys, state)
        try PlatformChanged.check(ledger, study, in: state, accepting: acceptedPlatforms)
        // What was accepted is kept once nothing refuses the run any more.
        try PlatformChanged.accept(acceptedPlatforms, ledger, study)
        if acceptsMemory {
            try ReceiptBook(state: state.root).setAside(notIn: Chain(in: state.root))
            try MemoryNotOfDataSet.accept(state.root, beside: published)
        }
        try ledger.expect(links: Chain(in: state.root).count)
        return try body(ledger)
    }

    /// Whether a withdrawal is begun that the night could not finish.
    public var waitsForWithdrawal: Bool {
        let waiting = (try? Ledger.reading(state.root)).flatMap { $0 }.flatMap { try? Withdrawals.unfinished($0) }
        return !(waiting?.isEmpty ?? true)
    }

    /// The folders of data sets and of releases.
    private var published: [URL] { MemoryNotOfDataSet.folders(of: study, below: output) }

    var parent: URL { DataSetDraft.parent(of: study, below: output) }

    func begin(_ ledger: Ledger) throws -> NightInputs {
        // A stopped withdrawal is finished before anything else.
        if let parts {
            try CarriedWithdrawals(parts, study, keys).note(in: ledger, at: clock())
            try PlatformChanged.check(ledger, study, in: state, accepting: acceptedPlatforms)
            // Also for those whose withdrawals came with a part.
            try PlatformChanged.accept(acceptedPlatforms, ledger, study)
        }
        try WithdrawalWork(
            study: study, ledger: ledger, state: state, output: output, inbox: inbox, keys: keys
        ).finish { finishesWithdrawal(Withdrawal.Outcome($0)) }
        // A release's folder may have been put back from a backup.
        try RecalledReleases(of: study.name, below: output).show(ledger, state)
        return try NightInputs(
            study: study, inbox: inbox, parts: parts, keys: keys, formats: formats,
            reportsToPartners: reportsToPartners,
            known: Set(inForce(ledger).map(\.upload)), review: ReviewInForce(ledger, state, keys),
            withdrawals: Withdrawals(ledger),
            accepted: Accepted(ledger.acceptances(at: clock())), started: clock())
    }

    func inForce(_ ledger: Ledger) throws -> [Ledger.Accepted] {
        try study.countries.flatMap { try ledger.inForce($0.country) }
    }

    func work(_ night: NightInputs, _ ledger: Ledger) throws -> Outcome {
        var (uploads, dataset) = try mending { try work(night, ledger, damaged: $0) }
        try remember(uploads, ledger, dataset, night)
        uploads.unreported = Set(uploads.unreported + (try partners?.handReceipts() ?? [])).sorted {
            $0.letters < $1.letters
        }
        try partners?.note()
        return outcome(uploads, dataset, night)
    }

    func work(
        _ night: NightInputs, _ ledger: Ledger, damaged: Set<String>
    ) throws -> (Uploads, DataSetDraft.Written) {
        var uploads = try prepareAll(night, ledger, damaged)
        if reportsToPartners, let inbox { uploads.unreported = try tellPartners(uploads, inbox) }
        let draft = DataSetDraft(
            study: study, keys: keys, state: state, flow: flow, uploads: uploads.all.ofDataSet, formats: formats,
            withdrawals: night.withdrawals)
        guard uploads.countries.values.contains(where: { !$0.accepted.isEmpty }) else {
            var report = draft.reportOfNothing
            report.tell(report.findings.telling(uploads.tonight))
            try note(uploads, report, ledger, night, result: .nothing)
            throw Refusal.nothingInForce(report, summary: summary(uploads, night))
        }
        // From here on the memory belongs to these keys; a night of nothing leaves it to whatever keys come next.
        try StateKeys(state).note(keys)
        try ledger.expect(links: Chain(in: state.root).count + 1)
        progress("merging")
        var dataset = try draft.write(below: output, started: night.started, clock: clock)
        try ledger.expect(links: Chain(in: state.root).count)
        dataset.report.tell(dataset.report.findings.telling(uploads.tonight))
        uploads.timings.append(dataset.timings)
        return (uploads, dataset)
    }
}
