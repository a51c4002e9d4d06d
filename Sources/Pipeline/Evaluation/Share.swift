/// So many of so many, with what that says about texts not seen.
public struct Share: Equatable, Sendable {
    /// How many.
    public private(set) var count = 0
    /// Of how many.
    public private(set) var total = 0

    /// Nothing of nothing.
    public init() {}

    /// So many of so many.
    public init(_ count: Int, of total: Int) {
        self.count = count
        self.total = total
    }

    /// Counts one more.
    public mutating func add(_ isSo: Bool) {
        count += isSo ? 1 : 0
        total += 1
    }

    /// In percent; none of nothing is nil.
    public var percent: Double? { total > 0 ? 100 * Double(count) / Double(total) : nil }

    /// Wilson's bounds in percent: in 95 of 100 samples they hold the true share, also near 0 and 100 %.
    public var bounds: ClosedRange<Double>? {
        guard total > 0 else { return nil }
        let z = 1.959_963_984_540_054
        let n = Double(total)
        let share = Double(count) / n
        let middle = share + z * z / (2 * n)
        let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 100 / (1 + z * z / n)
        return max(0, (middle - reach) * scale)...min(100, (middle + reach) * scale)
    }
}
