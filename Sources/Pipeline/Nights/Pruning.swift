public import Foundation
public import WeirKeys
import WeirState
public import WeirStudy

/// Deletes the internal data sets that the study keeps no longer. The newest stays, and so do those that a release in
/// force was made from, because its rows are traced through them, and what stands there as a link. The chain keeps the
/// roots of all.
public struct Pruning {
    private let study: Study
    private let rules: NightRules
    private let output: URL
    private let state: StateFolder
    private let keys: StudyKeys

    /// A pruning.
    /// - Throws: what the file system says.
    public init(study: Study, rules: NightRules, output: URL, state: URL, keys: StudyKeys) throws {
        self.study = study
        self.rules = rules
        self.output = output
        self.state = try StateFolder(state)
        self.keys = keys
    }

    /// The data sets that may go, with the day each was last made, the oldest first.
    /// - Throws: what SQLite and the file system say.
    public func old(at now: Date) throws -> [(id: String, day: String)] {
        guard let days = rules.dataSetDays else { return [] }
        // It is only read, so that a full disk can be pruned.
        guard let ledger = try Ledger.reading(state.root) else { return [] }
        let kept = Set(
            try ledger.releases().filter { $0.recalled == nil }.map(\.dataset) + [Publisher.current(in: parent) ?? ""])
        let made = try ledger.lastNights()
        // Also where the link to it is lost.
        let newest = made.max { $0.value < $1.value }?.key
        return try folders().filter { !kept.contains($0) && $0 != newest }.compactMap { id in
            // What no night knows was put there by somebody, and is theirs.
            made[id].flatMap { Days.between($0, now) > days ? (id, Days.written($0)) : nil }
        }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    /// Deletes what may go.
    /// - Returns: what was deleted, and what links in it led to, which was not.
    /// - Throws: `NightlyMerge.Refusal`, or what the file system says.
    public func prune(at now: Date) throws -> [(id: String, day: String, left: [String])] {
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        guard try StateKeys(state).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: state.root.path) }
        try Publisher.removeRemains(in: parent)
        return try old(at: now).map { id, day in
            let left = Publisher.targets(inside: parent.appending(path: id))
            try Publisher.remove(id, in: parent)
            return (id, day, left)
        }
    }

    private var parent: URL { DataSetDraft.parent(of: study, below: output) }

    private func folders() throws -> [String] {
        guard FileManager.default.fileExists(atPath: parent.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: parent.path).filter {
            !$0.hasPrefix(".") && $0 != "current" && !Publisher.isLink(parent.appending(path: $0))
        }
    }
}
