public import Foundation
public import WeirKeys

/// A data set's files as they are checked: where they lie does not matter.
public protocol SealedFiles {
    /// The paths of all files and links, with `/` between folders, but for the seal's own.
    func paths() throws -> Set<String>
    /// A file's bytes; nil when it cannot be read.
    func bytes(of path: String) -> [UInt8]?
    /// A file's digest; nil when it cannot be read. A link has none, whatever it leads to: it does not leave with the
    /// folder.
    func digest(of path: String) -> Digest?
    /// Whether a link stands in a file's place.
    func isLink(_ path: String) -> Bool
}

/// The files of a folder.
public struct FolderFiles: SealedFiles {
    private let folder: URL

    /// The files below a folder.
    public init(_ folder: URL) {
        // `current` is a link.
        self.folder = folder.resolvingSymlinksInPath()
    }

    public func paths() throws -> Set<String> { try Sums.paths(in: folder) }

    public func bytes(of path: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appending(path: path))).map(Array.init)
    }

    public func digest(of path: String) -> Digest? { try? Sums.digest(of: folder.appending(path: path)) }

    public func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: folder.appending(path: path).path)) != nil
    }
}
