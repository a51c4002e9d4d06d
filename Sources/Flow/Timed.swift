import Dispatch
public import WeirCore

/// A stage that notes how long it was busy.
public struct Timed<Inner: Stage>: Stage {
    let inner: Inner

    public var name: String { inner.name }

    public func process(_ input: Inner.Input) throws -> (Inner.Output, BusyTime<Inner.Learnt>) {
        let started = DispatchTime.now()
        let (output, learnt) = try inner.process(input)
        let nanoseconds = DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds
        return (output, BusyTime(learnt: learnt, nanoseconds: nanoseconds))
    }
}

/// What a stage learnt, and how long it took on all threads together.
public struct BusyTime<Learnt: Summary>: Summary {
    /// What the stage learnt.
    public var learnt = Learnt()
    /// How long it was busy.
    public var nanoseconds: UInt64 = 0

    public init() {}

    init(learnt: Learnt, nanoseconds: UInt64) {
        self.learnt = learnt
        self.nanoseconds = nanoseconds
    }

    public mutating func merge(_ later: Self) {
        learnt.merge(later.learnt)
        nanoseconds += later.nanoseconds
    }
}

extension Stage {
    /// The same stage, timed.
    public var timed: Timed<Self> { Timed(inner: self) }
}
