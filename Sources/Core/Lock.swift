import Foundation

/// A lock around a few lines. POSIX underneath, because the thread sanitiser knows those and not the standard
/// library's.
public final class Lock: Sendable {
    private let mutex = NSLock()

    public init() {}

    /// Runs the lines; nobody else is in theirs meanwhile.
    public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        mutex.lock()
        defer { mutex.unlock() }
        return try body()
    }
}
