import GRDB

// Data sets that a withdrawal deleted. One that is there again was put back from a backup, with the row.
extension Ledger {
    @Sendable static func makeDeletedTable(_ database: Database) throws {
        try database.create(table: "deletedDataSet") { $0.primaryKey("name", .text) }
    }

    /// The names of data sets that withdrawals deleted.
    /// - Throws: what SQLite says.
    public func deletedDataSets() throws -> Set<String> {
        try database.read { Set(try String.fetchAll($0, sql: "SELECT name FROM deletedDataSet")) }
    }

    /// Notes data sets before they are deleted, and forgets those that were found to hold nobody who withdrew.
    /// - Throws: what SQLite says.
    public func noteDeleted(_ names: [String], standing: [String]) throws {
        let known = try deletedDataSets()
        let (new, old) = (names.filter { !known.contains($0) }, standing.filter(known.contains))
        guard !new.isEmpty || !old.isEmpty else { return }
        try database.write { database in
            for name in new {
                try database.execute(sql: "INSERT INTO deletedDataSet (name) VALUES (?)", arguments: [name])
            }
            for name in old {
                try database.execute(sql: "DELETE FROM deletedDataSet WHERE name = ?", arguments: [name])
            }
        }
    }

    /// Has all withdrawals carried out once more, because something that holds a row came back.
    /// - Throws: what SQLite says.
    public func reopenWithdrawals() throws {
        try database.write { try $0.execute(sql: "UPDATE withdrawal SET done = 0") }
    }
}
