public import Foundation
import GRDB
public import WeirCore

// A country's platform is part of what pseudonyms are made from: under another one, everybody of the country has another name.
extension Ledger {
    /// The platform that a country's pseudonyms are made from, and since when.
    public struct Platform: Equatable, Sendable {
        /// As pipeline.yaml called it.
        public var name: String
        /// When it was changed to this one; nil when it never was.
        public var since: Date?
    }

    @Sendable static func makePlatformTable(_ database: Database) throws {
        try database.create(table: "platform") { table in
            table.primaryKey("country", .text)
            table.column("name", .text).notNull()
            table.column("since", .datetime)
        }
    }

    @Sendable static func makeEarlierPlatformTable(_ database: Database) throws {
        try database.create(table: "earlierPlatform") { table in
            table.column("country", .text).notNull()
            table.column("name", .text).notNull()
            table.primaryKey(["country", "name"])
        }
    }

    /// The platforms by which people of a country were named until they were changed, and by which somebody withdrew.
    /// - Throws: what SQLite says.
    public func earlierPlatforms(of country: CountryCode) throws -> Set<String> {
        try database.read {
            try String.fetchSet(
                $0,
                sql: """
                    SELECT name FROM earlierPlatform WHERE country = ?1
                    UNION SELECT platform FROM withdrawal WHERE country = ?1 AND platform <> ''
                    """, arguments: [country.letters])
        }
    }

    /// A country's platform as the last night knew it; nil when no night has noted one.
    /// - Throws: what SQLite says.
    public func platform(of country: CountryCode) throws -> Platform? {
        try database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT name, since FROM platform WHERE country = ?", arguments: [country.letters]
            ).map { Platform(name: $0["name"], since: $0["since"]) }
        }
    }

    /// Notes the platform that a country's pseudonyms are made from now.
    /// - Parameter isMixed: whether some of the country's uploads still have pseudonyms by another one.
    /// - Throws: what SQLite says.
    public func note(platform: String, of country: CountryCode, isMixed: Bool, at time: Date) throws {
        let known = try self.platform(of: country)
        guard known?.name != platform || isMixed else { return }
        try database.write {
            if let known, known.name != platform {
                try $0.execute(
                    sql: "INSERT OR IGNORE INTO earlierPlatform (country, name) VALUES (?, ?)",
                    arguments: [country.letters, known.name])
            }
            try $0.execute(
                sql: "INSERT OR REPLACE INTO platform (country, name, since) VALUES (?, ?, ?)",
                arguments: [country.letters, platform, known == nil && !isMixed ? nil : time])
        }
    }

    /// When a country's first upload was accepted; nil when none was.
    /// - Throws: what SQLite says.
    public func firstAccepted(of country: CountryCode) throws -> Date? {
        try database.read {
            try Date.fetchOne(
                $0, sql: "SELECT MIN(since) FROM accepted WHERE country = ?", arguments: [country.letters])
        }
    }
}
