import WeirCore

/// Keys made coarser along their hierarchies: a country to its region, an age to a wider band, a month to its quarter.
struct Recoding {
    let layout: ReleaseLayout
    let hierarchies: [Int: Hierarchy]
    let keys: [ReleaseProfile.Key]

    /// All levels that a profile allows, key by key.
    /// - Parameter settled: the levels of an earlier release, which stay; nil for a key that it did not tell.
    func allowed(_ settled: [Int?]? = nil) -> [[Int]] {
        keys.enumerated().reduce([[]]) { levels, key in
            let free = key.element.finest...max(key.element.finest, key.element.coarsest)
            let range = settled?[key.offset].map { $0...$0 } ?? free
            return levels.flatMap { level in range.map { level + [$0] } }
        }
    }

    /// The keys' columns at given levels.
    func columns(_ table: MicroTable, at levels: [Int]) -> [[UInt16]] {
        zip(keys, levels).map { key, level in
            let codes = layout.codes(key.variable, table)
            guard level > 0, let hierarchy = hierarchies[key.variable] else { return codes }
            var known: [UInt16: UInt16] = [:]
            return codes.map { code in
                if let found = known[code] { return found }
                let found = hierarchy.code(of: code, at: level)
                known[code] = found
                return found
            }
        }
    }

    /// What levels lose: for each cell the share of the other categories that it can no longer be told from, the cost of
    /// suppressing it being 1 (normalised certainty penalty, Xu et al. 2006), times the key's importance.
    func loss(_ table: MicroTable, at levels: [Int]) -> Double {
        zip(keys, levels).reduce(0.0) { sum, pair in
            let (key, level) = pair
            guard level > 0, let hierarchy = hierarchies[key.variable], level <= hierarchy.levels.count else {
                return sum
            }
            let categories = layout.schema.codebook.variables[key.variable].categories.count
            let groups = hierarchy.levels[level - 1]
            let lost = layout.codes(key.variable, table).reduce(0.0) { lost, code in
                guard let group = groups.first(where: { $0.code == hierarchy.code(of: code, at: level) }) else {
                    return lost
                }
                return lost + Double(group.members.count - 1) / Double(max(1, categories - 1))
            }
            return sum + lost * Double(key.importance ?? 1)
        }
    }
}
