/// The cheapest classes of a few records: the best for every subset, from the best for smaller ones. No class needs
/// 2 k records: it could be cut in two at no cost.
struct ExactClasses {
    private let weigher: ClassCost
    private let k: Int

    init(_ weigher: ClassCost, k: Int) {
        self.weigher = weigher
        self.k = k
    }

    func best(of records: [Int32]) -> [[Int32]] {
        let all = (1 << records.count) - 1
        var least = [Int](repeating: .max, count: all + 1)
        var choice = [Int](repeating: 0, count: all + 1)
        least[0] = 0
        let classes = candidates(records)
        for subset in 1...max(1, all) where subset <= all {
            // The first record of a subset is in some class.
            for (members, cost) in classes[subset.trailingZeroBitCount] where members & ~subset == 0 {
                let rest = least[subset & ~members]
                if rest < .max, rest + cost < least[subset] {
                    least[subset] = rest + cost
                    choice[subset] = members
                }
            }
        }
        var found: [[Int32]] = []
        var left = all
        while left != 0, choice[left] != 0 {
            found.append(records.indices.filter { choice[left] & (1 << $0) != 0 }.map { records[$0] })
            left &= ~choice[left]
        }
        return found
    }

    /// All classes of k to 2 k − 1 records with their costs, by their first record.
    private func candidates(_ records: [Int32]) -> [[(members: Int, cost: Int)]] {
        var classes = [[(members: Int, cost: Int)]](repeating: [], count: records.count)
        for members in 1..<(1 << records.count) where (k..<2 * k).contains(members.nonzeroBitCount) {
            let chosen = records.indices.filter { members & (1 << $0) != 0 }.map { records[$0] }
            classes[members.trailingZeroBitCount].append((members, weigher.cost(chosen)))
        }
        return classes
    }
}
