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
        self.study = study
        self.rules = rules
        self.keys = keys
        self.state = state
        self.order = order
        self.clock = clock
    }

    private var dataset: InternalDataSet { InternalDataSet(folder: order.dataset, keys: keys) }

    /// What forbids the release before any row is read.
    public var problems: [String] {
        guard let profile = rules.profile(named: order.profile) else {
            let known = rules.profiles.map(\.name).joined(separator: ", ")
            return ["there is no profile \(order.profile). The study has: \(known)"]
        }
        let needed = profile.scope + (order.inbox == nil ? [] : ["quotes"])
        let lacking = needed.filter { !agreed.contains($0) }
        var problems: [String] = []
        if !lacking.isEmpty {
            problems.append(
                "consent does not cover \(lacking.joined(separator: ", ")): respondents agreed to "
                    + "\(study.consentScope.joined(separator: ", ")). Add it to the scope in pipeline.yaml if they agreed to it; otherwise this cannot be released"
            )
        }
        problems += unreachable(profile)
        return problems + dataset.problems(rowsNeeded: profile.k)
    }

    /// What respondents agreed to. Those of a demonstration are made up.
    private var agreed: [String] { study.consentScope + (keys.isDemonstration ? rules.demonstrationScope : []) }

    /// A country that the reports print as smaller than k, and that the profile never suppresses or joins with others.
    private func unreachable(_ profile: ReleaseProfile) -> [String] {
        guard let key = profile.keys.first(where: { $0.variable == study.countryVariable }), key.importance == nil,
            key.coarsest == 0
        else { return [] }
        let small = rules.margins.filter {
            $0.group.isEmpty && $0.answer.variable == study.countryVariable && $0.count < profile.k
        }
        return small.map {
            "k = \(profile.k) cannot be reached: \($0.id) has \($0.count) workers. Lower k, or let the country be recoded"
        }
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
        let ledger = try Ledger(folder)
        let started = clock()
        let made = try protect(profile, folder, try ledger.releases())
        let draft = ReleaseDraft(
            study: study, rules: rules, keys: keys, order: order, profile: profile, dataset: dataset.id, made: made)
        guard confirm(draft.words) else { return nil }
        let (id, place) = try draft.write(folder, started: started, clock: clock)
        let earlier = EarlierReleases(state: folder, schema: study.schema)
        for basis in made.bases { try earlier.keep(id + "." + basis.profile, basis.pseudonyms, basis.table) }
        try earlier.keep(id, made.pseudonyms, made.result.table)
        let noted =
            made.bases.map { (id + "." + $0.profile, $0.profile, $0.levels) } + [(id, profile.name, made.result.levels)]
        for (id, profile, levels) in noted {
            try ledger.note(
                ReleaseEntry(
                    id: id, profile: profile, dataset: dataset.id, approver: order.approver, reason: order.reason,
                    recipients: order.recipients, made: clock(), levels: levels))
        }
        return Outcome(id: id, folder: place, words: draft.words)
    }

    /// A protected table with its rows' pseudonyms and the table it came from.
    struct Made {
        var raw: MicroTable
        var pseudonyms: [String]
        var result: ProtectedTable
        var layout: ReleaseLayout
        var full: ReleaseLayout
        /// The finer tables it was made from. Nobody got them, but a later release of theirs has to fit this one.
        var bases: [Basis] = []
    }

    /// A finer profile's table.
    struct Basis {
        var profile: String
        var pseudonyms: [String]
        var table: MicroTable
        var levels: [Int]
    }

    /// The finer profile first: a coarser one is made from its table and never from the raw one.
    private func protect(_ profile: ReleaseProfile, _ folder: StateFolder, _ entries: [ReleaseEntry]) throws -> Made {
        let (pseudonyms, raw) = try dataset.read(study.schema)
        var given = (names: pseudonyms, table: raw)
        var bases: [Basis] = []
        for finer in finerProfiles(of: profile) {
            let made = try protect(given, finer, folder, entries)
            given = (made.pseudonyms, made.result.table)
            bases.append(
                Basis(
                    profile: finer.name, pseudonyms: made.pseudonyms, table: made.result.table,
                    levels: made.result.levels))
        }
        var made = try protect(given, profile, folder, entries)
        made.raw = raw
        made.bases = bases
        let before = Combinations(
            columns: profile.keys.map { key in
                study.schema.places[key.variable].code.flatMap { raw.codes[$0] } ?? []
            })
        made.result.before = RiskMeasures(before)
        return made
    }

    /// The finest first.
    private func finerProfiles(of profile: ReleaseProfile) -> [ReleaseProfile] {
        guard let finer = profile.finer.flatMap(rules.profile(named:)) else { return [] }
        return finerProfiles(of: finer) + [finer]
    }

    private func protect(
        _ given: (names: [String], table: MicroTable), _ profile: ReleaseProfile, _ folder: StateFolder,
        _ entries: [ReleaseEntry]
    ) throws -> Made {
        let layout = ReleaseLayout(schema: study.schema, withheld: profile.withheld)
        let settled = try EarlierReleases(state: folder, schema: study.schema)
            .settled(given.names, entries: entries.filter { $0.profile == profile.name })
        let lots = keys.release("complement")
        do {
            let result = try Protection(
                layout: layout, profile: profile, hierarchies: rules.hierarchies, margins: rules.margins,
                country: study.countryVariable
            ).protect(given.table, lot: given.names.map(lots.lot), settled: settled)
            return Made(
                raw: given.table, pseudonyms: result.kept.map { given.names[$0] }, result: result, layout: layout,
                full: ReleaseLayout(schema: study.schema, withheld: []))
        } catch let held as Protection.Held {
            throw ReleaseRefusal(sentences: [sentence(held, profile)])
        }
    }

    private func sentence(_ held: Protection.Held, _ profile: ReleaseProfile) -> String {
        let name = { (variable: Int) in study.codebook.variables[variable].name }
        return switch held {
        case .beyondReach(let keys, let k):
            "k = \(k) cannot be reached: fewer than \(k) rows share a value of \(keys.map(name).joined(separator: ", ")), "
                + "which is never suppressed. Lower k, let it be recoded, or give it an importance"
        case .published(let variables):
            "held: an earlier release of \(profile.name) tells cells of \(variables.map(name).joined(separator: ", ")) that "
                + "would have to be suppressed now, because answers or respondents are gone. Recall that release, and release "
                + "under another profile; or release nothing"
        case .offices:
            "held: a class has rows of fewer than \(profile.k) offices. Raise k, or let more keys be recoded"
        case .diversity(let variables, let least):
            "held: \(least) different answers to \(variables.map(name).joined(separator: ", ")) in each class (diversity) cannot "
                + "be reached: too many people who share what is never suppressed answered alike. Let more keys be "
                + "suppressed or recoded, lower diversity, or withhold the question"
        case .closeness(let variable):
            "held: a class is farther from the whole in \(name(variable)) than the profile allows (closeness). Raise k, or "
                + "raise closeness"
        }
    }
}
