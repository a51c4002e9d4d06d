public import Foundation
import GRDB
public import WeirCore

/// What the house remembers of runs, uploads and decisions. Exact counts and times stand here and nowhere in a data set.
public final class Ledger: Sendable {
    /// An upload that is in force for a country.
    public struct Accepted: Equatable, Sendable {
        /// The upload's SHA-256.
        public var upload: String
        /// The part prepared from it.
        public var part: String
        /// The file's name below the inbox when it was accepted.
        public var file: String
        /// When it was first accepted.
        public var since: Date
        /// What became of the respondents of the upload that it replaced, as findings count them.
        public var replacing: [DiagnosticCode: String]

        /// An upload in force.
        public init(
            upload: String, part: String, file: String, since: Date, replacing: [DiagnosticCode: String] = [:]
        ) {
            self.replacing = replacing
            self.upload = upload
            self.part = part
            self.file = file
            self.since = since
        }
    }

    /// The ledger's file is not as it was written.
    public struct Damage: Error {
        /// The file.
        public let file: String
    }

    /// The folder had a ledger, and it is gone.
    public struct Missing: Error {
        /// The file.
        public let file: String
        /// Whether the file with withdrawals is gone too.
        public let isAlone: Bool
    }

    /// The file with withdrawals is not as it was written.
    public struct WithdrawalsDamaged: Error {
        /// The file.
        public let file: String
    }

    let database: DatabaseQueue
    let withdrawalFile: WithdrawalFile

    /// Opens the ledger of a state folder, making it when the folder is new.
    /// - Parameters:
    ///   - begins: whether a ledger that is gone is begun anew. Who withdrew has to be known from the other file.
    ///   - accepts: whether a memory that is older than its chain is gone on with.
    /// - Throws: `Damage`, `Missing`, `WithdrawalsDamaged`, `Behind`, or what SQLite says.
    public init(_ state: StateFolder, begins: Bool = false, accepts: Bool = false) throws {
        withdrawalFile = WithdrawalFile(state)
        if !state.hasLedger, state.wasBegun, !(begins && withdrawalFile.exists) {
            throw Missing(file: state.ledgerFile.path, isAlone: !withdrawalFile.exists)
        }
        let withdrawn = try withdrawalFile.read()
        // Before a ledger is begun, so that none is there when the backup is put back.
        if !state.hasLedger { try Self.check(withdrawn.links, in: state, accepts: accepts) }
        let file = state.ledgerFile.path
        database = try Self.telling(file) {
            var configuration = Configuration()
            // A night and a reviewer, or two reviewers, may write at the same moment: one waits for the other.
            configuration.busyMode = .timeout(10)
            // A run that is killed, or a machine that is switched off, leaves what was noted last.
            configuration.journalMode = .wal
            let database = try DatabaseQueue(path: file, configuration: configuration)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            try database.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL")
                // What is forgotten, such as a wording of somebody who withdrew, is overwritten.
                try $0.execute(sql: "PRAGMA secure_delete = ON")
            }
            try database.read { try Self.check($0, file) }
            try Self.migrator.migrate(database)
            return database
        }
        try join(withdrawn, links: try agree(on: withdrawn.links, in: state, accepts: accepts))
    }

    /// Opens the ledger of a state folder to look things up, also where nothing can be written because the disk is full or
    /// may only be read; nil when the folder never had one.
    /// - Throws: as `init`.
    public static func reading(_ root: URL) throws -> Ledger? {
        let state = StateFolder(looking: root)
        guard state.hasLedger else {
            guard state.wasBegun else { return nil }
            throw Missing(file: state.ledgerFile.path, isAlone: !WithdrawalFile(state).exists)
        }
        let file = state.ledgerFile.path
        let database = try telling(file) {
            do { return try reader(file) } catch let error as DatabaseError where isSettled(file) {
                // A reader shares notes with writers, for which there is no room here; where nothing waits to be written,
                // there is no writer.
                guard error.resultCode != .SQLITE_NOTADB, error.resultCode != .SQLITE_CORRUPT else { throw error }
                let escaped = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file
                return try reader("file:\(escaped)?immutable=1")
            }
        }
        // One that an earlier program wrote is brought up to date first.
        guard let database else { return try Ledger(StateFolder(root)) }
        return Ledger(database, WithdrawalFile(state))
    }

    private init(_ database: DatabaseQueue, _ withdrawalFile: WithdrawalFile) {
        self.database = database
        self.withdrawalFile = withdrawalFile
    }

    /// - Returns: nil when tables are missing.
    private static func reader(_ path: String) throws -> DatabaseQueue? {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        return try database.read { connection in
            try check(connection, path)
            return try migrator.hasCompletedMigrations(connection) ? database : nil
        }
    }

    /// Whether all that was noted stands in the ledger's own file.
    private static func isSettled(_ file: String) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: file + "-wal")[.size] as? Int
        return size ?? 0 == 0
    }

    /// SQLite notices damage only where it reads. What is in force decides which country is in the data set, so all of
    /// it is looked at; the ledger is small.
    private static func check(_ database: Database, _ file: String) throws {
        guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else { throw Damage(file: file) }
    }

    private static func telling<Result>(_ file: String, _ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let error as DatabaseError
            where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
        {
            throw Damage(file: file)
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "accepted") { table in
                table.primaryKey("upload", .text)
                table.column("country", .text).notNull().indexed()
                table.column("part", .text).notNull()
                table.column("file", .text).notNull()
                table.column("since", .datetime).notNull()
                table.column("inForce", .boolean).notNull()
            }
            try database.create(table: "run") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("dataset", .text).notNull()
                table.column("started", .datetime).notNull()
                table.column("ended", .datetime).notNull()
                table.column("rows", .integer).notNull()
            }
        }
        // The same bytes may be in force in two countries.
        migrator.registerMigration("2") { database in
            try database.create(table: "accepted2") { table in
                table.column("upload", .text).notNull()
                table.column("country", .text).notNull()
                table.column("part", .text).notNull()
                table.column("file", .text).notNull()
                table.column("since", .datetime).notNull()
                table.column("inForce", .boolean).notNull()
                table.primaryKey(["country", "upload"])
            }
            try database.execute(
                sql: """
                    INSERT INTO accepted2 (upload, country, part, file, since, inForce)
                    SELECT upload, country, part, file, since, inForce FROM accepted
                    """)
            try database.drop(table: "accepted")
            try database.rename(table: "accepted2", to: "accepted")
        }
        migrator.registerMigration("decisions", migrate: Decisions.makeTable)
        migrator.registerMigration("mentions", migrate: makeMentionTable)
        migrator.registerMigration("decisions' countries", migrate: Decisions.addCountry)
        migrator.registerMigration("mentions' places", migrate: addMentionPlaces)
        migrator.registerMigration("releases", migrate: makeReleaseTable)
        migrator.registerMigration("nights", migrate: extendRuns)
        migrator.registerMigration("withdrawals", migrate: makeWithdrawalTable)
        migrator.registerMigration("findings", migrate: makeFindingTables)
        migrator.registerMigration("comparisons") { database in
            try database.alter(table: "accepted") { $0.add(column: "replacing", .text).notNull().defaults(to: "") }
        }
        migrator.registerMigration("releases' terms", migrate: addTerms)
        migrator.registerMigration("withdrawals' keys", migrate: addWithdrawalKeys)
        migrator.registerMigration("links", migrate: makeLinkTable)
        migrator.registerMigration("withdrawals' platforms", migrate: addWithdrawalPlatform)
        migrator.registerMigration("countries' nights", migrate: CountryHistory.makeTable)
        migrator.registerMigration("platforms", migrate: makePlatformTable)
        migrator.registerMigration("searched data sets", migrate: makeSearchedTable)
        migrator.registerMigration("searched before the last who withdrew", migrate: addSearchedBefore)
        migrator.registerMigration("searched for whoever withdraws", migrate: searchForWhoeverWithdraws)
        migrator.registerMigration("earlier platforms", migrate: makeEarlierPlatformTable)
        return migrator
    }

    /// Uploads in the order in which they are read back.
    public static func ordered(_ uploads: [Accepted]) -> [Accepted] {
        uploads.sorted { ($0.since, $0.upload) < ($1.since, $1.upload) }
    }

    /// The uploads in force for a country, oldest first.
    public func inForce(_ country: CountryCode) throws -> [Accepted] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM accepted WHERE country = ? AND inForce ORDER BY since, upload",
                arguments: [country.letters]
            ).map {
                Accepted(
                    upload: $0["upload"], part: $0["part"], file: $0["file"], since: $0["since"],
                    replacing: counts(in: $0["replacing"]))
            }
        }
    }

    /// The files of uploads that count, of other countries than these.
    /// - Throws: what SQLite says.
    public func filesInForce(outside countries: [CountryCode]) throws -> [String] {
        let rows = try database.read {
            try Row.fetchAll($0, sql: "SELECT country, file FROM accepted WHERE inForce ORDER BY country, file")
        }
        return rows.filter { row in !countries.contains { $0.letters == row["country"] } }.map { $0["file"] }
    }

    /// The parts of all uploads that count, also of countries that the study does not cover any more.
    /// - Throws: what SQLite says.
    public func partsInForce() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT part FROM accepted WHERE inForce ORDER BY part") }
    }

    /// A line for each finding: its code, and what it counts.
    private static func text(of counts: [DiagnosticCode: String]) -> String {
        counts.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: "\n")
    }

    private func counts(in text: String) -> [DiagnosticCode: String] {
        let lines = text.split(separator: "\n").compactMap { line -> (DiagnosticCode, String)? in
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            return DiagnosticCode(rawValue: String(words[0])).map { ($0, words.count == 2 ? String(words[1]) : "") }
        }
        return Dictionary(lines, uniquingKeysWith: { first, _ in first })
    }

    /// Sets the uploads that are in force for a country from now on.
    public func setInForce(_ uploads: [Accepted], for country: CountryCode) throws {
        try database.write { try Self.setInForce(uploads, for: country, $0) }
    }

    static func setInForce(_ uploads: [Accepted], for country: CountryCode, _ database: Database) throws {
        try database.execute(sql: "UPDATE accepted SET inForce = 0 WHERE country = ?", arguments: [country.letters])
        for upload in uploads {
            try database.execute(
                sql: """
                    INSERT INTO accepted (upload, country, part, file, since, replacing, inForce)
                    VALUES (?, ?, ?, ?, ?, ?, 1)
                    ON CONFLICT (country, upload) DO UPDATE
                    SET part = excluded.part, file = excluded.file, since = excluded.since,
                        replacing = excluded.replacing, inForce = 1
                    """,
                arguments: [
                    upload.upload, country.letters, upload.part, upload.file, upload.since,
                    text(of: upload.replacing),
                ])
        }
    }
}
