public import Foundation

/// Keeps a folder from being taken for the remains of a stopped run while somebody works in it. It ends with the program,
/// also with a killed one.
public struct FolderHold: ~Copyable {
    private let descriptor: Int32

    /// Holds a folder.
    public init(_ folder: URL) {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 { _ = flock(descriptor, LOCK_EX | LOCK_NB) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether somebody works in a folder now.
    static func isHeld(_ folder: URL) -> Bool {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }
}
