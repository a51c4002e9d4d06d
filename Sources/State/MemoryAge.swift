public import Foundation
import GRDB

// The chain grows with every data set and release. What the ledger and the file of withdrawals know of its length shows
// when both were put back from backups: whoever withdrew since would come back.
extension Ledger {
    /// Ledger and withdrawals are both older than the chain beside them.
    public struct Behind: Error {
        /// The state folder.
        public let folder: String
        /// How many links of the chain they do not know.
        public let links: Int
    }

    @Sendable static func makeLinkTable(_ database: Database) throws {
        try database.create(table: "chain") { $0.column("links", .integer).notNull() }
    }

    /// How many links the chain may have, as far as the ledger knows; nil when an earlier program wrote it.
    func links() throws -> Int? {
        try database.read { try Int.fetchOne($0, sql: "SELECT links FROM chain") }
    }

    /// Notes, before the chain gets a link, that it may have so many: in both places, so that either one may be lost.
    /// Once nothing more is added, how many it has: a run may have been stopped, or have made what was there already. Only
    /// who holds the study's lock may say so.
    /// - Throws: what SQLite and the file system say.
    public func expect(links: Int) throws {
        guard try self.links() != links || withdrawalFile.read().links != links else { return }
        try note(links: links)
        try withdrawalFile.write(try content(links))
    }

    /// - Parameter accepts: whether a memory that is behind its chain is gone on with.
    /// - Returns: how many links the chain may have.
    /// - Throws: `Behind`, or what SQLite says.
    func agree(on noted: Int?, in state: StateFolder, accepts: Bool) throws -> Int {
        let known = [noted, try links()].compactMap { $0 }.max()
        try Self.check(known, in: state, accepts: accepts)
        let there = try state.links()
        // What is accepted is noted when nothing else refuses the run.
        if accepts, let known { return known }
        let links = max(known ?? there, there)
        try note(links: links)
        return links
    }

    /// - Throws: `Behind`, or what the file system says.
    static func check(_ known: Int?, in state: StateFolder, accepts: Bool) throws {
        let there = try state.links()
        guard let known, known < there, !accepts else { return }
        throw Behind(folder: state.root.path, links: there - known)
    }

    /// Looks, without changing anything, whether both are older than the chain.
    /// - Throws: `Behind`, `WithdrawalsDamaged`, or what SQLite and the file system say.
    public func checkAge(in folder: URL) throws {
        let known = [try withdrawalFile.read().links, try links()].compactMap { $0 }.max()
        try Self.check(known, in: StateFolder(looking: folder), accepts: false)
    }

    private func note(links: Int) throws {
        guard try self.links() != links else { return }
        try database.write { database in
            try database.execute(sql: "DELETE FROM chain")
            try database.execute(sql: "INSERT INTO chain (links) VALUES (?)", arguments: [links])
        }
    }
}

extension StateFolder {
    /// How many links the chain of runs has; what a stopped run wrote of one counts as none.
    func links() throws -> Int {
        let file = root.appending(path: "chain.jsonl")
        guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
        return try Data(contentsOf: file).count { $0 == UInt8(ascii: "\n") }
    }
}
