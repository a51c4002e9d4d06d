import WeirCore

/// Local suppression, missing values being values of their own: records are put into classes of at least k, and in each
/// class the keys in which its records differ are suppressed (Meyerson and Williams 2004).
///
/// So every suppressed cell is one of at least k that hide at least two values, and records of a class may exchange all
/// they hide: the table stays the same, and with it every count over keys that anybody printed. That is why such a
/// table holds against published margins of its keys.
public struct ClassSuppression: Sendable {
    /// How long is searched for cheaper classes.
    public enum Effort: Sendable {
        /// For comparing choices.
        case quick
        /// For a release.
        case thorough

        /// Steps for each record.
        var steps: Int { self == .quick ? 300 : 6000 }
    }

    let combinations: Combinations
    let cost: SuppressionCost
    let k: Int
    let isBalanced: Bool
    let diversity: Diversity?
    let seed: UInt64
    let effort: Effort
    private let plain: ClassCost

    /// - Parameters:
    ///   - k: how many records have to be equal.
    ///   - isBalanced: whether a cell with a rare category costs more than one with a frequent one, so that shares of
    ///     categories change little. The number of cells is then not the least.
    ///   - diversity: what the records of each class have to differ in; the number of cells is then not the least.
    ///   - seed: where the search's chance begins.
    public init(
        _ combinations: Combinations, cost: SuppressionCost, k: Int, isBalanced: Bool = false,
        diversity: Diversity? = nil, seed: UInt64 = 0, effort: Effort = .thorough
    ) {
        self.combinations = combinations
        self.cost = cost
        self.k = k
        self.isBalanced = isBalanced
        self.diversity = diversity
        self.seed = seed
        self.effort = effort
        plain = ClassCost(combinations, cost)
    }

    /// Finds classes. Records that differ in a key that is never suppressed are never together, so each group of equal
    /// ones is a problem of its own: solved exactly when it is small, by search from a first solution when it is not
    /// large, otherwise taken as first found.
    public func solve() -> Suppression {
        let records = RecordsByCombination(combinations)
        var result = Suppression(
            masks: [UInt32](repeating: 0, count: combinations.ofRecord.count), cost: 0, bound: 0, unprotected: [])
        let strata = strata
        for solved in Crew.does(strata.count, { solved(strata[$0], records) }) {
            switch solved {
            case .tooFew(let few): result.unprotected += few
            case .alike(let alike): result.alike += alike
            case .classes(let classes, let bound):
                let spent = apply(classes, plain, records, &result)
                result.bound += bound.map { min(spent, $0) } ?? spent
            }
        }
        result.unprotected.sort()
        result.alike.sort()
        return result
    }

    /// What becomes of records that may be in classes together.
    private enum Solved {
        /// They are fewer than k.
        case tooFew([Int])
        /// They are not diverse enough.
        case alike([Int])
        /// The classes, and what any classes cost at least; nil where these are proven to be the cheapest.
        case classes([RecordClass], bound: Int?)
    }

    private func solved(_ stratum: [Int32], _ records: RecordsByCombination) -> Solved {
        let total = stratum.reduce(0) { $0 + combinations.counts[Int($1)] }
        if total < k { return .tooFew(stratum.flatMap { records[Int($0)] }) }
        let alike = alike(stratum, records)
        guard alike.isEmpty else { return .alike(alike) }
        if diversity == nil, stratum.allSatisfy({ combinations.counts[Int($0)] >= k }) {
            return .classes([], bound: nil)
        }
        let classes = isBalanced ? balanced(stratum, total, records) : classes(of: stratum, total, plain, records)
        let isExact = !isBalanced && diversity == nil && total <= Self.exactRecords
        return .classes(classes, bound: isExact ? nil : bound(stratum))
    }

    /// Combinations that agree on the keys that are never suppressed.
    private var strata: [[Int32]] {
        let groups = Projection(
            combinations, among: (0..<Int32(combinations.count)).map(\.self), without: cost.free)
        var members = [[Int32]](repeating: [], count: groups.groups)
        for combination in 0..<combinations.count { members[Int(groups.group[combination])].append(Int32(combination)) }
        return members
    }

    /// Records that no suppression makes diverse enough.
    var alike: [Int] {
        let records = RecordsByCombination(combinations)
        return strata.flatMap { alike($0, records) }.sorted()
    }

    private func alike(_ stratum: [Int32], _ records: RecordsByCombination) -> [Int] {
        guard let diversity else { return [] }
        let all = stratum.flatMap { records[Int($0)] }
        return diversity.lacking(all) > 0 ? all : []
    }

    /// The most records of a problem that is solved exactly, and that is searched.
    static let exactRecords = 12
    static let searchedRecords = 2000

    private func classes(
        of stratum: [Int32], _ total: Int, _ weigher: ClassCost, _ records: RecordsByCombination
    ) -> [RecordClass] {
        if diversity == nil, total <= Self.exactRecords {
            return ExactClasses(weigher, k: k).best(of: expanded(stratum)).map { RecordClass(combinations: $0) }
        }
        let first = FirstClasses(combinations, cost, k: k).classes(of: stratum)
        let found =
            total > Self.searchedRecords
            ? first : ClassSearch(weigher, k: k, seed: seed).improved(first, stepsForEach: effort.steps)
        return diversity.map { diverse(found, total, weigher, $0, records) } ?? found
    }

    /// Good classes made diverse: by a search that leaves most of them as they are, then by joining those still in need.
    private func diverse(
        _ found: [RecordClass], _ total: Int, _ weigher: ClassCost, _ diversity: Diversity,
        _ records: RecordsByCombination
    ) -> [RecordClass] {
        let chosen = records.chosen(for: found)
        let mended =
            total > Self.searchedRecords
            ? chosen
            : ClassSearch(weigher, k: k, diversity: diversity, seed: seed).improved(
                chosen, stepsForEach: effort.steps / 2)
        return DiverseClasses(weigher, diversity).joined(mended)
    }

    /// Several rounds, each making the cells dearer of which too many went before; the most even one counts.
    private func balanced(_ stratum: [Int32], _ total: Int, _ records: RecordsByCombination) -> [RecordClass] {
        var balance = CategoryBalance(combinations, stratum)
        var best: (unevenness: Double, classes: [RecordClass])?
        for _ in 0..<6 {
            let weigher = ClassCost(combinations, cost, balance: balance)
            let found = classes(of: stratum, total, weigher, records)
            let unevenness = balance.learn(from: found, weigher)
            if unevenness < best?.unevenness ?? .infinity { best = (unevenness, found) }
        }
        return best?.classes ?? []
    }

    private func bound(_ stratum: [Int32]) -> Int { SuppressionBound(combinations, cost, k: k).bound(of: stratum) }

    /// Each combination as often as it has records.
    private func expanded(_ stratum: [Int32]) -> [Int32] {
        stratum.flatMap { [Int32](repeating: $0, count: combinations.counts[Int($0)]) }
    }

    /// Notes what classes suppress.
    /// - Returns: what it costs.
    private func apply(
        _ classes: [RecordClass], _ weigher: ClassCost, _ records: RecordsByCombination, _ result: inout Suppression
    ) -> Int {
        var taken: [Int32: Int] = [:]
        var spent = 0
        for found in classes {
            let differing = weigher.differing(found.members.map(\.combination))
            for record in found.chosen {
                let open = differing & ~weigher.hidden[Int(combinations.ofRecord[record])]
                result.masks[record] |= open
                spent += cost.weight(open)
            }
            for (combination, count) in found.members where found.chosen.isEmpty {
                let open = differing & ~weigher.hidden[Int(combination)]
                let first = taken[combination, default: 0]
                taken[combination] = first + count
                guard open != 0 else { continue }
                for place in first..<first + count { result.masks[records.record(Int(combination), place)] |= open }
                spent += count * cost.weight(open)
            }
        }
        result.cost += spent
        return spent
    }
}

/// The records of each combination, in their order.
struct RecordsByCombination {
    private let starts: [Int]
    private let records: [Int32]

    init(_ combinations: Combinations) {
        var starts = [0]
        starts.reserveCapacity(combinations.count + 1)
        for count in combinations.counts { starts.append(starts[starts.count - 1] + count) }
        var next = starts
        var records = [Int32](repeating: 0, count: combinations.ofRecord.count)
        for (record, combination) in combinations.ofRecord.enumerated() {
            records[next[Int(combination)]] = Int32(record)
            next[Int(combination)] += 1
        }
        self.starts = starts
        self.records = records
    }

    subscript(combination: Int) -> [Int] { records[starts[combination]..<starts[combination + 1]].map(Int.init) }

    /// One record of a combination.
    func record(_ combination: Int, _ place: Int) -> Int { Int(records[starts[combination] + place]) }

    /// The same classes, saying which records are in them: of equal ones the first that are left.
    func chosen(for classes: [RecordClass]) -> [RecordClass] {
        var taken: [Int32: Int] = [:]
        return classes.map { found in
            var found = found
            for (combination, count) in found.members {
                let first = taken[combination, default: 0]
                taken[combination] = first + count
                found.chosen += (first..<first + count).map { record(Int(combination), $0) }
            }
            return found
        }
    }
}

/// Records that become equal, by their combinations; a combination stands as often as it has records in the class.
struct RecordClass {
    var members: [(combination: Int32, count: Int)]
    var total: Int
    /// The very records, in the order of the members; empty where any with these combinations will do.
    var chosen: [Int] = []

    init(members: [(combination: Int32, count: Int)]) {
        self.members = members
        total = members.reduce(0) { $0 + $1.count }
    }

    init(combinations: [Int32], chosen: [Int] = []) {
        self.init(members: combinations.map { ($0, 1) })
        self.chosen = chosen
    }

    var records: [Int32] { members.flatMap { [Int32](repeating: $0.combination, count: $0.count) } }

    func joined(with other: RecordClass) -> RecordClass {
        var joint = RecordClass(members: members + other.members)
        joint.chosen = chosen + other.chosen
        return joint
    }
}

/// What a class costs: for each key in which it differs, the weight of each cell that was not suppressed before.
struct ClassCost {
    let combinations: Combinations
    let cost: SuppressionCost
    /// For each combination, the keys that are suppressed already.
    let hidden: [UInt32]
    /// The weight of each cell of each combination.
    private let weights: [Int]
    /// The largest weight of a cell.
    let largest: Int

    /// - Parameter balance: how much dearer some categories are.
    init(_ combinations: Combinations, _ cost: SuppressionCost, balance: CategoryBalance? = nil) {
        self.combinations = combinations
        self.cost = cost
        hidden = (0..<combinations.count).map { combination in
            (0..<combinations.width).reduce(0) { mask, key in
                combinations[combination, key] == MissingReason.suppressed.rawValue ? mask | 1 << UInt32(key) : mask
            }
        }
        var weights = (0..<combinations.count).flatMap { _ in cost.weights.map { $0 ?? 0 } }
        for (key, factors) in (balance?.factors ?? []).enumerated() {
            for combination in 0..<combinations.count {
                weights[combination * combinations.width + key] *= factors[combinations[combination, key]] ?? 12
            }
        }
        largest = weights.max() ?? 1
        self.weights = weights
    }

    /// The keys in which records differ.
    func differing(_ members: [Int32]) -> UInt32 {
        guard let first = members.first else { return 0 }
        var mask: UInt32 = 0
        for member in members.dropFirst() where member != first {
            for key in 0..<combinations.width where combinations[Int(member), key] != combinations[Int(first), key] {
                mask |= 1 << UInt32(key)
            }
        }
        return mask
    }

    func cost(_ members: [Int32]) -> Int {
        let mask = differing(members)
        return mask == 0 ? 0 : members.reduce(0) { $0 + weight(mask & ~hidden[Int($1)], Int($1)) }
    }

    /// What suppressing a key of a combination's record costs: nothing where it is suppressed already.
    func open(_ combination: Int, _ key: Int) -> Int {
        hidden[combination] & (1 << UInt32(key)) == 0 ? weights[combination * combinations.width + key] : 0
    }

    /// What suppressing keys of a combination's record costs.
    @inline(__always)
    private func weight(_ mask: UInt32, _ combination: Int) -> Int {
        var left = mask
        var sum = 0
        while left != 0 {
            sum += weights[combination * combinations.width + left.trailingZeroBitCount]
            left &= left - 1
        }
        return sum
    }
}

/// How much dearer a category's cell is than another's, in twelfths, so that shares of categories change little.
struct CategoryBalance {
    private let combinations: Combinations
    private let counts: [[UInt16: Int]]
    private(set) var factors: [[UInt16: Int]]

    /// Rare categories are dearer from the start: by their share and the number of categories.
    init(_ combinations: Combinations, _ stratum: [Int32]) {
        self.combinations = combinations
        counts = (0..<combinations.width).map { key in
            stratum.reduce(into: [:]) { counts, combination in
                counts[combinations[Int(combination), key], default: 0] += combinations.counts[Int(combination)]
            }
        }
        factors = counts.map { counts in
            let total = counts.values.reduce(0, +)
            return counts.mapValues {
                min(36, max(6, 12 * total / ($0 * counts.count)))
            }
        }
    }

    /// Sees which categories lose more than their share.
    /// - Returns: the sum of squared shifts.
    mutating func learn(from classes: [RecordClass], _ weigher: ClassCost) -> Double {
        var told = counts
        for found in classes {
            let differing = weigher.differing(found.members.map(\.combination))
            for (combination, count) in found.members {
                for key in counts.indices where differing & (1 << UInt32(key)) != 0 {
                    told[key][combinations[Int(combination), key], default: 0] -= count
                }
            }
        }
        var unevenness = 0.0
        for key in counts.indices {
            let (all, left) = (counts[key].values.reduce(0, +), told[key].values.reduce(0, +))
            // In a fixed order: sums of fractions depend on it.
            for (category, count) in counts[key].sorted(by: { $0.key < $1.key }) {
                let before = Double(count) / Double(max(1, all))
                let after = Double(told[key][category] ?? 0) / Double(max(1, left))
                unevenness += (after - before) * (after - before)
                let change = min(1.5, max(0.7, before / max(after, 0.01)))
                let factor = Double(factors[key][category] ?? 12) * change
                factors[key][category] = min(60, max(4, Int(factor.rounded())))
            }
        }
        return unevenness
    }
}
