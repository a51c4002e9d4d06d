import WeirCore

/// A region tells the country where all rows that are told as from there are from one: printed counts, or the news of who
/// took part last, say which. Whoever has two releases knows which rows are new, so that the same holds for these alone, and
/// then no country has more than half of them.
struct CrowdedRegions {
    /// The categories as asked that each code of the country stands for.
    let members: [UInt16: [UInt16]]
    /// Whether rows of the profile are out already.
    let isLater: Bool

    /// Rows that wait until enough new ones are from the other countries of their region.
    /// - Parameters:
    ///   - rows: new rows, by their places.
    ///   - told: where each row is from, as the release tells it.
    ///   - origin: where it is from; as coarse as it is told where a finer release told no more.
    ///   - lot: in which order rows wait.
    func waiting(_ rows: [Int], told: [UInt16], origin: [UInt16], lot: [UInt64]) -> Set<Int> {
        let known = rows.filter { (members[told[$0]]?.count ?? 0) > 1 && told[$0] != origin[$0] }
        return Dictionary(grouping: known, by: { told[$0] }).values.reduce(into: []) { waiting, region in
            let countries = Dictionary(grouping: region, by: { origin[$0] }).values
            guard let largest = countries.max(by: { $0.count < $1.count }) else { return }
            let others = region.count - largest.count
            guard others == 0 || (isLater && largest.count > others) else { return }
            waiting.formUnion(largest.sorted { lot[$0] < lot[$1] }.dropFirst(others))
        }
    }
}
