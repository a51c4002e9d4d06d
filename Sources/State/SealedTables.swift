public import Foundation
import WeirKeys

// The table of a release is what tells whether somebody who withdrew is in it, so that its digest is kept beside it.
extension StateFolder {
    /// Whether the table of a release is as it was written. One without a digest is from an earlier program, or was being written.
    public func isWhole(releasedTable id: String) -> Bool {
        guard let seal = try? String(contentsOf: seal(of: id), encoding: .utf8) else { return true }
        guard let table = try? Data(contentsOf: releasedTable(id)) else { return false }
        return Digest(of: Array(table)).hexadecimal == seal.prefix(64)
    }

    /// Writes the table of a release, and its digest. One that is stopped in between has no digest.
    /// - Throws: what the file system says.
    public func write(releasedTable id: String, _ content: Data) throws {
        let (table, seal) = (releasedTable(id), seal(of: id))
        try FileManager.default.createDirectory(
            at: table.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        if FileManager.default.fileExists(atPath: seal.path) { try FileManager.default.removeItem(at: seal) }
        for (file, bytes) in [(table, content), (seal, Data((Digest(of: Array(content)).hexadecimal + "\n").utf8))] {
            try bytes.write(to: file, options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
    }

    private func seal(of id: String) -> URL { root.appending(path: "releases").appending(path: "\(id).csv.sha256") }
}
