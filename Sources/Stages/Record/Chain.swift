public import Foundation
public import WeirKeys

/// A study's chain of runs: each link names the one before by digest, so that no night can be changed, dropped or put
/// elsewhere without all later links showing it. It lives in the state folder and has the times. The newest link is
/// held by the data set that it is about, in the crate.
public struct Chain: Sendable {
    /// The file's name in the state folder.
    public static let fileName = "chain.jsonl"

    /// One run.
    private struct Link: Decodable {
        var link: Int
        var previous, dataset, root, time: String
    }

    private let file: URL
    private var lines: [String]
    /// A last line without an end was not written whole; what is added to it would be lost.
    private var endsOpen: Bool

    /// The chain in a state folder; there may be none yet.
    /// - Throws: what the file system says. A chain that cannot be read is not one without links.
    public init(in folder: URL) throws { try self.init(file: folder.appending(path: Self.fileName)) }

    /// The chain in a file; there may be none yet.
    /// - Throws: what the file system says.
    public init(file: URL) throws {
        self.file = file
        let exists = FileManager.default.fileExists(atPath: file.path)
        let text = exists ? String(decoding: try Data(contentsOf: file), as: UTF8.self) : ""
        lines = text.split(separator: "\n").map(String.init)
        endsOpen = !text.isEmpty && text.utf8.last != 10
    }

    /// Cuts off what a stopped run wrote of a link. Nothing can name half a link yet: data sets, receipts and later links
    /// are written behind it. A whole link is left alone, also without its end.
    /// - Throws: what the file system says.
    public static func dropUnfinished(in folder: URL) throws {
        let file = folder.appending(path: fileName)
        guard let data = try? Data(contentsOf: file), let last = data.last, last != 10 else { return }
        let start = data.lastIndex(of: 10).map { $0 + 1 } ?? 0
        guard link(String(decoding: data[start...], as: UTF8.self)) == nil else { return }
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.truncate(atOffset: UInt64(start))
        try handle.synchronize()
    }

    /// The digest of the newest link; of nothing when there is none.
    public var newest: Digest { lines.last.map { Digest(of: $0) } ?? Digest(of: "") }

    /// When the newest link was made; nil when there is none.
    public var newestTime: String? { lines.last.flatMap(Self.link)?.time }

    /// The number of links.
    public var count: Int { lines.count }

    /// Adds a link: the root of a run's data set, and when it was made.
    /// - Throws: what the file system says.
    public mutating func append(dataset: String, root: Digest, time: String) throws {
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
        lines.append(link.line)
    }

    /// A receipt of the newest link; nil when there is no link.
    /// - Throws: what the signer says.
    public func receipt(by signer: Signer) throws -> Receipt? {
        guard let line = lines.last else { return nil }
        return try Receipt(link: count, line: line, signer: signer)
    }

    /// Whether the chain has a receipt's link in its place.
    public func fits(_ receipt: Receipt) -> Bool {
        receipt.link >= 1 && receipt.link <= count && Array(lines[receipt.link - 1].utf8) == Array(receipt.line.utf8)
    }

    /// The number that a link names; nil when the line is no link.
    static func number(of line: String) -> Int? { link(line)?.link }

    /// The number of the first link that is none, or does not follow from the one before; nil when the chain is whole.
    public var firstBreak: Int? {
        var previous = Digest(of: "")
        for (index, line) in lines.enumerated() {
            guard let link = Self.link(line), link.link == index + 1, link.previous == previous.hexadecimal else {
                return index + 1
            }
            previous = Digest(of: line)
        }
        return endsOpen ? count : nil
    }

    /// Whether a link is in the chain and is about the data set with this root.
    public func holds(_ link: Digest, root: Digest) -> Bool {
        lines.contains { Digest(of: $0) == link && Self.link($0)?.root == root.hexadecimal }
    }

    /// Whether a link is in the chain.
    public func holds(_ link: Digest) -> Bool { lines.reversed().contains { Digest(of: $0) == link } }

    /// Whether a link is about the data set with this root.
    public func holds(root: Digest) -> Bool { lines.contains { Self.link($0)?.root == root.hexadecimal } }

    private static func link(_ line: String) -> Link? { try? JSONDecoder().decode(Link.self, from: Data(line.utf8)) }
}
