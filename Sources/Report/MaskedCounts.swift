/// Counts that may be printed beside their sum: one below k is masked, and when it is alone, the next larger one too, or
/// the sum would give it back.
public enum MaskedCounts {
    /// The counts in their order; nil where one is masked. Nothing is masked about nobody.
    /// - Parameters:
    ///   - others: places that are masked in any case, because another page masks them.
    ///   - preferred: the place that is masked first where another has to be.
    ///   - known: places that another page tells: masking these along would hide nothing.
    public static func masked(
        _ counts: [Int], k: Int, and others: Set<Int> = [], preferred: Int? = nil, known: Set<Int> = []
    ) -> [Int?] {
        var hidden = others.union(counts.indices.filter { (1..<k).contains(counts[$0]) })
        if !hidden.isEmpty, !isEnough(hidden.map { counts[$0] }, k: k) {
            let told = counts.indices.filter { counts[$0] > 0 && !hidden.contains($0) }
            let others = told.allSatisfy(known.contains) ? told : told.filter { !known.contains($0) }
            let next = preferred.flatMap { others.contains($0) ? $0 : nil }
            if let next = next ?? others.min(by: { (counts[$0], $0) < (counts[$1], $1) }) { hidden.insert(next) }
        }
        return counts.indices.map { hidden.contains($0) ? nil : counts[$0] }
    }

    /// Whether masked counts may be told by their sum: there are several, they are not few together, and not one each, which
    /// somebody knows who knows that none of them is nothing.
    static func isEnough(_ hidden: [Int], k: Int) -> Bool {
        let sum = hidden.reduce(0, +)
        return hidden.count > 1 && sum >= k && sum > hidden.count
    }
}
