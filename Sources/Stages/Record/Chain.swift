public import Foundation
public import WeirKeys

/// A study's chain of runs: each link names the one before by digest, so that no night can be changed, dropped or put
/// elsewhere without all later links showing it. It lives in the state folder and has the times.
public struct Chain: Sendable {
    private let file: URL

    /// The chain in a file; there may be none yet.
    public init(file: URL) { self.file = file }

    /// The digest of the newest link; of nothing when there is none.
    public var newest: Digest { links.last.map { Digest(of: $0) } ?? Digest(of: "") }

    /// The number of links.
    public var count: Int { links.count }

    private var links: [String] {
        ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Adds a link: the root of a run's data set, and when it was made.
    /// - Throws: what the file system says.
    public func append(dataset: String, root: Digest, time: String) throws {
        let link: JSON = [
            "link": .integer(count + 1), "previous": .text(newest.hexadecimal), "dataset": .text(dataset),
            "root": .text(root.hexadecimal), "time": .text(time),
        ]
        if !FileManager.default.fileExists(atPath: file.path) {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((link.line + "\n").utf8))
        try handle.synchronize()
    }

    /// The number of the first link that does not follow from the one before, or nil.
    public func firstBreak() -> Int? {
        var previous = Digest(of: "")
        for (index, link) in links.enumerated() {
            guard link.contains("\"previous\":\"\(previous.hexadecimal)\""), link.contains("\"link\":\(index + 1),")
            else {
                return index + 1
            }
            previous = Digest(of: link)
        }
        return nil
    }
}
