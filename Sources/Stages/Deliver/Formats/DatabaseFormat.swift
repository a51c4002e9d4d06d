import Foundation
import GRDB
import GRDBSQLite
import WeirCore

/// Rows as they are: a database is written a row at a time.
struct RowsEncoder: RowEncoder {
    func piece(of rows: BatchStorage) -> TablePiece { .rows(rows) }
}

/// A database of SQLite: a table of codes, tables that say what they mean, a view with labels and one with numbers and codes
/// in which missing values are null.
final class DatabaseFile: FormatFile {
    private let url: URL
    private let table: DataTable
    private let queue: DatabaseQueue

    /// SQLite's own limit, unless somebody built it otherwise.
    private static let mostColumns = 2000

    init(_ url: URL, _ table: DataTable) throws {
        let columns = table.columns.count + (table.hasMonth ? 2 : 1)
        guard columns <= Self.mostColumns else {
            throw FormatLimit(
                sentence: "a table of SQLite has at most \(Self.mostColumns) columns, the data set has \(columns). "
                    + "Leave sqlite out of the formats")
        }
        self.url = url
        self.table = table
        try OutputFile(url).finish()
        queue = try Self.open(url)
        try queue.inDatabase { database in
            try database.execute(sql: "BEGIN")
            for statement in DatabaseSchema(table).statements { try database.execute(sql: statement) }
            try Self.fill(database, table)
        }
    }

    /// The file is synchronised once, when it is whole; until then nobody else sees it.
    private static func open(_ url: URL) throws -> DatabaseQueue {
        var configuration = Configuration()
        // One transaction from the first row to the last: the file is new, and nobody else has it.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            for pragma in ["page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF"] {
                try database.execute(sql: "PRAGMA \(pragma)")
            }
        }
        return try DatabaseQueue(path: url.path, configuration: configuration)
    }

    private static func fill(_ database: Database, _ table: DataTable) throws {
        for reason in DataTable.reasons {
            try database.execute(
                sql: "INSERT INTO missing_reason VALUES (?, ?)", arguments: [Int(reason.code), reason.label])
        }
        for (place, column) in table.columns.enumerated() {
            let set = table.choices.first { $0.columns.contains(place) }?.name
            try database.execute(
                sql: "INSERT INTO variable VALUES (?, ?, ?, ?, ?)",
                arguments: [place + 1, column.name, column.label, column.measure.rawValue, set])
            guard !column.isText else { continue }
            for meaning in column.categories + DataTable.reasons {
                try database.execute(
                    sql: "INSERT INTO category VALUES (?, ?, ?)",
                    arguments: [column.name, Int(meaning.code), meaning.label])
            }
        }
    }

    func append(_ piece: TablePiece) throws {
        guard case .rows(let rows) = piece else { return }
        try queue.inDatabase { database in
            let places = table.columns.count + (table.hasMonth ? 2 : 1)
            let marks = repeatElement("?", count: places).joined(separator: ", ")
            let statement = try database.cachedStatement(
                sql: "INSERT INTO \(DatabaseSchema.quoted(table.name)) VALUES (\(marks))")
            for row in 0..<rows.rowCount { try insert(row, of: rows, statement.sqliteStatement) }
        }
    }

    /// By hand, because an argument list allocates for every cell.
    private func insert(_ row: Int, of storage: BatchStorage, _ statement: OpaquePointer) throws {
        var text: [UInt8] = []
        storage.pseudonyms[row].write(to: &text)
        Self.bind(text, statement, 1)
        if table.hasMonth { Self.bind(Array(Month(number: storage.months[row]).text.utf8), statement, 2) }
        var place: Int32 = table.hasMonth ? 3 : 2
        let rows = storage.rowCount
        for column in table.columns {
            switch column.content {
            case .code(let at): sqlite3_bind_int(statement, place, Int32(storage.codes[at * rows + row]))
            case .reason(let at):
                let code = storage.codes[at * rows + row]
                if code == DataTable.noReason {
                    sqlite3_bind_null(statement, place)
                } else {
                    sqlite3_bind_int(statement, place, Int32(code))
                }
            case .number(let at): sqlite3_bind_double(statement, place, storage.numbers[at * rows + row])
            case .text(let at):
                text.removeAll(keepingCapacity: true)
                storage.withText(storage.texts[at * rows + row]) { OneLine.write($0, to: &text) }
                Self.bind(text, statement, place)
            }
            place += 1
        }
        let status = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard status == SQLITE_DONE else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
        }
    }

    /// A text; no text is null.
    private static func bind(_ text: [UInt8], _ statement: OpaquePointer, _ place: Int32) {
        guard !text.isEmpty else {
            sqlite3_bind_null(statement, place)
            return
        }
        text.withUnsafeBytes {
            let start = $0.baseAddress?.assumingMemoryBound(to: CChar.self)
            // SQLITE_TRANSIENT: SQLite copies it.
            sqlite3_bind_text(
                statement, place, start, Int32($0.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    func finish() throws {
        try queue.inDatabase { try $0.execute(sql: "COMMIT") }
        try queue.close()
        try Self.fixHeader(url)
    }

    /// How often a file was changed, and by which version of SQLite, is nobody's business.
    private static func fixHeader(_ url: URL) throws {
        let handle = try FileHandle(forWritingTo: url)
        for (place, number) in [(24, 1), (92, 1), (96, 3_040_001)] {
            try handle.seek(toOffset: UInt64(place))
            try handle.write(contentsOf: Data((0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }))
        }
        try handle.synchronize()
        try handle.close()
    }
}

/// The statements that make the database's tables and views.
struct DatabaseSchema {
    private let table: DataTable

    init(_ table: DataTable) { self.table = table }

    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
    private static func text(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

    var statements: [String] {
        [
            "CREATE TABLE missing_reason (code INTEGER PRIMARY KEY, label TEXT NOT NULL)",
            "CREATE TABLE variable (place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, label TEXT NOT NULL, "
                + "measure TEXT NOT NULL, question TEXT)",
            "CREATE TABLE category (name TEXT NOT NULL, code INTEGER NOT NULL, label TEXT NOT NULL, "
                + "PRIMARY KEY (name, code)) WITHOUT ROWID",
            "CREATE TABLE \(Self.quoted(table.name)) (\(definitions))",
            "CREATE VIEW \(Self.quoted(table.name + "_labels")) AS SELECT \(first + list(label)) FROM \(from)",
            "CREATE VIEW \(Self.quoted(table.name + "_values")) AS SELECT \(first + list(value)) FROM \(from)",
        ]
    }

    private var from: String { Self.quoted(table.name) }

    private var definitions: String {
        "\(Self.quoted(table.key.name)) TEXT PRIMARY KEY" + (table.hasMonth ? ", submitted_month TEXT" : "")
            + list { column in
                switch column.content {
                case .code, .reason: "\(Self.quoted(column.name)) INTEGER"
                case .number: "\(Self.quoted(column.name)) NUMERIC"
                case .text: "\(Self.quoted(column.name)) TEXT"
                }
            }
    }

    private var first: String { Self.quoted(table.key.name) + (table.hasMonth ? ", submitted_month" : "") }

    private func list(_ text: (DataTable.Column) -> String) -> String {
        table.columns.map { ", " + text($0) }.joined()
    }

    private func label(_ column: DataTable.Column) -> String {
        let name = Self.quoted(column.name)
        let label = "(SELECT label FROM category WHERE name = \(Self.text(column.name)) AND code = \(from).\(name))"
        return switch column.content {
        case .code, .reason: "\(label) AS \(name)"
        case .number: "coalesce(\(label), \(name)) AS \(name)"
        case .text: name
        }
    }

    private func value(_ column: DataTable.Column) -> String {
        let name = Self.quoted(column.name)
        switch column.content {
        case .code, .number:
            let (first, last) = (MissingReason.codes.lowerBound, MissingReason.codes.upperBound)
            return "CASE WHEN \(name) BETWEEN \(first) AND \(last) THEN NULL ELSE \(name) END AS \(name)"
        case .reason, .text: return name
        }
    }
}
