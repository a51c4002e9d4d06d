import Foundation
import WeirCore
import WeirKeys
import WeirState
import WeirStudy

/// What stands against a release under a profile before any row is read. `weir release` refuses for it, and `weir risk`
/// tells it before the profile is fixed.
struct ReleaseObstacles {
    let study: Study
    let rules: ReleaseRules
    let keys: StudyKeys
    let state: URL
    let dataset: InternalDataSet
    /// Where the release is made; nil where none is.
    var output: URL?
    /// Whether approved answers leave with it.
    var hasExcerpts = false

    /// All of it, each with its remedy.
    func sentences(against profile: ReleaseProfile) -> [String] {
        let made = rules.finer(than: profile) + [profile]
        return lackingConsent(profile) + made.flatMap { unreachable($0, asked: profile) } + ofReleases(against: profile)
            + dataset.problems(rowsNeeded: made.map(\.k).reduce(2, max))
    }

    /// A release is shared, whatever a profile says.
    private func lackingConsent(_ profile: ReleaseProfile) -> [String] {
        let agreed = study.consentScope + (keys.isDemonstration ? rules.demonstrationScope : [])
        let needed = ["sharing"] + profile.scope.filter { $0 != "sharing" } + (hasExcerpts ? ["quotes"] : [])
        let lacking = needed.filter { !agreed.contains($0) }
        guard !lacking.isEmpty else { return [] }
        return [
            "consent does not cover \(lacking.joined(separator: ", ")): respondents agreed to "
                + "\(study.consentScope.joined(separator: ", ")). Add it to the scope in pipeline.yaml if they agreed to it; otherwise this cannot be released"
        ]
    }

    /// What earlier releases forbid.
    /// - Parameter nights: which night last made each data set.
    func ofReleases(
        against profile: ReleaseProfile, beside entries: [ReleaseEntry], nights: [String: Int]
    ) -> [String] {
        rules.madeApart(profile, beside: entries) + rules.changes(of: profile, since: entries, study)
            + outdated(beside: entries, nights)
            + ReleaseMemory(study: study.name, state: state, dataset: dataset, output: output).problems(beside: entries)
    }

    /// People of a newer data set who were released would be missing from an older one, as if they were gone, and
    /// corrections undone.
    private func outdated(beside entries: [ReleaseEntry], _ nights: [String: Int]) -> [String] {
        let id = dataset.id
        guard let night = nights[id], let newer = entries.last(where: { nights[$0.dataset] ?? 0 > night }) else {
            return []
        }
        return [
            "data set \(id) is older than \(newer.dataset), from which release \(newer.id.prefix { $0 != "." }) of "
                + "\(newer.profile) was made\(newer.recalled == nil ? "" : ", which is recalled, though nobody can make others forget it"): "
                + "people who are out could be missing, and corrections undone. Release the newest one, without --dataset; if "
                + "it has a mistake, merge again first"
        ]
    }

    /// The same; or why it is not known what was released.
    private func ofReleases(against profile: ReleaseProfile) -> [String] {
        guard FileManager.default.fileExists(atPath: state.path) else {
            return ofReleases(against: profile, beside: [], nights: [:])
        }
        do {
            let folder = try StateFolder(state)
            let ledger = try Ledger.ofReleases(folder)
            try PlatformChanged.check(ledger, study, in: folder)
            return ofReleases(
                against: profile, beside: try ledger.releases(), nights: try ledger.lastNightNumbers())
        } catch let refusal as ReleaseRefusal {
            return refusal.sentences
        } catch let trouble as PlatformChanged {
            return [trouble.sentence]
        } catch {
            return [
                "the ledger in \(state.path) cannot be read, and what was released before is not known without it. Look for "
                    + "rights and free space there, or restore it from its backup"
            ]
        }
    }

    /// A country of the data set that the reports print as smaller than k, where none is suppressed: classes then stay in
    /// one country, also where it is told more coarsely. The same holds for the profiles that the one asked for is made from.
    private func unreachable(_ profile: ReleaseProfile, asked: ReleaseProfile) -> [String] {
        guard let key = profile.keys.first(where: { $0.variable == study.countryVariable }), key.importance == nil
        else { return [] }
        let merged = dataset.countries
        let here = Set(
            study.codebook.variables[key.variable].categories.filter { merged?.contains($0.name) ?? true }.map(\.code))
        let small = rules.margins.filter {
            $0.group.isEmpty && $0.answer.variable == study.countryVariable && $0.most == nil && $0.count < profile.k
                && !here.isDisjoint(with: $0.answer.codes)
        }
        let name =
            profile.name == asked.name ? profile.name : "\(profile.name), from which \(asked.name) is made,"
        return small.map {
            "k = \(profile.k) cannot be reached: \($0.id) has \($0.count) workers, and \(name) puts nobody together with "
                + "workers of another country. Lower k, merge without that country, or give the country an importance, so "
                + "that it may be suppressed"
        }
    }
}

extension Ledger {
    /// Opens the ledger to see what was released, or to note a release.
    /// - Throws: `ReleaseRefusal` when it is damaged, or what the file system and SQLite say.
    static func ofReleases(_ folder: StateFolder) throws -> Ledger {
        try tellingOfReleases { try Ledger(folder) }
    }

    /// Opens the ledger to see what was released, also where nothing can be written; nil when the folder never had one.
    /// - Throws: as `ofReleases`.
    static func lookingAtReleases(_ folder: URL) throws -> Ledger? {
        try tellingOfReleases { try Ledger.reading(folder) }
    }

    private static func tellingOfReleases<Result>(_ open: () throws -> Result) throws -> Result {
        func refusal(_ file: String, _ what: String) -> ReleaseRefusal {
            ReleaseRefusal(sentences: [
                "the ledger \(file) is \(what), and what was released before is not known without it. Restore it from its "
                    + "backup"
            ])
        }
        do { return try open() } catch let behind as Behind {
            throw ReleaseRefusal(sentences: [LedgerTrouble(behind)!.sentence])
        } catch let damage as Damage {
            throw refusal(damage.file, "damaged")
        } catch let missing as Missing { throw refusal(missing.file, "gone") }
    }
}
