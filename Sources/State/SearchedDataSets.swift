import GRDB

// Data sets of which it is known that they hold nobody who withdrew: they were searched since the last one withdrew, or made
// without them. Any other one is searched by the next night, such as one from a backup.
extension Ledger {
    @Sendable static func makeSearchedTable(_ database: Database) throws {
        try database.create(table: "searchedDataSet") { $0.primaryKey("name", .text) }
    }

    /// The names of data sets that hold nobody who withdrew.
    /// - Throws: what SQLite says.
    public func searchedDataSets() throws -> Set<String> {
        try database.read { Set(try String.fetchAll($0, sql: "SELECT name FROM searchedDataSet")) }
    }

    /// Notes all data sets that hold nobody.
    /// - Throws: what SQLite says.
    public func noteSearched(all names: [String]) throws {
        guard try Set(names) != searchedDataSets() else { return }
        try database.write { database in
            try database.execute(sql: "DELETE FROM searchedDataSet")
            for name in names {
                try database.execute(sql: "INSERT INTO searchedDataSet (name) VALUES (?)", arguments: [name])
            }
        }
    }

    /// Notes a data set that was made without those who withdrew.
    /// - Throws: what SQLite says.
    public func noteSearched(_ name: String) throws {
        try database.write {
            try $0.execute(sql: "INSERT OR IGNORE INTO searchedDataSet (name) VALUES (?)", arguments: [name])
        }
    }

    /// Forgets what was searched, because one more withdrew.
    @Sendable static func searchAgain(_ database: Database) throws {
        try database.execute(sql: "DELETE FROM searchedDataSet")
    }
}
