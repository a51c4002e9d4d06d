import Foundation
import WeirCore
import WeirFormats
import WeirKeys

/// A file as it lay on the disk when it was digested. An upload is read again to prepare it; it must be the same file.
struct FileDigest: Sendable {
    let digest: Digest
    let identity: FileSource.Identity
    /// In bytes.
    let size: Int

    /// Digests a file.
    /// - Throws: a `Diagnostic` that calls the file `name`.
    init(path: String, name: String) throws {
        let source = try FileSource(path: path, name: name)
        digest = try Digest { try source.read(into: $0) }
        identity = source.identity
        size = source.size
    }

    /// Opens the file again.
    /// - Throws: a `Diagnostic` when it is another file now, or has other content.
    func reopened(path: String, name: String) throws -> FileSource {
        let source = try FileSource(path: path, name: name)
        guard source.identity == identity else { throw Diagnostic(.fileChanged, at: Place(file: name)) }
        return source
    }
}

/// The running program.
public enum Program {
    /// The version in data sets.
    public static let version = "1.0.0"

    /// The digest of the program's file: another program may prepare otherwise.
    static func digest() throws -> Digest {
        let path = "/proc/self/exe"
        guard FileManager.default.fileExists(atPath: path) else { return Digest(of: version) }
        return try FileDigest(path: path, name: "weir").digest
    }
}
