import Foundation
import WeirCore
import WeirProtect
import WeirState

/// What earlier releases of a profile tell, row by row: a cell suppressed there stays suppressed, a cell told there is
/// out. Recalled releases count too, because nobody can make others forget.
struct EarlierReleases {
    let state: StateFolder
    let schema: Schema

    /// The rows of a new table that were released before; nil without an earlier release.
    func settled(_ pseudonyms: [String], entries: [ReleaseEntry]) throws -> SettledRows? {
        guard let newest = entries.last else { return nil }
        var places: [String: Int] = [:]
        var all: MicroTable?
        for entry in entries {
            var scan = try RecordScan(state.releasedTable(entry.id))
            let (names, table) = try AnswerRows(schema: schema).read(&scan, first: "pseudonym")
            let start = all?.rows ?? 0
            for (row, name) in names.enumerated() { places[name] = start + row }
            all = all.map { $0.adding(table) } ?? table
        }
        guard let all else { return nil }
        return SettledRows(earlier: pseudonyms.map { places[$0] }, table: all, levels: newest.levels)
    }

    /// Keeps a table for later releases, for nobody else's eyes.
    func keep(_ id: String, _ pseudonyms: [String], _ table: MicroTable) throws {
        let file = state.releasedTable(id)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let columns = schema.columns.filter { column in
            if case .text = column.kind { return false }
            return column.companion == nil
        }
        let text = AnswerRows(schema: schema).text(
            pseudonyms, table, columns, first: "pseudonym", order: Array(0..<table.rows))
        let isWritten = FileManager.default.createFile(
            atPath: file.path, contents: Data(text), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path]) }
    }
}
