public import Foundation
import GRDB

/// A release as the house remembers it.
public struct ReleaseEntry: Sendable, Equatable {
    /// The release's name.
    public var id: String
    /// Its profile.
    public var profile: String
    /// The internal data set it was made from.
    public var dataset: String
    /// Who approved it.
    public var approver: String
    /// Why.
    public var reason: String
    /// Who got it; to whom it goes is added as it is handed on.
    public var recipients: [String]
    /// When it was made.
    public var made: Date
    /// Why it was recalled; nil when it was not.
    public var recalled: String?
    /// What it was made by.
    public var terms: ReleaseTerms

    /// A release.
    public init(
        id: String, profile: String, dataset: String, approver: String, reason: String, recipients: [String],
        made: Date, terms: ReleaseTerms = ReleaseTerms(), recalled: String? = nil
    ) {
        self.id = id
        self.profile = profile
        self.dataset = dataset
        self.approver = approver
        self.reason = reason
        self.recipients = recipients
        self.made = made
        self.recalled = recalled
        self.terms = terms
    }
}

extension Ledger {
    @Sendable static func makeReleaseTable(_ database: Database) throws {
        try database.create(table: "release") { table in
            table.primaryKey("id", .text)
            table.column("profile", .text).notNull()
            table.column("dataset", .text).notNull()
            table.column("approver", .text).notNull()
            table.column("reason", .text).notNull()
            table.column("recipients", .text).notNull()
            table.column("made", .datetime).notNull()
            table.column("recalled", .text)
            table.column("levels", .text).notNull()
        }
    }

    /// Levels by the places of keys told nothing once the keys had changed.
    @Sendable static func addTerms(_ database: Database) throws {
        try database.alter(table: "release") { table in
            table.drop(column: "levels")
            table.add(column: "terms", .text).notNull().defaults(to: "")
        }
    }

    /// All releases, the oldest first.
    /// - Throws: what SQLite says.
    public func releases() throws -> [ReleaseEntry] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM release ORDER BY made, rowid").map { row in
                let terms = try ReleaseTerms(text: row["terms"])
                return ReleaseEntry(
                    id: row["id"], profile: row["profile"], dataset: row["dataset"], approver: row["approver"],
                    reason: row["reason"],
                    recipients: (row["recipients"] as String).split(separator: "\n").map(String.init),
                    made: row["made"], terms: terms,
                    recalled: row["recalled"])
            }
        }
    }

    /// Notes a release; one of the same name stays as it was, with the new recipients added.
    /// - Throws: what SQLite says.
    public func note(_ release: ReleaseEntry) throws {
        let terms = try release.terms.text()
        let known = try releases().first { $0.id == release.id }?.recipients ?? []
        let all = known + release.recipients.filter { !known.contains($0) }
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO release (id, profile, dataset, approver, reason, recipients, made, terms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET recipients = excluded.recipients
                    """,
                arguments: [
                    release.id, release.profile, release.dataset, release.approver, release.reason,
                    all.joined(separator: "\n"), release.made, terms,
                ])
        }
    }

    /// Marks a release as recalled. The first reason stays.
    /// - Returns: the release; nil when there is none of that name.
    /// - Throws: what SQLite says.
    public func recall(_ id: String, reason: String) throws -> ReleaseEntry? {
        try database.write { database in
            try database.execute(
                sql: "UPDATE release SET recalled = ? WHERE id = ? AND recalled IS NULL", arguments: [reason, id])
        }
        return try releases().first { $0.id == id }
    }
}

extension StateFolder {
    /// Where the tables of releases are kept, row by row under their pseudonyms: what a later release has to keep to.
    public func releasedTable(_ id: String) -> URL {
        root.appending(path: "releases").appending(path: "\(id).csv")
    }

    /// The names of the releases whose tables are kept, sorted.
    public var releasedTables: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "releases").path)) ?? []
        return files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
    }
}
