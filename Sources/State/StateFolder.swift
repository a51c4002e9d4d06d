public import Foundation

/// A study's memory between nights: prepared parts, the ledger, the chain. Only its owner may look into it.
public struct StateFolder: Sendable {
    /// The folder.
    public let root: URL

    /// Opens a state folder, making it when there is none.
    /// - Throws: what the file system says.
    public init(_ root: URL) throws {
        self.root = root
        for folder in [root, partsFolder] {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// A folder in which nothing is made.
    public init(looking root: URL) { self.root = root }

    /// Where prepared parts lie.
    var partsFolder: URL { root.appending(path: "parts") }
    /// The ledger's database.
    public var ledgerFile: URL { root.appending(path: "ledger.sqlite") }
    /// Who withdrew, beside the ledger.
    var withdrawalsFile: URL { root.appending(path: "withdrawals.txt") }

    /// Whether there is a ledger; one without a byte is none, and SQLite would take it for a new one.
    public var hasLedger: Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: ledgerFile.path)[.size] as? Int
        return size ?? 0 > 0
    }

    /// Whether a ledger was here before: what is written only after one stands here.
    var wasBegun: Bool {
        let later = ["chain.jsonl", "receipts", "releases"].map { root.appending(path: $0) }
        return ([withdrawalsFile, StateKeys.file(in: self)] + later).contains {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }

    /// The folder of a prepared part.
    public func part(_ address: String) -> URL { partsFolder.appending(path: address) }

    /// The addresses of the parts that are there.
    /// - Throws: what the file system says.
    public func parts() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: partsFolder.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Whether a part is there with all its files.
    public func hasPart(_ address: String) -> Bool {
        [PartFiles.summary, PartFiles.accounts, PartFiles.answers].allSatisfy {
            FileManager.default.fileExists(atPath: part(address).appending(path: $0).path)
        }
    }

    /// Gives a written part its address, and has the disk keep both.
    /// - Throws: what the file system says.
    public func keep(_ draft: URL, as address: String) throws {
        try Publisher.synchronise(draft)
        try FileManager.default.moveItem(at: draft, to: part(address))
        try Publisher.synchronise(partsFolder)
    }

    private var copyFolder: URL { root.appending(path: "copy") }

    /// Removes the copy that a stopped run left.
    public func removeRemains() throws {
        guard FileManager.default.fileExists(atPath: copyFolder.path) else { return }
        try FileManager.default.removeItem(at: copyFolder)
    }

    /// Lends a copy of the memory to try something out in: whatever is done to it, the memory stays as it is. Its parts are
    /// the memory's own.
    /// - Throws: what the file system says, and what the call throws.
    public func withCopy<Result>(_ body: (StateFolder) throws -> Result) throws -> Result {
        try removeRemains()
        let place = copyFolder
        defer { try? FileManager.default.removeItem(at: place) }
        let copy = try StateFolder(place)
        for name in try FileManager.default.contentsOfDirectory(atPath: root.path)
        where !["copy", "lock", "parts"].contains(name) {
            try FileManager.default.copyItem(at: root.appending(path: name), to: place.appending(path: name))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: partsFolder.path) {
            try FileManager.default.createSymbolicLink(at: copy.part(name), withDestinationURL: part(name))
        }
        return try body(copy)
    }

    /// Deletes the parts that nothing names any more, and what a stopped run left.
    public func keepParts(_ addresses: Set<String>) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: partsFolder.path)
        where !addresses.contains(name) {
            try FileManager.default.removeItem(at: partsFolder.appending(path: name))
        }
    }
}

/// Only one run works on a study at a time.
public final class StudyLock {
    /// The file system does no locks, or only pretends to: two runs would write over each other's work.
    public struct Unsupported: Error {
        /// The state folder.
        public let folder: String
        /// What the system said; nil when it gave the same lock twice.
        public let reason: String?
    }

    private let descriptor: Int32

    /// Takes the lock of a state folder; nil when another run holds it.
    /// - Parameter lock: what takes a lock without waiting, as `flock` does.
    /// - Throws: `Unsupported`; what the file system says when there can be no file.
    public init?(_ state: StateFolder, lock: (Int32) -> Int32 = { flock($0, LOCK_EX | LOCK_NB) }) throws {
        let file = state.root.appending(path: "lock")
        descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw CocoaError.file(.fileWriteNoPermission, file) }
        // From here on whichever way out closes it: the object is whole and ends.
        guard try Self.take(descriptor, lock, state) else { return nil }
        try Self.checkExclusion(file, lock, state)
    }

    /// - Returns: false when somebody else has it.
    private static func take(_ descriptor: Int32, _ lock: (Int32) -> Int32, _ state: StateFolder) throws -> Bool {
        while lock(descriptor) != 0 {
            if errno == EINTR { continue }
            if errno == EWOULDBLOCK { return false }
            throw Unsupported(folder: state.root.path, reason: String(cString: strerror(errno)))
        }
        return true
    }

    /// Some file systems on a network say yes to everybody, so it is asked for a second time: that must be refused.
    private static func checkExclusion(_ file: URL, _ lock: (Int32) -> Int32, _ state: StateFolder) throws {
        let second = open(file.path, O_RDWR | O_CLOEXEC)
        guard second >= 0 else { throw CocoaError.file(.fileWriteNoPermission, file) }
        defer { close(second) }
        if try take(second, lock, state) { throw Unsupported(folder: state.root.path, reason: nil) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
