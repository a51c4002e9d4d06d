import Dispatch
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

        /// Whether nothing is left to do: no finding is open or a refusal.
        public var isDone: Bool { report.findings.allSatisfy { $0.severity < .open } }
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

    /// Works through the night.
    /// - Throws: `Refusal`, `AccountsError`, or what the file system says. Nothing half-written stays.
    public func run() throws -> Outcome {
        try checkInbox()
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        try checkKeys()
        try checkChain()
        let parent = DataSetDraft.parent(of: study, below: output)
        if let obstacle = Publisher.obstacle(in: parent) { throw Refusal.currentIsTaken(obstacle.path) }
        try Publisher.removeRemains(in: parent)
        let started = clock()
        do {
            let ledger = try Ledger(state)
            let (uploads, dataset) = try mending { damaged in
                try work(ledger, damaged: damaged, started: started)
            }
            try remember(uploads, ledger, dataset, started)
            if reportsToPartners, let inbox {
                try ReceiptBook(state: state).hand(to: study.countries.map(\.country), in: inbox.root)
            }
            return outcome(uploads, dataset)
        } catch let damage as Ledger.Damage {
            throw Refusal.ledgerDamaged(file: damage.file)
        }
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
        _ ledger: Ledger, damaged: Set<String>, started: Date
    ) throws -> (Uploads, DataSetDraft.Written) {
        var uploads = try prepareAll(ledger, damaged)
        if reportsToPartners, let inbox { uploads.unreported = try tellPartners(uploads, inbox) }
        let draft = DataSetDraft(
            study: study, keys: keys, state: state, flow: flow, uploads: uploads.all, formats: formats)
        guard uploads.countries.values.contains(where: { !$0.accepted.isEmpty }) else {
            throw Refusal.nothingInForce(draft.reportOfNothing, summary: summary(uploads))
        }
        progress("merging")
        let dataset = try draft.write(below: output, started: started, clock: clock)
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

    private func prepareAll(_ ledger: Ledger, _ damaged: Set<String>) throws -> Uploads {
        let (entries, foreign, unreadable) =
            try inbox?.entries(of: Set(study.countries.map(\.country))) ?? ([], [], [])
        let arriving = ArrivingUploads(entries)
        let files = arriving.wait(for: digestAll(entries), known: try known(to: ledger))
        var preparation = Preparation(
            study: study, keys: keys, state: state, ledger: ledger, program: try Program.digest(), flow: flow,
            review: try ReviewInForce(ledger, state, keys), pieceSize: pieceSize, damaged: damaged)
        var uploads = Uploads()
        let carried = try parts.map { try CarriedUploads(in: $0, taking: &preparation) }
        uploads.all = foreign.map(UploadRecord.init) + (carried?.refused ?? [])
        for rules in study.countries {
            var country = CountryUploads(rules: rules)
            for (entry, file) in zip(entries, files) where entry.country == rules.country {
                try country.add(entry, file, of: study) { try preparation.prepare(entry, $0) }
            }
            country.add(carried?.taken ?? [], of: study)
            if unreadable.contains(rules.country) { country.addUnreadable() }
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

    /// The digests of all uploads in force.
    private func known(to ledger: Ledger) throws -> Set<String> {
        Set(try study.countries.flatMap { try ledger.inForce($0.country).map(\.upload) })
    }

    /// Digests the uploads on all cores.
    private func digestAll(_ entries: [Inbox.Entry]) -> [Result<FileDigest, any Error>] {
        let results = Results(count: entries.count)
        DispatchQueue.concurrentPerform(iterations: entries.count) { index in
            results.set(
                index, Result { try FileDigest(path: entries[index].path, name: entries[index].name) })
        }
        return results.all
    }

    private func remember(
        _ uploads: Uploads, _ ledger: Ledger, _ dataset: DataSetDraft.Written, _ started: Date
    ) throws {
        var parts = Set(uploads.all.compactMap(\.part))
        for (country, record) in uploads.countries {
            // What was accepted last is never forgotten for want of something newer.
            if !record.accepted.isEmpty { try ledger.setInForce(record.accepted, for: country) }
            parts.formUnion(try ledger.inForce(country).map(\.part))
        }
        try state.keepParts(parts)
        try ledger.keepMentionPlaces(of: parts)
        try ledger.note(dataset: dataset.id, started: started, ended: clock(), rows: dataset.report.rows)
    }

    private func outcome(_ uploads: Uploads, _ dataset: DataSetDraft.Written) -> Outcome {
        var timings = StageTimings()
        for part in uploads.timings { timings.merge(part) }
        return Outcome(
            report: dataset.report, folder: dataset.folder, summary: summary(uploads), timings: timings,
            unreported: uploads.unreported)
    }

    private func summary(_ uploads: Uploads) -> String {
        NightSummary.line(study.countries.compactMap { uploads.countries[$0.country] }, uploads.all)
    }
}

/// Results of work on several cores.
///
/// Unchecked Sendable: each index is written once, by one thread, and read after all have ended.
private final class Results: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<Result<FileDigest, any Error>?>

    init(count: Int) {
        storage = .allocate(capacity: count)
        storage.initialize(repeating: nil)
    }

    deinit {
        storage.deinitialize()
        storage.deallocate()
    }

    func set(_ index: Int, _ result: Result<FileDigest, any Error>) { storage[index] = result }

    var all: [Result<FileDigest, any Error>] { storage.compactMap { $0 } }
}
