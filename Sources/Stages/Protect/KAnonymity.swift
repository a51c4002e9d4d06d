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
        let all = combinations.map { (key: $0.key, count: $0.value) }
        for (_, count) in all { strict.recordsByK[count, default: 0] += count }
        let open = all.filter { $0.key.contains(where: Self.mayBeAnything) }
        for (key, count) in all {
            // Only a combination with an open value can match another one.
            let candidates = key.contains(where: Self.mayBeAnything) ? all : open
            let others = candidates.reduce(0) { $0 + ($1.key != key && Self.match(key, $1.key) ? $1.count : 0) }
            wildcard.recordsByK[count + others, default: 0] += count
        }
    }

    private static func match(_ left: [UInt16], _ right: [UInt16]) -> Bool {
        zip(left, right).allSatisfy { $0 == $1 || mayBeAnything($0) || mayBeAnything($1) }
    }

    private static func mayBeAnything(_ code: UInt16) -> Bool {
        MissingReason(rawValue: code)?.mayBeAnything ?? false
    }
}
