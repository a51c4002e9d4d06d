import Foundation

/// Scrubbers for as many workers as there are: each is used by one at a time.
public final class ScrubberPool: @unchecked Sendable {
    // Unchecked: the idle scrubbers are touched under the lock only.
    private var idle: [Scrubber] = []
    private let lock = NSLock()

    /// A pool without scrubbers; they are made when they are needed.
    public init() {}

    /// Lends a scrubber for the time of a call.
    public func with<T>(_ body: (Scrubber) throws -> T) rethrows -> T {
        let scrubber = lock.withLock { idle.popLast() } ?? Scrubber()
        defer { lock.withLock { idle.append(scrubber) } }
        return try body(scrubber)
    }
}
