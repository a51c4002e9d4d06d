import GRDB

// Data sets of which it is known that they hold nobody who withdrew: they were searched, or made without them. Any other one was
// put back from a backup. Once more people withdraw, those that are known are searched for them.
extension Ledger {
    /// What is known of a data set.
    public enum Searched: Sendable {
        /// It holds nobody who withdrew.
        case forAll
        /// It holds nobody who withdrew before the last withdrawals.
        case before
    }

    @Sendable static func makeSearchedTable(_ database: Database) throws {
        try database.create(table: "searchedDataSet") { $0.primaryKey("name", .text) }
    }

    /// An earlier program noted them whoever withdrew last.
    @Sendable static func addSearchedBefore(_ database: Database) throws {
        try database.alter(table: "searchedDataSet") {
            $0.add(column: "isBefore", .boolean).notNull().defaults(to: true)
        }
    }

    /// Data sets by their names; others were never searched.
    /// - Throws: what SQLite says.
    public func searchedDataSets() throws -> [String: Searched] {
        let rows = try database.read { try Row.fetchAll($0, sql: "SELECT name, isBefore FROM searchedDataSet") }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["isBefore"] ? .before : .forAll) })
    }

    /// Notes all data sets that hold nobody.
    /// - Throws: what SQLite says.
    public func noteSearched(all names: [String]) throws {
        let known = try searchedDataSets()
        guard Set(names) != Set(known.keys) || known.values.contains(.before) else { return }
        try database.write { database in
            try database.execute(sql: "DELETE FROM searchedDataSet")
            for name in names { try Self.note(name, database) }
        }
    }

    /// Notes a data set that was made without those who withdrew.
    /// - Throws: what SQLite says.
    public func noteSearched(_ name: String) throws {
        try database.write { try Self.note(name, $0) }
    }

    private static func note(_ name: String, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO searchedDataSet (name, isBefore) VALUES (?, 0)", arguments: [name])
    }

    /// Whoever withdraws, and by whatever way it is noted: all data sets are searched once more.
    @Sendable static func searchForWhoeverWithdraws(_ database: Database) throws {
        for (name, event) in [("withdrawn", "INSERT"), ("withdrawnAgain", "UPDATE OF done")] {
            try database.execute(
                sql: """
                    CREATE TRIGGER \(name) AFTER \(event) ON withdrawal WHEN NOT NEW.done
                    BEGIN UPDATE searchedDataSet SET isBefore = 1; END
                    """)
        }
    }
}
