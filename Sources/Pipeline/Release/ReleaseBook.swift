public import Foundation
import WeirState

/// The releases of a study, as its memory has them.
public struct ReleaseBook {
    private let state: URL
    private let recalled: RecalledReleases

    /// The releases of a study that are noted in a state folder and lie below an output folder.
    public init(of study: String, state: URL, output: URL) {
        self.state = state
        recalled = RecalledReleases(of: study, below: output)
    }

    /// A line for each release, the oldest first; not for finer tables from which one was made, which nobody got.
    /// - Throws: what SQLite says.
    public var lines: [String] {
        get throws {
            guard let ledger = try Ledger.lookingAtReleases(state) else { return [] }
            let releases = try ledger.releases()
            let known = releases.filter { !$0.id.contains(".") }.map { entry in
                let names = entry.recipients.isEmpty ? "nobody noted" : entry.recipients.joined(separator: ", ")
                let recalled = entry.recalled.map { "; recalled: \($0)" } ?? ""
                return
                    "\(entry.id)  \(entry.made.ISO8601Format().prefix(10))  \(entry.profile)  approved by \(entry.approver): "
                    + "\(entry.reason)  to: \(names)\(recalled)"
            }
            let unknown = StateFolder(looking: state).releasedTables.filter { table in
                !table.contains(".") && !releases.contains { $0.id == table }
            }
            return known
                + unknown.map {
                    "\($0)  its table is here, and the ledger does not know it: made after the ledger's backup, or stopped"
                }
        }
    }

    /// Notes who else got a release.
    /// - Returns: everybody who has it, and why it was recalled if it was; nil when there is no such release.
    /// - Throws: what SQLite says.
    public func handOn(_ id: String, to recipients: [String]) throws -> (recipients: [String], recalled: String?)? {
        guard FileManager.default.fileExists(atPath: state.path) else { return nil }
        let ledger = try Ledger.ofReleases(try StateFolder(state))
        guard var entry = try ledger.releases().first(where: { $0.id == id }) else { return nil }
        entry.recipients = recipients
        try ledger.note(entry)
        return try ledger.releases().first { $0.id == id }.map { ($0.recipients, $0.recalled) }
    }

    /// Marks a release as recalled, in the memory and beside its folder.
    /// - Returns: who has it; nil when there is no such release.
    /// - Throws: what SQLite and the file system say.
    public func recall(_ id: String, reason: String) throws -> [String]? {
        guard FileManager.default.fileExists(atPath: state.path) else { return nil }
        let ledger = try Ledger.ofReleases(try StateFolder(state))
        guard let entry = try ledger.recall(id, reason: reason) else { return nil }
        try recalled.show(ledger, StateFolder(looking: state))
        return entry.recipients
    }
}
