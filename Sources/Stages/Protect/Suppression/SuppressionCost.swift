import WeirCore

/// What suppressing cells costs: a weight for each key, nil for a key that is never suppressed.
public struct SuppressionCost: Sendable {
    /// The weights.
    public let weights: [Int?]

    /// Costs by key.
    public init(weights: [Int?]) { self.weights = weights }

    /// The keys that may be suppressed, as a mask.
    var free: UInt32 {
        weights.indices.reduce(0) { weights[$1] == nil ? $0 : $0 | 1 << UInt32($1) }
    }

    /// The weight of the keys in a mask.
    @inline(__always)
    func weight(_ mask: UInt32) -> Int {
        var sum = 0
        for key in weights.indices where mask & (1 << UInt32(key)) != 0 { sum += weights[key] ?? 0 }
        return sum
    }

    /// All masks of keys that may be suppressed, the cheapest first.
    var masks: [UInt32] {
        let all = (0..<UInt32(1) << UInt32(weights.count)).filter { $0 & ~free == 0 }
        let weighed = all.map { (weight($0), $0.nonzeroBitCount, $0) }
        return weighed.sorted { $0 < $1 }.map(\.2)
    }
}

/// The cells of keys that are suppressed, and how near that comes to the fewest possible.
public struct Suppression: Sendable {
    /// For each record, the keys that are suppressed, as a mask.
    public var masks: [UInt32]
    /// What they cost.
    public var cost: Int
    /// What any solution costs at least.
    public var bound: Int
    /// Whether nothing costs less.
    public var isMinimal: Bool { cost == bound }
    /// Records that no suppression can protect: fewer than k are equal in the keys that are never suppressed. They
    /// cannot be in the table.
    public var unprotected: [Int]
    /// Records that no suppression makes diverse enough: all that are equal in the keys that are never suppressed have
    /// too few sensitive values.
    public var alike: [Int] = []

    /// Cells suppressed.
    public var cells: Int { masks.reduce(0) { $0 + $1.nonzeroBitCount } }
}
