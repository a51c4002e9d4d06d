public import Foundation
public import WeirCore
import WeirFormats
public import WeirKeys
import WeirProtect
import WeirRecord
import WeirReport
import WeirState
public import WeirStudy

/// A person's act: an internal data set becomes a release under a profile, or is refused with all reasons at once.
public struct DataRelease {
    /// What was released.
    public struct Outcome: Sendable {
        /// The release's name.
        public var id: String
        /// Its folder.
        public var folder: URL
        /// In words.
        public var words: [String]
    }

    private let study: Study
    private let rules: ReleaseRules
    private let keys: StudyKeys
    private let state: URL
    private let order: ReleaseOrder
    private let clock: @Sendable () -> Date

    /// A release to be made.
    public init(
        study: Study, rules: ReleaseRules, keys: StudyKeys, state: URL, order: ReleaseOrder,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.study = study.forReleases
        self.rules = rules
        self.keys = keys
        self.state = state
        self.order = order
        self.clock = clock
    }

    private var dataset: InternalDataSet { InternalDataSet(folder: order.dataset, keys: keys) }

    /// What forbids the release before any row is read, also where the study's definition has mistakes: whoever asks is
    /// told everything at once.
    public var problems: [String] {
        guard let profile = rules.profile(named: order.profile) else {
            // Without any profile the mistakes in their file say why.
            guard !rules.profiles.isEmpty else { return dataset.problems(rowsNeeded: 2) }
            let known = rules.profiles.map(\.name).joined(separator: ", ")
            return ["there is no profile \(order.profile). The study has: \(known)"]
                + dataset.problems(rowsNeeded: 2)
        }
        return obstacles.sentences(against: profile)
    }

    private var obstacles: ReleaseObstacles {
        ReleaseObstacles(
            study: study, rules: rules, keys: keys, state: state, dataset: dataset, output: order.output,
            hasExcerpts: order.inbox != nil)
    }

    /// Works the release out and publishes it.
    /// - Parameter confirm: shows what would be released, in words; false when the person does not sign.
    /// - Returns: nil when the person did not sign.
    /// - Throws: `ReleaseRefusal`, or what the file system and SQLite say. Nothing half-written stays.
    public func run(confirm: ([String]) -> Bool) throws -> Outcome? {
        let problems = problems
        guard problems.isEmpty, let profile = rules.profile(named: order.profile) else {
            throw ReleaseRefusal(sentences: problems)
        }
        let folder = try StateFolder(state)
        let lock = try StudyLock.taken(on: folder)
        defer { withExtendedLifetime(lock) {} }
        let ledger = try Ledger.ofReleases(folder)
        let started = clock()
        let entries = try ledger.releases()
        // Another release may have been made since the problems were looked for.
        let late = obstacles.ofReleases(
            against: profile, beside: entries, nights: try ledger.lastNightNumbers())
        guard late.isEmpty else { throw ReleaseRefusal(sentences: late) }
        let rows = try dataset.read(study.schema)
        let withdrawn = try WithdrawnInterviews(ledger).sentences(about: rows.pseudonyms, of: dataset.id)
        guard withdrawn.isEmpty else { throw ReleaseRefusal(sentences: withdrawn) }
        let made = try ProtectionChain(
            study: study, rules: rules, keys: keys, state: folder, entries: entries
        ).protect(profile, rows)
        let draft = try ReleaseDraft(
            study: study, rules: rules, keys: keys, order: order, profile: profile, dataset: dataset.id,
            pseudonyms: rows.pseudonyms, made: made, state: folder, entries: entries)
        guard confirm(draft.said) else { return nil }
        try ledger.expect(links: Chain(in: folder.root).count + 1)
        let (id, place) = try draft.write(folder, started: started, clock: clock) { id in
            try remember(id, made.tables(under: profile.name), of: rows, folder, ledger)
        }
        try ledger.expect(links: Chain(in: folder.root).count)
        // The same release made again is still recalled.
        try RecalledReleases(of: study.name, below: order.output).show(ledger, folder)
        return Outcome(id: id, folder: place, words: draft.words)
    }

    /// What is not remembered does not leave: later releases are held against it. The tables it was made from have its name,
    /// and their profile's behind a point.
    private func remember(
        _ id: String, _ tables: [ProtectionChain.Basis], of given: (pseudonyms: [String], table: MicroTable),
        _ folder: StateFolder, _ ledger: Ledger
    ) throws {
        let earlier = EarlierReleases(state: folder, schema: study.schema)
        let named = tables.map { (name: $0.profile == order.profile ? id : "\(id).\($0.profile)", rows: $0) }
        for (name, rows) in named { try earlier.keep(name, rows, averaged: earlier.averaged(rows, given)) }
        try folder.noteMade(release: id)
        for (name, rows) in named {
            guard let profile = rules.profile(named: rows.profile) else { continue }
            try ledger.note(
                ReleaseEntry(
                    id: name, profile: rows.profile, dataset: dataset.id, approver: order.approver,
                    reason: order.reason,
                    recipients: order.recipients, made: clock(), terms: ReleaseTerms(rows, profile, rules, study)))
        }
    }
}

extension ReleaseOrder {
    /// What is wrong with its data set, where not even the study is known.
    public func problems(of keys: StudyKeys) -> [String] {
        InternalDataSet(folder: dataset, keys: keys).problems(rowsNeeded: 2)
    }
}
