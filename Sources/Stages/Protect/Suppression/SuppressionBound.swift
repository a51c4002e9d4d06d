/// What any classes cost at least.
///
/// Take a record r whose combination has fewer than k records, in a class that differs in the keys D. All of the class
/// agree outside D, so at least k records do. Let the u of them in need bear the whole class's cost, w(D) for each of
/// its records: r bears at least w(D) · max(1, k / u). The least of this over all D, summed over the records in need,
/// is never more than the true cost. Cells that are suppressed already make a class cheaper: there the bound counts
/// only keys that are still open.
struct SuppressionBound {
    private let combinations: Combinations
    private let cost: SuppressionCost
    private let k: Int

    init(_ combinations: Combinations, _ cost: SuppressionCost, k: Int) {
        self.combinations = combinations
        self.cost = cost
        self.k = k
    }

    func bound(of stratum: [Int32]) -> Int {
        let weigher = ClassCost(combinations, cost)
        // With cells that are suppressed already, the rest of a class may cost nothing.
        let isFresh = stratum.allSatisfy { weigher.hidden[Int($0)] == 0 }
        let needy = stratum.filter { combinations.counts[Int($0)] < k }
        var least = [Double](repeating: .infinity, count: needy.count)
        let others = stratum.filter { combinations.counts[Int($0)] >= k }
        for mask in cost.masks.dropFirst() {
            let weight = Double(cost.weight(mask))
            // A heavier mask cannot make a record's share smaller than what it has.
            guard least.contains(where: { $0 > weight }) || !isFresh else { break }
            let projection = Projection(combinations, among: needy + others, without: mask)
            var all = [Int](repeating: 0, count: projection.groups)
            var inNeed = all
            for (place, combination) in (needy + others).enumerated() {
                let group = Int(projection.group[place])
                all[group] += combinations.counts[Int(combination)]
                if place < needy.count { inNeed[group] += combinations.counts[Int(combination)] }
            }
            for place in needy.indices {
                let group = Int(projection.group[place])
                guard all[group] >= k else { continue }
                let open = isFresh ? weight : Double(cost.weight(mask & ~weigher.hidden[Int(needy[place])]))
                let share = isFresh ? max(1, Double(k) / Double(inNeed[group])) : 1
                least[place] = min(least[place], open * share)
            }
        }
        let sum = zip(least, needy).reduce(0.0) {
            $0 + ($1.0.isFinite ? $1.0 : 0) * Double(combinations.counts[Int($1.1)])
        }
        return Int((sum - 1e-6).rounded(.up))
    }
}
