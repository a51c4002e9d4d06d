import WeirCore

/// k-anonymity over declared keys: each record's k is the number of records that cannot be told from it by the keys
/// (Samarati and Sweeney, "Protecting Privacy when Disclosing Information", 1998).
///
/// Missing values are read in two ways, and both are told. Strictly, a missing value is a value of its own. As a
/// wildcard, a value that may be anything matches every value, as in sdcMicro's `freqCalc`.
public struct KAnonymity: Equatable, Sendable {
    /// Records by their k under one reading of missing.
    public struct Reading: Equatable, Sendable {
        /// For each k, how many records have it.
        public var recordsByK: [Int: Int] = [:]

        /// The smallest k; 0 when there are no records.
        public var smallest: Int { recordsByK.keys.min() ?? 0 }

        /// How many records have a k below this one.
        public func records(below k: Int) -> Int { recordsByK.reduce(0) { $0 + ($1.key < k ? $1.value : 0) } }
    }

    /// A missing value is a category.
    public var strict = Reading()
    /// A missing value may match anything.
    public var wildcard = Reading()

    /// Measures from the combinations of keys and their counts.
    public init(combinations: [[UInt16]: Int]) {
        let width = combinations.keys.first?.count ?? 0
        let all = combinations.map { (key: $0.key, count: $0.value) }
        let columns = (0..<width).map { key in all.map { $0.key[key] } }
        self.init(Combinations(columns: columns), counts: all.map(\.count))
    }

    /// Measures from records' combinations.
    public init(_ combinations: Combinations) { self.init(combinations, counts: nil) }

    /// - Parameter counts: how many each record stands for.
    private init(_ combinations: Combinations, counts: [Int]?) {
        var records = counts == nil ? combinations.counts : [Int](repeating: 0, count: combinations.count)
        for (place, count) in (counts ?? []).enumerated() { records[Int(combinations.ofRecord[place])] += count }
        for count in records { strict.recordsByK[count, default: 0] += count }
        let matching = WildcardCounts(combinations, counts: records).counts
        for (combination, count) in matching.enumerated() {
            wildcard.recordsByK[count, default: 0] += records[combination]
        }
    }
}

/// For each combination, the records that it may be one of, or that may be one of it: where both have a value, it is
/// the same.
struct WildcardCounts {
    private(set) var counts: [Int]

    init(_ combinations: Combinations, counts records: [Int]) {
        counts = [Int](repeating: 0, count: combinations.count)
        var byMask: [UInt32: [Int32]] = [:]
        for combination in 0..<combinations.count {
            byMask[Self.openKeys(combination, combinations), default: []].append(Int32(combination))
        }
        // Two combinations match when they agree on the keys that neither leaves open.
        for (left, mine) in byMask {
            for (right, others) in byMask {
                let joint = Projection(combinations, among: mine + others, without: left | right)
                var matching = [Int](repeating: 0, count: joint.groups)
                for (place, other) in others.enumerated() {
                    matching[Int(joint.group[mine.count + place])] += records[Int(other)]
                }
                for (place, one) in mine.enumerated() { counts[Int(one)] += matching[Int(joint.group[place])] }
            }
        }
    }

    private static func openKeys(_ combination: Int, _ combinations: Combinations) -> UInt32 {
        var mask: UInt32 = 0
        for key in 0..<combinations.width
        where MissingReason(rawValue: combinations[combination, key])?.mayBeAnything ?? false {
            mask |= 1 << UInt32(key)
        }
        return mask
    }
}
