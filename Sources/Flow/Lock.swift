import Synchronization

/// A lock around a few lines.
final class Lock: Sendable {
    private let mutex = Mutex(())

    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        try mutex.withLock { _ in try body() }
    }
}
