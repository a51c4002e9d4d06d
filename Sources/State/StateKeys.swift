import Foundation
public import WeirKeys

/// Which keys a study's memory was begun with. Pseudonyms of two keys name the same respondent twice, and those of the
/// public sample keys protect nobody, so what was prepared under one key never meets another.
public struct StateKeys {
    private let file: URL

    /// The note in a state folder; there may be none yet.
    public init(_ state: StateFolder) { file = Self.file(in: state) }

    static func file(in state: StateFolder) -> URL { state.root.appending(path: "keys.fingerprint") }

    /// Whether these keys may work on the folder: they began it, or nobody did.
    /// - Throws: what the file system says.
    public func allow(_ keys: StudyKeys) throws -> Bool {
        guard FileManager.default.fileExists(atPath: file.path) else { return true }
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return text == Self.line(keys)
    }

    /// Notes the keys of a folder that has no note.
    /// - Throws: what the file system says.
    public func note(_ keys: StudyKeys) throws {
        guard !FileManager.default.fileExists(atPath: file.path) else { return }
        try replace(with: keys)
    }

    /// Gives the folder to other keys, in one step. Nothing in it may be bound to the ones before.
    /// - Throws: what the file system says.
    public func replace(with keys: StudyKeys) throws {
        // Written beside and renamed: half a fingerprint would lock the study's own keys out.
        let fresh = file.appendingPathExtension("new")
        try? FileManager.default.removeItem(at: fresh)
        let output = try OutputFile(fresh)
        try output.append(Array(Self.line(keys).utf8))
        try output.finish()
        guard rename(fresh.path, file.path) == 0 else { throw CocoaError.file(.fileWriteUnknown, file) }
        try Publisher.synchronise(file.deletingLastPathComponent())
    }

    private static func line(_ keys: StudyKeys) -> String { keys.fingerprint.hexadecimal + "\n" }
}
