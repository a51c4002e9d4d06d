/// What a person decided about one open answer.
public enum AnswerVerdict: Equatable, Sendable {
    /// The answer with the masks that a person approved.
    case approved([UInt8])
    /// A person's wording instead of the answer.
    case edited([UInt8])
    /// Nothing of it may be used.
    case withheld
}

/// People's decisions about the open answers of one country, as the stages see them.
public protocol AnswerReview: Sendable {
    /// The decision on exactly this text as an answer to a variable, by its place in the codebook; nil when nobody
    /// decided.
    func verdict(on text: UnsafeBufferPointer<UInt8>, variable: Int) -> AnswerVerdict?
}

/// How many open answers people decided on, by decision.
public struct ReviewCounts: Codable, Equatable, Sendable {
    /// Approved with their masks.
    public var approved = 0
    /// Worded anew.
    public var edited = 0
    /// Withheld.
    public var withheld = 0

    /// No answers.
    public init() {}

    /// All answers decided on.
    public var total: Int { approved + edited + withheld }

    /// Counts an answer.
    public mutating func count(_ verdict: AnswerVerdict) {
        switch verdict {
        case .approved: approved += 1
        case .edited: edited += 1
        case .withheld: withheld += 1
        }
    }

    /// The sums.
    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.approved += right.approved
        sum.edited += right.edited
        sum.withheld += right.withheld
        return sum
    }
}
