import Foundation
import WeirState

/// Shows where releases lie that some were recalled: a file beside each that says so, and `current` that leads to none of
/// them. A release's own files stay as they were sealed.
struct RecalledReleases {
    private let parent: URL

    /// The releases of a study below an output folder.
    init(of study: String, below output: URL) {
        parent = Self.folder(of: study, below: output)
    }

    /// Where the releases of a study lie.
    static func folder(of study: String, below output: URL) -> URL {
        output.appending(path: "releases").appending(path: study)
    }

    /// Brings the folder up to what the ledger knows; it may be asked again.
    /// - Throws: what SQLite and the file system say.
    func show(_ ledger: Ledger, _ state: StateFolder) throws {
        let there = try ledger.releases().filter { isThere($0.id) }
        for entry in there { try entry.recalled.map { try write(entry.id, reason: $0) } }
        // Of those whose rows were deleted the ledger may know nothing.
        let dropped = state.droppedReleases.filter { id in isThere(id) && !there.contains { $0.id == id } }
        for id in dropped { try write(id, reason: "an interview in it was withdrawn, or may have been") }
        guard let current = Publisher.current(in: parent) else { return }
        guard dropped.contains(current) || there.contains(where: { $0.id == current && $0.recalled != nil }) else {
            return
        }
        try Publisher.lead(to: there.last { $0.recalled == nil }?.id, in: parent)
    }

    private func isThere(_ id: String) -> Bool {
        FileManager.default.fileExists(atPath: parent.appending(path: id).path)
    }

    private func write(_ id: String, reason: String) throws {
        let place = parent.appending(path: "\(id).RECALLED.txt")
        let text = """
            Release \(id) was recalled: \(reason)

            Do not use it and pass it on to nobody. Whoever has it has to be told; weir releases says who that is.
            What is left in its folder is as it was sealed.

            """
        if (try? String(contentsOf: place, encoding: .utf8)) == text { return }
        try Data(text.utf8).write(to: place, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place.path)
    }
}
