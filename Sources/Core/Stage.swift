/// What a stage learns from a batch: counts, labels seen, widths. Folded in the order of the upload.
public protocol Summary: Sendable {
    /// Nothing learnt yet.
    init()
    /// Adds what a later batch taught.
    mutating func merge(_ later: Self)
}

/// One step of the data's way: a pure function of one batch.
public protocol Stage: Sendable {
    associatedtype Input: Sendable
    associatedtype Output: Sendable
    associatedtype Learnt: Summary

    /// The stage's name in `pipeline.yaml` and in timings.
    var name: String { get }

    /// Works on one batch. Called from several threads at once, each with a batch of its own.
    /// - Throws: `Diagnostics` when the input cannot be used; the run of the flow ends.
    func process(_ input: Input) throws -> (Output, Learnt)
}

/// Two stages as one: the second takes what the first hands over, in the same call, while it is in the cache.
public struct Chain<First: Stage, Second: Stage>: Stage where First.Output == Second.Input {
    let first: First
    let second: Second

    public var name: String { "\(first.name), \(second.name)" }

    public func process(_ input: First.Input) throws -> (Second.Output, Both<First.Learnt, Second.Learnt>) {
        let (middle, learnt) = try first.process(input)
        let (output, learntLater) = try second.process(middle)
        return (output, Both(first: learnt, second: learntLater))
    }
}

extension Stage {
    /// Chains another stage behind this one.
    public func then<Next: Stage>(_ next: Next) -> Chain<Self, Next> where Next.Input == Output {
        Chain(first: self, second: next)
    }
}

/// What two chained stages learnt.
public struct Both<First: Summary, Second: Summary>: Summary {
    /// What the first stage learnt.
    public var first = First()
    /// What the second stage learnt.
    public var second = Second()

    public init() {}

    init(first: First, second: Second) {
        self.first = first
        self.second = second
    }

    public mutating func merge(_ later: Self) {
        first.merge(later.first)
        second.merge(later.second)
    }
}
