public import Foundation
import GRDB
public import WeirCore
public import WeirKeys

/// The respondents whose interviews were taken out at their wish. Only their pseudonyms are noted: so tomorrow's upload,
/// which brings the row back, does not bring it in.
public struct Withdrawals: Sendable, Equatable {
    private var pseudonyms: [CountryCode: Set<Pseudonym>] = [:]

    /// Nobody withdrew.
    public init() {}

    /// The withdrawals that a ledger holds.
    /// - Throws: what SQLite says.
    public init(_ ledger: Ledger) throws { try self.init(ledger, condition: "1") }

    /// Those that are noted, and whose rows may still stand somewhere because a run was stopped.
    /// - Throws: what SQLite says.
    public static func unfinished(_ ledger: Ledger) throws -> Self { try Self(ledger, condition: "NOT done") }

    private init(_ ledger: Ledger, condition: String) throws {
        let rows = try ledger.database.read {
            try Row.fetchAll($0, sql: "SELECT country, pseudonym FROM withdrawal WHERE \(condition)")
        }
        for row in rows {
            guard let country = CountryCode(row["country"] as String), let pseudonym = Pseudonym(text: row["pseudonym"])
            else { continue }
            pseudonyms[country, default: []].insert(pseudonym)
        }
    }

    /// The countries in which somebody withdrew, in the order of their letters.
    public var countries: [CountryCode] {
        pseudonyms.filter { !$1.isEmpty }.keys.sorted { $0.letters < $1.letters }
    }

    /// Those of one country.
    public subscript(_ country: CountryCode) -> Set<Pseudonym> { pseudonyms[country] ?? [] }

    /// Those of all countries.
    public var all: Set<Pseudonym> { pseudonyms.values.reduce(into: []) { $0.formUnion($1) } }

    /// Whether nobody withdrew.
    public var isEmpty: Bool { pseudonyms.isEmpty }

    /// Names the withdrawals of a country; blank without any. Pseudonyms are keyed, so it tells nothing about anybody.
    public func digest(of country: CountryCode) -> String {
        let texts = self[country].map(\.text).sorted()
        return texts.isEmpty ? "" : Digest(of: texts.joined(separator: "\n")).hexadecimal
    }
}

extension Ledger {
    @Sendable static func makeWithdrawalTable(_ database: Database) throws {
        try database.create(table: "withdrawal") { table in
            table.primaryKey("pseudonym", .text)
            table.column("country", .text).notNull()
            table.column("made", .datetime).notNull()
            table.column("done", .boolean).notNull()
        }
    }

    /// While keys change, a respondent is noted under the old and the new ones.
    @Sendable static func addWithdrawalKeys(_ database: Database) throws {
        try database.alter(table: "withdrawal") { $0.add(column: "keys", .text).notNull().defaults(to: "") }
    }

    /// The platform is part of what a pseudonym is made from.
    @Sendable static func addWithdrawalPlatform(_ database: Database) throws {
        try database.alter(table: "withdrawal") { $0.add(column: "platform", .text).notNull().defaults(to: "") }
        try database.create(table: "acceptedPlatform") { table in
            table.column("pseudonym", .text).notNull()
            table.column("platform", .text).notNull()
            table.primaryKey(["pseudonym", "platform"])
        }
    }

    /// Has the ledger and the file beside it know the same withdrawals: all that one of them knows. What the ledger did
    /// not know, because it is new or an older backup, is carried out once more.
    func join(_ noted: WithdrawalFile.Content, links: Int?) throws {
        let known = try database.read(Self.entries)
        let new = noted.entries.subtracting(known).sorted { $0.pseudonym < $1.pseudonym }
        if !new.isEmpty {
            try database.write { database in
                for entry in new {
                    try database.execute(
                        sql: """
                            INSERT INTO withdrawal (pseudonym, country, keys, platform, made, done)
                            VALUES (?, ?, ?, ?, ?, 0)
                            ON CONFLICT (pseudonym) DO UPDATE SET keys = excluded.keys, platform = excluded.platform
                            WHERE keys = ''
                            """, arguments: [entry.pseudonym, entry.country, entry.keys, entry.platform, Date()])
                }
            }
        }
        let content = try content(links)
        if !withdrawalFile.exists || content != noted { try withdrawalFile.write(content) }
    }

    /// What the file beside the ledger has to say.
    func content(_ links: Int?) throws -> WithdrawalFile.Content {
        .init(entries: try database.read(Self.entries), links: links)
    }

    private static func entries(_ database: Database) throws -> Set<WithdrawalFile.Entry> {
        Set(
            try Row.fetchAll(database, sql: "SELECT * FROM withdrawal").map {
                .init(
                    country: $0["country"], pseudonym: $0["pseudonym"], keys: $0["keys"], platform: $0["platform"])
            })
    }

    /// Notes that a respondent withdrew, in the file beside the ledger first. From now on no night takes their rows.
    /// - Parameters:
    ///   - keys: those under which the pseudonym names the respondent.
    ///   - platform: the country's, which is part of what the pseudonym is made from.
    /// - Throws: what SQLite and the file system say.
    public func withdraw(
        _ pseudonym: Pseudonym, of country: CountryCode, on platform: String, under keys: StudyKeys, at time: Date
    ) throws {
        let entry = WithdrawalFile.Entry(
            country: country.letters, pseudonym: pseudonym.text, keys: keys.fingerprint.hexadecimal,
            platform: platform)
        var content = try withdrawalFile.read()
        content.entries = content.entries.filter { $0.pseudonym != entry.pseudonym }.union([entry])
        try withdrawalFile.write(content)
        try database.write {
            try $0.execute(
                sql: """
                    INSERT INTO withdrawal (pseudonym, country, keys, platform, made, done) VALUES (?, ?, ?, ?, ?, 0)
                    ON CONFLICT (pseudonym) DO UPDATE
                    SET keys = excluded.keys, platform = excluded.platform, done = 0
                    """, arguments: [entry.pseudonym, entry.country, entry.keys, entry.platform, time])
        }
    }

    /// When the last one withdrew; nil when nobody did.
    /// - Throws: what SQLite says.
    public func lastWithdrawal() throws -> Date? {
        try database.read { try Date.fetchOne($0, sql: "SELECT MAX(made) FROM withdrawal") }
    }

    /// Whether the file beside the ledger knows somebody who withdrew and the ledger does not, as when a withdrawal was
    /// stopped at once.
    /// - Throws: what SQLite and the file system say.
    public func isBehindItsFile() throws -> Bool {
        try !withdrawalFile.read().entries.subtracting(database.read(Self.entries)).isEmpty
    }

    /// Notes that no file holds a row of these respondents any more.
    /// - Throws: what SQLite says.
    public func noteFinished(_ withdrawn: Set<Pseudonym>) throws {
        try database.write { database in
            for pseudonym in withdrawn {
                try database.execute(
                    sql: "UPDATE withdrawal SET done = 1 WHERE pseudonym = ?", arguments: [pseudonym.text])
            }
        }
    }

    /// Notes withdrawals under the pseudonyms of other keys as well.
    /// - Throws: what SQLite and the file system say.
    public func copyWithdrawals(_ pseudonyms: [(old: Pseudonym, new: Pseudonym)], to keys: StudyKeys) throws {
        try database.write { database in
            for (old, new) in pseudonyms {
                try database.execute(
                    sql: """
                        INSERT INTO withdrawal (pseudonym, country, keys, platform, made, done)
                        SELECT ?, country, ?, platform, made, done FROM withdrawal WHERE pseudonym = ?
                        ON CONFLICT (pseudonym) DO NOTHING
                        """, arguments: [new.text, keys.fingerprint.hexadecimal, old.text])
            }
        }
        try withdrawalFile.write(try content(links()))
    }

    /// Forgets withdrawals under the pseudonyms of all keys but these, also those that a stopped change of keys left.
    /// - Throws: what SQLite and the file system say.
    public func forgetWithdrawals(exceptUnder keys: StudyKeys) throws {
        var left = try content(links())
        left.entries = left.entries.filter { $0.keys == keys.fingerprint.hexadecimal }
        // The file first: what it knows and the ledger does not is taken for a withdrawal of today.
        try withdrawalFile.write(left)
        try database.write {
            try $0.execute(
                sql: "DELETE FROM withdrawal WHERE keys <> ?", arguments: [keys.fingerprint.hexadecimal])
        }
    }

    /// Notes that those withdrawals of which an earlier program did not note the keys are under these.
    /// - Throws: what SQLite and the file system say.
    public func noteKeysOfWithdrawals(_ keys: StudyKeys) throws {
        let isChanged = try database.write {
            try $0.execute(
                sql: "UPDATE withdrawal SET keys = ? WHERE keys = ''", arguments: [keys.fingerprint.hexadecimal])
            return $0.changesCount > 0
        }
        if isChanged { try withdrawalFile.write(try content(links())) }
    }

    /// Notes that those withdrawals of a country of which an earlier program did not note the platform are by this one.
    /// - Throws: what SQLite and the file system say.
    public func notePlatform(_ platform: String, of country: CountryCode) throws {
        let isChanged = try database.write {
            try $0.execute(
                sql: "UPDATE withdrawal SET platform = ? WHERE country = ? AND platform = ''",
                arguments: [platform, country.letters])
            return $0.changesCount > 0
        }
        if isChanged { try withdrawalFile.write(try content(links())) }
    }

    /// Notes that somebody says: by a country's platform of today nobody can come who withdrew by another one until now.
    /// - Throws: what SQLite says.
    public func accept(platform: String, of country: CountryCode) throws {
        try database.write {
            try $0.execute(
                sql: """
                    INSERT OR IGNORE INTO acceptedPlatform (pseudonym, platform)
                    SELECT pseudonym, ?2 FROM withdrawal WHERE country = ?1 AND platform <> ?2
                    """, arguments: [country.letters, platform])
        }
    }

    /// By which other platforms respondents of a country withdrew, of whom nobody accepted today's: by that, nobody can
    /// tell who they are.
    /// - Throws: what SQLite says.
    public func platformsOfWithdrawals(of country: CountryCode, but platform: String) throws -> [String: Int] {
        let rows = try database.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT platform, COUNT(*) AS noted FROM withdrawal
                    WHERE country = ?1 AND platform <> '' AND platform <> ?2
                        AND pseudonym NOT IN (SELECT pseudonym FROM acceptedPlatform WHERE platform = ?2)
                    GROUP BY platform
                    """, arguments: [country.letters, platform])
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["platform"], $0["noted"]) })
    }

    /// How many respondents withdrew who are noted under other keys, and under these cannot all be known. A change of keys
    /// notes everybody under the new ones before it ends, so fewer are there only when an older memory came back.
    /// - Throws: what SQLite says.
    public func withdrawalsUnknown(under keys: StudyKeys) throws -> Int {
        let present = keys.fingerprint.hexadecimal
        let groups = try database.read {
            try Row.fetchAll($0, sql: "SELECT country, keys, COUNT(*) AS noted FROM withdrawal GROUP BY country, keys")
        }
        return Dictionary(grouping: groups) { $0["country"] as String }.values.reduce(0) { sum, groups in
            func most(where isCounted: (String) -> Bool) -> Int {
                groups.filter { isCounted($0["keys"]) }.map { $0["noted"] as Int }.max() ?? 0
            }
            return sum + max(0, most { $0 != present } - most { $0 == present })
        }
    }

    /// How many respondents of all countries are noted under these keys.
    /// - Throws: what SQLite says.
    public func withdrawals(under keys: StudyKeys) throws -> Int {
        try database.read {
            try Int.fetchOne(
                $0, sql: "SELECT COUNT(*) FROM withdrawal WHERE keys = ?", arguments: [keys.fingerprint.hexadecimal])
                ?? 0
        }
    }

    /// How many respondents are noted under these keys, but for those of the countries' other platforms.
    /// - Throws: what SQLite says.
    public func withdrawals(
        under keys: StudyKeys, in countries: [(country: CountryCode, platform: String)]
    ) throws -> Int {
        try countries.reduce(withdrawals(under: keys)) { count, known in
            try count
                - (database.read {
                    try Int.fetchOne(
                        $0,
                        sql:
                            "SELECT COUNT(*) FROM withdrawal WHERE keys = ? AND country = ? AND platform NOT IN ('', ?)",
                        arguments: [
                            keys.fingerprint.hexadecimal, known.country.letters, known.platform,
                        ])
                } ?? 0)
        }
    }

    /// How many respondents of a country withdrew. One who is noted under two keys, because a change of keys was stopped,
    /// counts once.
    /// - Throws: what SQLite says.
    public func withdrawals(of country: CountryCode) throws -> Int {
        try database.read {
            try Int.fetchOne(
                $0,
                sql: """
                    SELECT MAX(noted) FROM
                    (SELECT COUNT(*) AS noted FROM withdrawal WHERE country = ? GROUP BY keys)
                    """, arguments: [country.letters]) ?? 0
        }
    }

    /// Where mentions stand in a part, as `note` takes them; those of some rows are left out.
    /// - Throws: what SQLite says.
    public func mentions(of part: String, without rows: Set<Int>) throws -> [FoundMentions] {
        let placed = try mentionPlaces(of: part).filter { !rows.contains($0.place[0]) }
        let subjects = Dictionary(grouping: placed) { [$0.variable, $0.kind, $0.reason] }
        return subjects.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { subject, mentions in
            let places = mentions.map { "[" + $0.place.map(String.init).joined(separator: ",") + "]" }
            return FoundMentions(
                .init(variable: subject[0], kind: subject[1], reason: subject[2], count: mentions.count),
                places: "[" + places.joined(separator: ",") + "]")
        }
    }
}
