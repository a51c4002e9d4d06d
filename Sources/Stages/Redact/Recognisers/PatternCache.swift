import CVectorscan
import Foundation

/// Keeps the compiled patterns in the user's cache folder, because compiling them takes longer than checking a file. They
/// hold nothing of any upload.
///
/// A file is used only when it belongs to this user, nobody else may write to it, and it begins with exactly today's
/// patterns; Vectorscan itself refuses what was compiled by another version, for another processor, or was damaged.
struct PatternCache {
    private let file: URL
    private let head: [UInt8]

    /// The cache of these patterns; nil where there is no place for one.
    init?(_ patterns: [String], folder: URL? = Self.folder) {
        guard let folder else { return nil }
        file = folder.appending(path: "patterns")
        head = Array("weir patterns 1\n\(patterns.joined(separator: "\n"))\n\0".utf8)
    }

    /// By the XDG Base Directory Specification.
    private static var folder: URL? {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["XDG_CACHE_HOME"], named.hasPrefix("/") {
            return URL(filePath: named).appending(path: "weir")
        }
        return environment["HOME"].flatMap {
            $0.hasPrefix("/") ? URL(filePath: $0).appending(path: ".cache/weir") : nil
        }
    }

    /// The compiled patterns; nil when they have to be compiled.
    func read() -> OpaquePointer? {
        guard isOurs, let content = try? Data(contentsOf: file), content.starts(with: head) else { return nil }
        var database: OpaquePointer?
        let result = content.dropFirst(head.count).withUnsafeBytes { bytes in
            hs_deserialize_database(bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count, &database)
        }
        return result == HS_SUCCESS ? database : nil
    }

    /// Whether nobody else can have put the file there.
    private var isOurs: Bool {
        [file, file.deletingLastPathComponent()].allSatisfy { place in
            var status = stat()
            return lstat(place.path, &status) == 0 && status.st_uid == geteuid() && status.st_mode & 0o022 == 0
        }
    }

    /// Writes compiled patterns, if that is possible: beside the place first, so that nobody reads half of them.
    func write(_ database: OpaquePointer) {
        var bytes: UnsafeMutablePointer<CChar>?
        var count = 0
        guard hs_serialize_database(database, &bytes, &count) == HS_SUCCESS, let bytes else { return }
        defer { free(bytes) }
        let folder = file.deletingLastPathComponent()
        let draft = folder.appending(path: "patterns.\(getpid())")
        let files = FileManager.default
        try? files.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let content = Data(head) + Data(bytes: bytes, count: count)
        guard files.createFile(atPath: draft.path, contents: content, attributes: [.posixPermissions: 0o600]) else {
            return
        }
        if rename(draft.path, file.path) != 0 { try? files.removeItem(at: draft) }
    }
}
