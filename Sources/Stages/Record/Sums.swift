public import Foundation
public import WeirKeys

/// `SHA256SUMS`: the digests of a data set's files, as `sha256sum -c` reads them.
public struct Sums: Equatable, Sendable {
    /// The file's name in a data set.
    public static let fileName = "SHA256SUMS"
    /// The files that are not listed: the list itself, what holds times, and the signatures of both.
    public static let unlisted: Set<String> = [
        fileName, fileName + ".sig", Crate.fileName, Crate.fileName + ".sig",
    ]

    /// Digests by path, with `/` between folders.
    public var digests: [String: Digest] = [:]

    /// Digests the files of a folder.
    /// - Throws: what the file system says.
    public init(of folder: URL) throws {
        for path in try Self.paths(in: folder) { digests[path] = try Self.digest(of: folder.appending(path: path)) }
    }

    /// What a list of a folder has to name: its files, and links that somebody put there.
    static func paths(in folder: URL) throws -> Set<String> {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
            let values = try folder.appending(path: path).resourceValues(forKeys: [.isDirectoryKey])
            return !(values.isDirectory ?? false) && !unlisted.contains(path)
        }
        return Set(paths)
    }

    /// Reads a list; nil when a line is none.
    public init?(_ text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "  ", maxSplits: 1)
            guard parts.count == 2, let digest = Digest(hexadecimal: parts[0]) else { return nil }
            digests[String(parts[1])] = digest
        }
    }

    /// The list as text, sorted by path.
    public var text: String {
        digests.sorted { $0.key < $1.key }.map { "\($0.value.hexadecimal)  \($0.key)\n" }.joined()
    }

    /// The digest of a file.
    /// - Throws: what the file system says.
    public static func digest(of file: URL) throws -> Digest {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        return try Digest { buffer in
            let piece = try handle.read(upToCount: buffer.count) ?? Data()
            return piece.copyBytes(to: buffer)
        }
    }
}
