public import Foundation
import GRDB
public import WeirCore
import WeirKeys

/// A finding as the house remembers it: for ever, with the first and the last night it was there. Codes, places and the
/// study's own words only, as in every finding.
public struct SeenFinding: Equatable, Sendable {
    /// Its name for `weir accept`: the same every night for the same kind of trouble in the same column of a country.
    public var id: String
    /// The finding, as it was last.
    public var finding: Diagnostic
    /// The first night.
    public var first: Date
    /// The last night.
    public var last: Date
}

/// Somebody's word that a finding is left as it is, until a day.
public struct Acceptance: Equatable, Sendable {
    /// The finding's name.
    public var finding: String
    /// How many cells were accepted; when more come, the finding is open again.
    public var count: Int
    /// Who accepted it.
    public var name: String
    /// Why.
    public var reason: String
    /// Until when; from then on it is open again.
    public var until: Date

    /// An acceptance.
    public init(finding: String, count: Int, name: String, reason: String, until: Date) {
        self.finding = finding
        self.count = count
        self.name = name
        self.reason = reason
        self.until = until
    }
}

extension Diagnostic {
    /// Names a finding through all nights. Files get new names and rows new numbers, so neither is part of it.
    public var standingName: String {
        let folder = place.file.split(separator: "/").first.map(String.init) ?? ""
        let column = place.column.map(Place.letters(ofColumn:)) ?? ""
        let words = [folder, code.rawValue, place.sheet ?? "", column, label].joined(separator: "\0")
        return String(Digest(of: words).hexadecimal.prefix(8))
    }
}

extension Ledger {
    @Sendable static func makeFindingTables(_ database: Database) throws {
        try database.create(table: "finding") { table in
            table.primaryKey("id", .text)
            table.column("code", .text).notNull()
            table.column("file", .text).notNull()
            table.column("sheet", .text)
            table.column("column", .integer)
            table.column("label", .text).notNull()
            table.column("count", .integer).notNull()
            table.column("first", .datetime).notNull()
            table.column("last", .datetime).notNull()
        }
        try database.create(table: "acceptance") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("finding", .text).notNull()
            table.column("count", .integer).notNull()
            table.column("name", .text).notNull()
            table.column("reason", .text).notNull()
            table.column("until", .datetime).notNull()
        }
    }

    /// Notes a night's findings. Those of one name are one, with their counts together.
    static func note(_ findings: [Diagnostic], at night: Date, _ database: Database) throws {
        for (id, same) in Dictionary(grouping: findings, by: \.standingName) {
            let place = same[0].place
            try database.execute(
                sql: """
                    INSERT INTO finding (id, code, file, sheet, "column", label, count, first, last)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
                    SET file = excluded.file, count = excluded.count, last = excluded.last
                    """,
                arguments: [
                    id, same[0].code.rawValue, place.file, place.sheet, place.column, same[0].label,
                    same.reduce(0) { $0 + $1.count }, night, night,
                ])
        }
    }

    /// Notes that the findings of one night are still there on another.
    /// - Throws: what SQLite says.
    public func carry(findingsOf earlier: Date, to night: Date) throws {
        try database.write {
            try $0.execute(sql: "UPDATE finding SET last = ? WHERE last = ?", arguments: [night, earlier])
        }
    }

    /// All findings there ever were, the oldest first.
    /// - Throws: what SQLite says.
    public func findings() throws -> [SeenFinding] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM finding ORDER BY first, file, code, id").compactMap { row in
                guard let code = DiagnosticCode(rawValue: row["code"]) else { return nil }
                let place = Place(file: row["file"], sheet: row["sheet"], column: row["column"])
                let finding = Diagnostic(code, at: place, label: row["label"], count: row["count"])
                return SeenFinding(id: row["id"], finding: finding, first: row["first"], last: row["last"])
            }
        }
    }

    /// Notes that a finding is accepted. Earlier words about it stay as history.
    /// - Throws: what SQLite says.
    public func note(_ acceptance: Acceptance) throws {
        try database.write {
            try $0.execute(
                sql: "INSERT INTO acceptance (finding, count, name, reason, until) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    acceptance.finding, acceptance.count, acceptance.name, acceptance.reason, acceptance.until,
                ])
        }
    }

    /// The acceptances in force at a time, by the finding's name: of each finding the last one.
    /// - Throws: what SQLite says.
    public func acceptances(at time: Date) throws -> [String: Acceptance] {
        let rows = try database.read { try Row.fetchAll($0, sql: "SELECT * FROM acceptance ORDER BY id") }
        let all = rows.map {
            Acceptance(
                finding: $0["finding"], count: $0["count"], name: $0["name"], reason: $0["reason"], until: $0["until"])
        }
        return Dictionary(all.map { ($0.finding, $0) }, uniquingKeysWith: { $1 }).filter { $0.value.until > time }
    }
}

/// What people accepted, as far as it is in force.
public struct Accepted: Sendable {
    private let acceptances: [String: Acceptance]

    /// Nothing is accepted.
    public static let nothing = Accepted([:])

    /// What is in force, by the findings' names.
    public init(_ acceptances: [String: Acceptance]) { self.acceptances = acceptances }

    /// Those of a night's findings that are covered. Refusals never are.
    public func covered(_ findings: [Diagnostic]) -> Set<String> {
        let open = Dictionary(grouping: findings.filter { $0.severity == .open }, by: \.standingName)
        return Set(
            open.filter { name, same in
                let count = same.reduce(0) { $0 + $1.count }
                return acceptances[name].map { count <= $0.count } ?? false
            }.keys)
    }

    /// Names them, for what depends on them.
    public var digest: String {
        let words = acceptances.values.map { "\($0.finding) \($0.count)" }.sorted().joined(separator: "\n")
        return words.isEmpty ? "" : Digest(of: words).hexadecimal
    }
}
