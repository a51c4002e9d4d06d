import Foundation

// Folders in which a row of somebody who withdrew lies, or may lie, and that are not ours to delete.
extension StateFolder {
    /// Their names, as the last night found them.
    public var rowsElsewhere: [String] {
        ((try? String(contentsOf: noteOfRows, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Notes what a night found.
    /// - Throws: what the file system says.
    public func note(rowsElsewhere folders: [String]) throws {
        guard !folders.isEmpty else {
            if FileManager.default.fileExists(atPath: noteOfRows.path) {
                try FileManager.default.removeItem(at: noteOfRows)
            }
            return
        }
        try Data(folders.map { $0 + "\n" }.joined().utf8).write(to: noteOfRows, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: noteOfRows.path)
    }

    private var noteOfRows: URL { root.appending(path: "rows-elsewhere.txt") }
}
