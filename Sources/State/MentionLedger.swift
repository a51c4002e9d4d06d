import GRDB

/// What was found in the open answers of parts: kinds, reasons, places; never a text.
extension Ledger {
    /// One mention where it stands.
    public struct PlacedMention: Equatable, Sendable {
        /// Row and column as a spreadsheet counts them, then the first code point of the mention and the one behind it.
        public var place: [Int]
        /// The variable's name, what it is, and why it was taken for it.
        public var variable, kind, reason: String
    }

    /// The places of one kind, reason and question are one row, so that a night with a million mentions writes a few
    /// hundred rows; the view shows each by itself.
    @Sendable static func makeMentionTable(_ database: Database) throws {
        try database.create(table: "mention") { table in
            table.column("part", .text).notNull()
            table.column("variable", .text).notNull()
            table.column("kind", .text).notNull()
            table.column("reason", .text).notNull()
            table.column("count", .integer).notNull()
            table.primaryKey(["part", "variable", "kind", "reason"])
        }
    }

    @Sendable static func addMentionPlaces(_ database: Database) throws {
        try database.alter(table: "mention") { $0.add(column: "places", .text).notNull().defaults(to: "[]") }
        try database.execute(
            sql: """
                CREATE VIEW mentionPlace AS
                SELECT part, variable, kind, reason, place.value ->> 0 AS "row", place.value ->> 1 AS "column",
                       place.value ->> 2 AS "start", place.value ->> 3 AS "end"
                FROM mention, json_each(mention.places) AS place
                """)
    }

    /// Notes what was found in the open answers of a part.
    /// - Throws: what SQLite says.
    public func note(_ mentions: [FoundMentions], of part: String) throws {
        try database.write { database in
            try database.execute(sql: "DELETE FROM mention WHERE part = ?", arguments: [part])
            for found in mentions {
                let count = found.count
                try database.execute(
                    sql: "INSERT INTO mention (part, variable, kind, reason, count, places) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [part, count.variable, count.kind, count.reason, count.count, found.places])
            }
        }
    }

    /// Forgets what was found in parts that are no more: the provenance of the data sets that were made of them has how much
    /// it was, and a ledger that kept it for every upload there ever was would grow with each.
    /// - Throws: what SQLite says.
    public func keepMentions(of parts: Set<String>) throws {
        let marks = databaseQuestionMarks(count: parts.count)
        try database.write { database in
            try database.execute(
                sql: "DELETE FROM mention WHERE part NOT IN (\(marks))",
                arguments: StatementArguments(parts.sorted()))
        }
    }

    /// What was found in the open answers of a part.
    /// - Throws: what SQLite says.
    public func mentions(of part: String) throws -> [PartSummary.MentionCount] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM mention WHERE part = ? ORDER BY variable, kind, reason", arguments: [part]
            ).map {
                PartSummary.MentionCount(
                    variable: $0["variable"], kind: $0["kind"], reason: $0["reason"], count: $0["count"])
            }
        }
    }

    /// What was found in the open answers of a part, with the places, as it was noted.
    func found(in part: String) throws -> [FoundMentions] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM mention WHERE part = ? ORDER BY rowid", arguments: [part])
                .map {
                    FoundMentions(
                        PartSummary.MentionCount(
                            variable: $0["variable"], kind: $0["kind"], reason: $0["reason"], count: $0["count"]),
                        places: $0["places"])
                }
        }
    }

    /// Where mentions stand in the open answers of a part, in the order of rows and columns.
    /// - Throws: what SQLite says.
    public func mentionPlaces(of part: String) throws -> [PlacedMention] {
        try database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM mentionPlace WHERE part = ? ORDER BY \"row\", \"column\", \"start\"",
                arguments: [part]
            ).map {
                PlacedMention(
                    place: [$0["row"], $0["column"], $0["start"], $0["end"]], variable: $0["variable"],
                    kind: $0["kind"], reason: $0["reason"])
            }
        }
    }

    /// Whether the ledger knows the places of a part's mentions.
    /// - Throws: what SQLite says.
    public func knowsPlaces(of mentions: [PartSummary.MentionCount], in part: String) throws -> Bool {
        if mentions.isEmpty { return true }
        let known = try database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT SUM(json_array_length(places)) FROM mention WHERE part = ?", arguments: [part])
        }
        return known == mentions.reduce(0) { $0 + $1.count }
    }
}
