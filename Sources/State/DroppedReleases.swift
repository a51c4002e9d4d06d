import GRDB

// Releases whose rows were deleted because somebody withdrew: where rows lie there again, they were put back from a backup.
extension Ledger {
    /// Why a release was recalled that holds somebody who withdrew.
    public static let withdrawn = "an interview in it was withdrawn"

    @Sendable static func makeDroppedTable(_ database: Database) throws {
        try database.create(table: "droppedRelease") { $0.primaryKey("id", .text) }
        // Those of before.
        try database.execute(
            sql: "INSERT INTO droppedRelease SELECT id FROM release WHERE recalled = ?", arguments: [withdrawn])
    }

    /// The releases whose rows were deleted, by their names.
    /// - Throws: what SQLite says.
    public func droppedReleases() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT id FROM droppedRelease ORDER BY id") }
    }

    /// Notes that a release is made, once more where its rows were deleted: they lie there rightly.
    /// - Throws: what SQLite says.
    public func noteMade(release id: String) throws {
        try database.write { try $0.execute(sql: "DELETE FROM droppedRelease WHERE id = ?", arguments: [id]) }
    }

    /// Notes that the rows of a release are deleted.
    /// - Throws: what SQLite says.
    public func noteDropped(release id: String) throws {
        try database.write {
            try $0.execute(sql: "INSERT OR IGNORE INTO droppedRelease (id) VALUES (?)", arguments: [id])
        }
    }
}
