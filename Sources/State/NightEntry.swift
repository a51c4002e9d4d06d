public import Foundation
import GRDB
public import WeirCore

/// A night as the house remembers it: when it was, what came of it, and how each country stood.
public struct NightEntry: Equatable, Sendable {
    /// What came of a night.
    public enum Result: String, Sendable {
        /// A data set was made, or the same one again.
        case published
        /// Nothing had changed since the night before, so nothing was made.
        case unchanged
        /// No upload could be used.
        case nothing
    }

    /// When it began and ended.
    public var started: Date
    /// When it ended.
    public var ended: Date
    /// What came of it.
    public var result: Result
    /// The data set; blank when there is none.
    public var dataset: String
    /// The rows of the data set.
    public var rows: Int
    /// The night in one line.
    public var summary: String
    /// Names everything the night depended on; blank when it has to be worked through again whatever comes in.
    public var inputs: String
    /// The countries in the study's order.
    public var countries: [CountryNight]

    /// A night.
    public init(
        started: Date, ended: Date, result: Result, dataset: String, rows: Int, summary: String = "",
        inputs: String = "", countries: [CountryNight] = []
    ) {
        self.started = started
        self.ended = ended
        self.result = result
        self.dataset = dataset
        self.rows = rows
        self.summary = summary
        self.inputs = inputs
        self.countries = countries
    }
}

/// How a country stood after a night, in counts.
public struct CountryNight: Codable, Equatable, Sendable {
    /// The country's letters.
    public var country: String
    /// The newest upload in force, as the inbox named it; blank when there is none.
    public var file = ""
    /// When it was first accepted.
    public var since: Date?
    /// The day of the last submission inside, such as 20210615; 0 when unknown.
    public var lastDay = 0
    /// Whether it lies in the inbox.
    public var isFresh = false
    /// Rows by disposition, over all uploads that can be used.
    public var rows: [String: Int] = [:]
    /// Interviews in the data set.
    public var merged = 0
    /// Answers that wait for a mapping.
    public var unmapped = 0
    /// Open answers that wait for a translation.
    public var untranslated = 0
    /// Files that are not ready.
    public var notReady = 0

    /// What its rows followed from; nil on nights that did not note it yet.
    public var basis: Basis?

    /// All that a country's rows follow from, as short digests: what is another one than on the night before is why they
    /// changed.
    public struct Basis: Codable, Equatable, Sendable {
        /// The uploads in force.
        public var uploads: String
        /// What the definition says of the country.
        public var definition: String
        /// What people decided about its open answers, and the study's own words.
        public var decisions: String
        /// The keys.
        public var keys: String
        /// The program.
        public var program: String

        /// A basis.
        public init(uploads: String, definition: String, decisions: String, keys: String, program: String) {
            self.uploads = uploads
            self.definition = definition
            self.decisions = decisions
            self.keys = keys
            self.program = program
        }
    }

    /// A country of which nothing is known yet.
    public init(country: String) { self.country = country }
}

extension Ledger {
    @Sendable static func extendRuns(_ database: Database) throws {
        try database.alter(table: "run") { table in
            table.add(column: "result", .text).notNull().defaults(to: NightEntry.Result.published.rawValue)
            table.add(column: "summary", .text).notNull().defaults(to: "")
            table.add(column: "inputs", .text).notNull().defaults(to: "")
            table.add(column: "countries", .text).notNull().defaults(to: "[]")
        }
    }

    /// Notes a night with all that follows from it: what was found, and which uploads are in force from now on. All of it
    /// or, when the run is stopped, nothing: half of it would make the next night another one.
    /// - Parameter inForce: of the countries whose uploads in force it decided.
    /// - Throws: what SQLite and encoding say.
    public func note(
        _ night: NightEntry, findings: [Diagnostic] = [], inForce: [CountryCode: [Accepted]] = [:]
    ) throws {
        try database.write { database in
            for (country, uploads) in inForce { try Self.setInForce(uploads, for: country, database) }
            try Self.note(findings, at: night.started, database)
            try database.execute(
                sql: """
                    INSERT INTO run (dataset, started, ended, rows, result, summary, inputs, countries)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    night.dataset, night.started, night.ended, night.rows, night.result.rawValue, night.summary,
                    night.inputs, night.countries.map(\.country).joined(separator: " "),
                ])
            try CountryHistory(database).note(night.countries, run: database.lastInsertedRowID)
        }
    }

    /// When each data set was last made, or found to be still the right one.
    /// - Throws: what SQLite says.
    public func lastNights() throws -> [String: Date] {
        try database.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT dataset, MAX(ended) AS ended FROM run GROUP BY dataset")
            return Dictionary(rows.map { ($0["dataset"], $0["ended"]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Which night last made each data set, or found it to be still the right one: a greater number is a later night.
    /// - Throws: what SQLite says.
    public func lastNightNumbers() throws -> [String: Int] {
        try database.read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT dataset, MAX(id) AS night FROM run GROUP BY dataset")
            return Dictionary(rows.map { ($0["dataset"], $0["night"]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The last nights, the newest first.
    /// - Throws: what SQLite says.
    public func nights(_ count: Int) throws -> [NightEntry] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [count]).map {
                NightEntry($0, try CountryHistory(database).countries(of: $0))
            }
        }
    }
}

extension NightEntry {
    fileprivate init(_ row: Row, _ countries: [CountryNight]) {
        self.init(
            started: row["started"], ended: row["ended"], result: Result(rawValue: row["result"]) ?? .published,
            dataset: row["dataset"], rows: row["rows"], summary: row["summary"], inputs: row["inputs"],
            countries: countries)
    }
}
