import Foundation
import GRDB
public import WeirCore
public import WeirKeys

/// People's decisions about open answers, each under the keyed hash of the exact answer: edit one letter of it and its
/// decision no longer applies.
public struct Decisions: Sendable {
    private var latest: [Digest: Decision] = [:]
    /// The letters of the country each answer came from; blank when an earlier program did not note it.
    private var countries: [Digest: String] = [:]

    /// No decisions.
    public init() {}

    /// The decisions in force in a ledger: of each answer the last one.
    /// - Throws: what SQLite says.
    public init(_ ledger: Ledger) throws {
        let rows = try ledger.database.read { try Row.fetchAll($0, sql: "SELECT * FROM decision ORDER BY id") }
        for row in rows {
            guard let hash = Digest(hexadecimal: row["answer"] as String) else { continue }
            latest[hash] = Decision(row)
            countries[hash] = row["country"]
        }
    }

    /// The decision in force about an answer.
    public func decision(for hash: Digest) -> Decision? { latest[hash] }

    /// How many answers are decided.
    public var count: Int { latest.count }

    /// All that a night takes from the decisions about one country's answers, in a fixed order: which answer and which
    /// wording, not who decided, when, and what may be said about who gave it. Blank without any.
    /// - Throws: what encoding says.
    public func statement(about country: CountryCode) throws -> String {
        try latest.compactMap { hash, decision -> String? in
            guard ["", country.letters].contains(countries[hash]) else { return nil }
            let stored = try decision.stored
            return [hash.hexadecimal, stored.verdict, stored.masks ?? "", stored.wording ?? "", ""].joined(
                separator: "\0")
        }.sorted().joined()
    }

    /// The table: nothing in it is ever changed, a later decision is a later row.
    @Sendable static func makeTable(_ database: Database) throws {
        try database.create(table: "decision") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("answer", .text).notNull().indexed()
            table.column("verdict", .text).notNull()
            table.column("masks", .text)
            table.column("wording", .text)
            table.column("attribution", .text).notNull()
            table.column("reviewer", .text).notNull()
            table.column("decided", .datetime).notNull()
            table.column("seconds", .double).notNull()
        }
    }

    /// Only a country's own uploads are prepared again when people decide. Decisions of an earlier program may be about
    /// any country.
    @Sendable static func addCountry(_ database: Database) throws {
        try database.alter(table: "decision") { $0.add(column: "country", .text).notNull().defaults(to: "") }
    }
}

extension Ledger {
    /// Notes a decision about an answer of a country. It stands for the answer from now on; earlier ones stay as history.
    /// - Throws: what SQLite says.
    public func note(_ decision: Decision, on answer: Digest, of country: CountryCode) throws {
        let stored = try decision.stored
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO decision
                    (answer, verdict, masks, wording, attribution, reviewer, decided, seconds, country)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    answer.hexadecimal, stored.verdict, stored.masks, stored.wording, decision.attribution.rawValue,
                    decision.reviewer, decision.decided, decision.seconds, country.letters,
                ])
        }
    }

    /// Copies all decisions about answers to the names that these have under other keys.
    /// - Throws: what SQLite says. Then none is copied.
    public func copyDecisions(_ names: [(old: Digest, new: Digest)]) throws {
        try database.write { database in
            for name in names {
                try database.execute(
                    sql: """
                        INSERT INTO decision
                        (answer, verdict, masks, wording, attribution, reviewer, decided, seconds, country)
                        SELECT ?, verdict, masks, wording, attribution, reviewer, decided, seconds, country
                        FROM decision WHERE answer = ? ORDER BY id
                        """, arguments: [name.new.hexadecimal, name.old.hexadecimal])
            }
        }
    }

    /// Forgets the decisions about answers under names that nothing has any more.
    /// - Throws: what SQLite says.
    public func forgetDecisions(on answers: [Digest]) throws {
        try database.write { database in
            for answer in answers {
                try database.execute(sql: "DELETE FROM decision WHERE answer = ?", arguments: [answer.hexadecimal])
            }
        }
    }

    /// The answers of a country that are decided, also by decisions of an earlier program that may be about it.
    /// - Throws: what SQLite says.
    public func decided(of country: CountryCode) throws -> [Digest] {
        try database.read {
            try String.fetchAll(
                $0, sql: "SELECT DISTINCT answer FROM decision WHERE country = ? ORDER BY answer",
                arguments: [country.letters])
        }.compactMap { Digest(hexadecimal: $0) }
    }

    /// All decisions about an answer, the first one first.
    /// - Throws: what SQLite says.
    public func decisions(on answer: Digest) throws -> [Decision] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM decision WHERE answer = ? ORDER BY id", arguments: [answer.hexadecimal])
        }.map(Decision.init)
    }

    /// The time all reviewers took for their decisions, in seconds.
    /// - Throws: what SQLite says.
    public func secondsOfReview() throws -> Double {
        try database.read { try Double.fetchOne($0, sql: "SELECT SUM(seconds) FROM decision") ?? 0 }
    }
}

extension Decision {
    /// A decision of the table. One that cannot be read is a withheld answer: it must not become an approval.
    fileprivate init(_ row: Row) {
        let attribution = Attribution(rawValue: row["attribution"] as String) ?? .none
        self.init(
            Self.verdict(row), attribution: attribution, reviewer: row["reviewer"], decided: row["decided"],
            seconds: row["seconds"])
    }

    private static func verdict(_ row: Row) -> Verdict {
        switch row["verdict"] as String {
        case "masked":
            let masks = (row["masks"] as String?).flatMap {
                try? JSONDecoder().decode([Mask].self, from: Data($0.utf8))
            }
            return masks.map(Verdict.masked) ?? .withheld
        case "edited": return (row["wording"] as String?).map(Verdict.edited) ?? .withheld
        default: return .withheld
        }
    }

    fileprivate var stored: (verdict: String, masks: String?, wording: String?) {
        get throws {
            switch verdict {
            case .masked(let masks):
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                return ("masked", String(decoding: try encoder.encode(masks), as: UTF8.self), nil)
            case .edited(let wording): return ("edited", nil, wording)
            case .withheld: return ("withheld", nil, nil)
            }
        }
    }
}
