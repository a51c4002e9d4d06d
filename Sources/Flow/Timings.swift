import Dispatch
import WeirCore

/// Where the time of a flow went.
public struct FlowTimings: Sendable, Equatable {
    /// Batches read.
    public var batches = 0
    /// Nanoseconds spent reading, waiting for a free slot, working (on all threads together) and emitting.
    public var reading: UInt64 = 0
    /// Nanoseconds the reader waited for a free slot.
    public var waiting: UInt64 = 0
    /// Nanoseconds of work, on all threads together.
    public var working: UInt64 = 0
    /// Nanoseconds spent emitting.
    public var emitting: UInt64 = 0

    /// No time spent yet.
    public init() {}

    /// Adds another flow's time.
    public mutating func merge(_ other: Self) {
        batches += other.batches
        reading += other.reading
        waiting += other.waiting
        working += other.working
        emitting += other.emitting
    }
}

/// Adds times up from several threads.
///
/// Unchecked Sendable: `sum` is touched under `lock` only.
final class TimingRecorder: @unchecked Sendable {
    private let lock = Lock()
    private var sum = FlowTimings()

    var total: FlowTimings { lock.run { sum } }

    func add(reading start: DispatchTime) {
        lock.run {
            sum.batches += 1
            sum.reading += elapsed(start)
        }
    }

    func add(waiting start: DispatchTime) { lock.run { sum.waiting += elapsed(start) } }
    func add(working start: DispatchTime) { lock.run { sum.working += elapsed(start) } }
    func add(emitting start: DispatchTime) { lock.run { sum.emitting += elapsed(start) } }

    private func elapsed(_ start: DispatchTime) -> UInt64 {
        DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
    }
}
