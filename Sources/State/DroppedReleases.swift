import Foundation

// Releases whose rows were deleted because somebody withdrew: where rows lie there again, they were put back from a backup.
// They are noted beside their tables, so that an older ledger does not forget them.
extension Ledger {
    /// Why a release was recalled that holds somebody who withdrew.
    public static let withdrawn = "an interview in it was withdrawn"
}

extension StateFolder {
    /// The releases whose rows were deleted, by their names, sorted.
    public var droppedReleases: [String] {
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: noteOfDropped("").deletingLastPathComponent().path))
            ?? []
        return files.filter { $0.hasSuffix(".dropped") }.map { String($0.dropLast(8)) }.sorted()
    }

    /// Notes that the rows of a release are deleted.
    /// - Throws: what the file system says.
    public func noteDropped(release id: String) throws {
        let note = noteOfDropped(id)
        guard !FileManager.default.fileExists(atPath: note.path) else { return }
        try FileManager.default.createDirectory(
            at: note.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data().write(to: note, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: note.path)
    }

    /// Notes that a release is made, once more where its rows were deleted: they lie there rightly.
    /// - Throws: what the file system says.
    public func noteMade(release id: String) throws {
        let note = noteOfDropped(id)
        if FileManager.default.fileExists(atPath: note.path) { try FileManager.default.removeItem(at: note) }
    }

    private func noteOfDropped(_ id: String) -> URL {
        root.appending(path: "releases").appending(path: "\(id).dropped")
    }
}
