public import Foundation
public import WeirCore
public import WeirKeys
import WeirRecord
import WeirReport
public import WeirState
public import WeirStudy

/// How a study stands: who is in, how many, what waits, what is late. A function of the memory, the inbox and the time; it
/// changes nothing.
public struct StudyStatus {
    /// Something that somebody has to see to, in a sentence.
    public struct Concern: Equatable, Sendable {
        /// The country; nil when it is about the study.
        public var country: CountryCode?
        /// What is the matter, and what to do.
        public var sentence: String
    }

    /// One country.
    public struct Country: Sendable {
        /// Its code and name.
        public var code: CountryCode
        public var name: String
        /// How it stood after the last night; nil when no night knows it.
        public var night: CountryNight?
        /// How many interviews are expected.
        public var target: Int?
        /// How many respondents were taken out at their wish.
        public var withdrawn: Int
    }

    /// A finding that waits.
    public struct Waiting: Sendable {
        /// The finding with its nights.
        public var seen: SeenFinding
        /// Who accepted it, when somebody did.
        public var acceptance: Acceptance?
    }

    /// The study's title.
    public let title: String
    /// When it was asked.
    public let now: Date
    /// The last night; nil before the first.
    public let night: NightEntry?
    /// The last nights, the newest first.
    public let nights: [NightEntry]
    /// The countries in the study's order.
    public let countries: [Country]
    /// What waits since the last night.
    public let waiting: [Waiting]
    /// What somebody has to see to.
    public let concerns: [Concern]

    /// Whether nobody has to do anything.
    public var isHealthy: Bool { concerns.isEmpty }

    /// Looks a study's memory up.
    /// - Parameters:
    ///   - output: where the data sets are; nil when nobody said.
    ///   - inbox: to name raw uploads that should be gone from it; nil without.
    ///   - keyTrouble: what is wrong with the keys, in a sentence; nil when they are as they should be.
    /// - Throws: `NightlyMerge.Refusal` when there is no such inbox, or what SQLite and the file system say.
    public init(
        study: Study, rules: NightRules, state: URL, output: URL?, inbox: URL?, keyTrouble: String?, now: Date
    ) throws {
        title = study.title
        self.now = now
        if let inbox, !Inbox(inbox).exists { throw NightlyMerge.Refusal.noInbox(inbox.path) }
        let ledger = try Ledger.reading(state)
        nights = try ledger?.nights(30) ?? []
        night = nights.first
        let last = night
        countries = try study.countries.map { country in
            Country(
                code: country.country, name: country.name,
                night: last?.countries.first { $0.country == country.country.letters },
                target: rules.expected[country.country]?.interviews,
                withdrawn: try ledger?.withdrawals(of: country.country) ?? 0)
        }
        let acceptances = try ledger?.acceptances(at: now) ?? [:]
        waiting = try (ledger?.findings() ?? []).filter { $0.last == last?.started && $0.finding.severity >= .open }
            .map { Waiting(seen: $0, acceptance: Self.acceptance(of: $0, acceptances)) }
        let old = try inbox.map { try Self.oldUploads(in: Inbox($0), of: study, rules, now) } ?? []
        let unfinished = try ledger.map(Withdrawals.unfinished) ?? Withdrawals()
        concerns = Concerns(rules: rules, now: now).all(
            last, countries, waiting, oldUploads: old,
            [
                keyTrouble, try unfinished.isEmpty && ledger?.isBehindItsFile() != true ? nil : Self.unfinished,
                ledger.flatMap { Self.age(of: $0, study, state, output) }, Self.damage(of: StateFolder(looking: state)),
                Self.elsewhere(StateFolder(looking: state)),
                output.flatMap { output in
                    last.flatMap { Self.loss(of: $0, in: DataSetDraft.parent(of: study, below: output)) }
                },
            ])
    }

    /// Where rows lie, or may lie, that somebody has to delete; nil where none do.
    private static func elsewhere(_ state: StateFolder) -> String? {
        let folders = state.rowsElsewhere
        guard !folders.isEmpty else { return nil }
        return
            "in \(folders.joined(separator: ", ")) a row of somebody who withdrew lies, or may lie, and weir does not delete it: "
            + "weir merge says why, and what to do"
    }

    /// Tables of releases that nobody can rely on; nil when all are as they were written.
    private static func damage(of state: StateFolder) -> String? {
        let damaged = state.releasedTables.filter { !state.isWhole(releasedTable: $0) }
        guard !damaged.isEmpty else { return nil }
        return
            "of \(damaged.joined(separator: ", ")) the table in \(state.root.appending(path: "releases").path) is not as it was "
            + "written: restore it from the backup, with the file beside it that ends with .sha256"
    }

    /// Why nights are refused: the memory is older than what was published; nil when it is not.
    private static func age(of ledger: Ledger, _ study: Study, _ state: URL, _ output: URL?) -> String? {
        do {
            try ledger.checkAge(in: state)
            if let output {
                try MemoryNotOfDataSet.check(state, beside: MemoryNotOfDataSet.folders(of: study, below: output))
            }
            try PlatformChanged.check(ledger, study, in: StateFolder(looking: state))
            let link = ReceiptBook(state: state).newer(than: try Chain(in: state))
            return link.map {
                "the chain is older than the receipt of its link \($0): restore the newest backup of chain.jsonl"
            }
        } catch let trouble as MemoryNotOfDataSet {
            return trouble.sentence
        } catch let trouble as PlatformChanged {
            return trouble.sentence
        } catch { return LedgerTrouble(error)?.sentence }
    }

    private static let unfinished =
        "a withdrawal is not finished: the next weir merge goes on with it. Where it was stopped, rows are still there; else "
        + "decisions about its open answers are kept until the country's upload in force lies in the inbox, ready, for one night"

    /// What happened to the last data set since its night; nil when it is as it was sealed.
    private static func loss(of night: NightEntry, in parent: URL) -> String? {
        guard night.result != .nothing, !night.dataset.isEmpty else { return nil }
        let folder = parent.appending(path: night.dataset)
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return "the last data set \(night.dataset) is gone from \(parent.path); weir merge makes it again"
        }
        guard Verifier(folder: folder).verdict().isConsistent else {
            return "the last data set \(folder.path) is not as it was sealed; weir verify says what changed"
        }
        guard Publisher.current(in: parent) == night.dataset else {
            return
                "the link current in \(parent.path) does not lead to the last data set \(night.dataset); weir merge puts it right"
        }
        return nil
    }

    private static func acceptance(of seen: SeenFinding, _ all: [String: Acceptance]) -> Acceptance? {
        all[seen.id].flatMap { seen.finding.count <= $0.count && seen.finding.severity == .open ? $0 : nil }
    }

    /// Whether keys are those that a memory was begun with; any are where there is none.
    /// - Throws: what the file system says.
    public static func knows(_ keys: StudyKeys, state: URL) throws -> Bool {
        guard FileManager.default.fileExists(atPath: state.path) else { return true }
        return try StateKeys(StateFolder(state)).allow(keys)
    }

    /// Raw uploads that lie in the inbox for longer than the study keeps them.
    private static func oldUploads(
        in inbox: Inbox, of study: Study, _ rules: NightRules, _ now: Date
    ) throws -> [String] {
        guard let days = rules.uploadDays, inbox.exists else { return [] }
        let entries = try inbox.entries(of: Set(study.countries.map(\.country))).entries
        return try entries.filter { entry in
            let changed = try FileManager.default.attributesOfItem(atPath: entry.path)[.modificationDate] as? Date
            return Days.between(changed ?? now, now) > days
        }.map(\.name)
    }
}

/// Puts into sentences what somebody has to see to.
private struct Concerns {
    let rules: NightRules
    let now: Date

    func all(
        _ night: NightEntry?, _ countries: [StudyStatus.Country], _ waiting: [StudyStatus.Waiting],
        oldUploads: [String], _ troubles: [String?]
    ) -> [StudyStatus.Concern] {
        var all = (troubles + [missed(night)]).compactMap { $0 }.map { StudyStatus.Concern(country: nil, sentence: $0) }
        for country in countries {
            all += sentences(about: country).map { StudyStatus.Concern(country: country.code, sentence: $0) }
        }
        let open = waiting.filter { $0.acceptance == nil }
        if !open.isEmpty {
            let oldest = open.map(\.seen.first).min() ?? now
            let word = open.count == 1 ? "finding waits" : "findings wait"
            all.append(
                .init(
                    country: nil, sentence: "\(open.count) \(word), the oldest since \(Days.written(oldest)); see below"
                ))
        }
        return all
            + oldUploads.map { name in
                let sentence = "\(name) lies in the inbox for longer than \(rules.uploadDays ?? 0) days; take it away"
                return .init(country: CountryCode(String(name.prefix(2))), sentence: sentence)
            }
    }

    private func missed(_ night: NightEntry?) -> String? {
        guard let night else { return "there was no night yet; run weir merge" }
        let hours = Int(now.timeIntervalSince(night.started) / 3600)
        // Two hours more, because a night takes its time and a machine may start late.
        if hours > rules.hours + 2 {
            return
                "no night for \(hours) hours, and one is due every \(rules.hours); see whether weir merge is still run"
        }
        return night.result == .nothing ? "the last night published nothing: no upload could be used" : nil
    }

    private func sentences(about country: StudyStatus.Country) -> [String] {
        guard let night = country.night, let since = night.since else {
            return ["nothing has been accepted yet; ask for a file"]
        }
        var sentences: [String] = []
        let days = Days.between(since, now)
        if let most = rules.expected[country.code]?.days, days > most, !isComplete(country, night) {
            sentences.append("the last upload is \(days) days old, and one is due every \(most); ask for a new file")
        }
        if night.notReady > 0 {
            let words = night.notReady == 1 ? "1 file is" : "\(night.notReady) files are"
            sentences.append("\(words) not ready; the report beside it says what to change")
        }
        return sentences
    }

    /// Nobody is asked for more when all expected interviews are there.
    private func isComplete(_ country: StudyStatus.Country, _ night: CountryNight) -> Bool {
        country.target.map { night.merged >= $0 } ?? false
    }
}

/// Days as people count and write them, in Greenwich's time.
enum Days {
    static func between(_ first: Date, _ last: Date) -> Int { Int(last.timeIntervalSince(first) / 86_400) }

    /// `2021-06-15`.
    static func written(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }

    /// `2021-06-15 02:30`.
    static func writtenWithTime(_ date: Date) -> String {
        String(date.ISO8601Format().prefix(16)).replacing("T", with: " ")
    }

    /// `20210615` as `2021-06-15`; blank when unknown.
    static func written(number: Int) -> String {
        guard number > 0 else { return "" }
        let text = String(number)
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }

    /// The end of a day written as `2026-12-31`; nil for anything else.
    static func end(of text: String) -> Date? {
        try? Date("\(text)T23:59:59Z", strategy: .iso8601)
    }
}
