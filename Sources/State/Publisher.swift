public import Foundation

/// Makes a folder appear whole or not at all: written beside, synced, renamed, and named `current` last.
public struct Publisher {
    /// The folder in the making.
    public let draft: URL
    private let parent: URL
    private let name: String

    /// Starts a folder `name` under `parent`. What stopped runs left there is removed, so the caller has to hold the
    /// study's lock.
    /// - Throws: what the file system says.
    public init(parent: URL, name: String) throws {
        self.parent = parent
        self.name = name
        draft = parent.appending(path: ".\(name).draft")
        try Self.removeRemains(in: parent)
        let files = FileManager.default
        try files.createDirectory(
            at: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try files.createDirectory(at: draft, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    /// Removes what stopped runs left below a folder: their drafts, and folders they replaced. A folder that was set aside
    /// and not yet replaced gets its name back. What has a name that we do not give is somebody's.
    public static func removeRemains(in parent: URL) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: parent.path) else { return }
        for remains in try files.contentsOfDirectory(atPath: parent.path) {
            let place = parent.appending(path: remains)
            let isOurs =
                [".old", ".draft", ".gone"].contains { name(remains, ending: $0).map(isGiven) ?? false }
                || remains == rehearsal || remains == rebuilding && !FolderHold.isHeld(place)
            guard isOurs || name(remains, ending: gone) != nil else { continue }
            if let name = name(remains, ending: ".old"), !isThere(parent.appending(path: name)) {
                try files.moveItem(at: place, to: parent.appending(path: name))
            } else {
                try files.removeItem(at: place)
            }
        }
    }

    /// The folder in which a night is worked through once more, out of sight.
    public static let rehearsal = ".full.draft"
    /// The folder in which a data set is made again, to compare it.
    public static let rebuilding = ".rebuild.draft"

    /// What is about to be deleted has this at the end of its name, whatever somebody called it.
    private static let gone = ".weir-gone"

    /// Whether something has a name, also a link whose disk is away.
    public static func isThere(_ place: URL) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: place.path)) != nil
    }

    /// Whether a folder has a name that data sets and releases get: twelve hexadecimal digits.
    public static func isGiven(_ name: String) -> Bool { name.count == 12 && name.allSatisfy(\.isHexDigit) }

    /// Deletes a folder for good, and nothing that a link leads to. It loses its name first, so that whatever is left of it
    /// when a run is stopped is remains.
    public static func remove(_ name: String, in parent: URL) throws {
        let files = FileManager.default
        let gone = parent.appending(path: ".\(name)\(Self.gone)")
        guard isThere(parent.appending(path: name)), !isLink(parent.appending(path: name)) else { return }
        if files.fileExists(atPath: gone.path) { try files.removeItem(at: gone) }
        try files.moveItem(at: parent.appending(path: name), to: gone)
        try synchronise(parent)
        try files.removeItem(at: gone)
    }

    /// Whether a link stands there, also one whose disk is away.
    public static func isLink(_ place: URL) -> Bool { target(of: place) != nil }

    /// What a link leads to, as it is written; nil when it is none.
    public static func target(of place: URL) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: place.path)
    }

    /// What the links inside a folder lead to, where that is not in the folder itself.
    public static func targets(inside folder: URL) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        let inside = folder.standardizedFileURL.path + "/"
        return names.sorted().compactMap { name in
            let link = folder.appending(path: name)
            guard let target = target(of: link) else { return nil }
            let base = link.deletingLastPathComponent().appending(path: "/")
            return URL(filePath: target, relativeTo: base).standardizedFileURL.path.hasPrefix(inside) ? nil : target
        }
    }

    /// Whether a name is a link to what lies beside it under a name of its own.
    public static func leadsBeside(_ name: String, in parent: URL) -> Bool {
        let place = parent.appending(path: name)
        guard let target = target(of: place), URL(filePath: target).lastPathComponent.first != "." else { return false }
        // By the folder it stands in, since what it leads to may be away.
        let folder = URL(filePath: target, relativeTo: parent.appending(path: "/")).deletingLastPathComponent()
        return folder.resolvingSymlinksInPath().path == parent.resolvingSymlinksInPath().path
    }

    /// What stands where the link `current` has to be and is none; nil when the link can be made.
    public static func obstacle(in parent: URL) -> URL? {
        let place = parent.appending(path: link)
        guard let type = try? FileManager.default.attributesOfItem(atPath: place.path)[.type] as? FileAttributeType
        else { return nil }
        return type == .typeSymbolicLink ? nil : place
    }

    /// The folder that `current` names; nil without one.
    public static func current(in parent: URL) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: parent.appending(path: link).path)
    }

    /// Removes the link `current`, whose folder is about to go.
    public static func removeLink(in parent: URL) throws {
        try FileManager.default.removeItem(at: parent.appending(path: link))
        try synchronise(parent)
    }

    /// Has `current` name another folder, or removes it.
    /// - Throws: what the file system says.
    public static func lead(to name: String?, in parent: URL) throws {
        guard let name else { return try removeLink(in: parent) }
        try link(link, to: name, in: parent)
    }

    private static let link = "current"

    /// The name in `.name.draft` or `.name.old`.
    private static func name(_ remains: String, ending: String) -> String? {
        guard remains.hasPrefix("."), remains.hasSuffix(ending), remains.count > ending.count + 1 else { return nil }
        return String(remains.dropFirst().dropLast(ending.count))
    }

    /// Where the folder will be.
    public var destination: URL { parent.appending(path: name) }

    /// Writes a file of the draft, for its owner only.
    public func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
        let file = try OutputFile(try prepared(path))
        try file.append(Array(bytes))
        try file.finish()
    }

    /// The place of a file of the draft, its folder made.
    public func prepared(_ path: String) throws -> URL {
        let file = draft.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return file
    }

    /// Has the disk keep the draft, gives it its name and switches `current` to it.
    /// A folder of this name is replaced.
    public func publish() throws {
        for folder in try folders() { try Self.synchronise(folder) }
        let old = try setAside()
        try FileManager.default.moveItem(at: draft, to: destination)
        try Self.synchronise(parent)
        try Self.link(Self.link, to: name, in: parent)
        // Whole until here: a run that is stopped earlier gives it its name back.
        if let old { try FileManager.default.removeItem(at: old) }
    }

    /// Removes the draft and keeps the folder that is there already, with its times.
    public func keepPublished() throws {
        discard()
        try Self.link(Self.link, to: name, in: parent)
    }

    private func setAside() throws -> URL? {
        let files = FileManager.default
        guard Self.isThere(destination) else { return nil }
        let old = parent.appending(path: ".\(name).old")
        try? files.removeItem(at: old)
        try files.moveItem(at: destination, to: old)
        return old
    }

    /// Removes the draft.
    public func discard() { try? FileManager.default.removeItem(at: draft) }

    private func folders() throws -> [URL] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: draft.path)
        let below = names.map { draft.appending(path: $0) }
        return try below.filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true } + [draft]
    }

    /// A folder's entries are kept only when the folder itself was synced.
    static func synchronise(_ folder: URL) throws {
        let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError.file(.fileWriteUnknown, folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CocoaError.file(.fileWriteUnknown, folder) }
    }

    /// Switches a symbolic link in one step.
    private static func link(_ link: String, to target: String, in folder: URL) throws {
        let fresh = folder.appending(path: ".\(link).new").path
        unlink(fresh)
        guard symlink(target, fresh) == 0, rename(fresh, folder.appending(path: link).path) == 0 else {
            throw CocoaError.file(.fileWriteUnknown, folder.appending(path: link))
        }
        try synchronise(folder)
    }
}
