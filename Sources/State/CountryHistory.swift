import Foundation
import GRDB

/// How countries stood night by night. Most stand as on the night before, so that a country is noted anew only where it does
/// not: years of nights take no more room than what changed in them.
struct CountryHistory {
    private let database: Database

    init(_ database: Database) { self.database = database }

    @Sendable static func makeTable(_ database: Database) throws {
        try database.create(table: "countryNight") { table in
            table.column("country", .text).notNull()
            table.column("run", .integer).notNull()
            table.column("stood", .text).notNull()
            table.primaryKey(["country", "run"])
        }
    }

    /// Notes those that stand otherwise than before.
    func note(_ countries: [CountryNight], run: Int64) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.dateEncodingStrategy = .iso8601
        for country in countries {
            let text = String(decoding: try encoder.encode(country), as: UTF8.self)
            guard try stood(country.country, by: run) != text else { continue }
            try database.execute(
                sql: "INSERT INTO countryNight (country, run, stood) VALUES (?, ?, ?)",
                arguments: [country.country, run, text])
        }
    }

    /// How the countries of a night stood. An earlier program noted all of them beside the night itself.
    func countries(of run: Row) throws -> [CountryNight] {
        let text: String = run["countries"]
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        if text.hasPrefix("[") { return (try? decoder.decode([CountryNight].self, from: Data(text.utf8))) ?? [] }
        return try text.split(separator: " ").compactMap { country in
            try stood(String(country), by: run["id"]).flatMap {
                try? decoder.decode(CountryNight.self, from: Data($0.utf8))
            }
        }
    }

    /// What was noted last of a country, up to a night.
    private func stood(_ country: String, by run: Int64) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT stood FROM countryNight WHERE country = ? AND run <= ? ORDER BY run DESC LIMIT 1",
            arguments: [country, run])
    }
}
