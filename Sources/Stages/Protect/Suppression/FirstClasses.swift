/// Classes for any number of records: keys are given up in the order of what that costs for each record in need, and
/// whoever then finds enough equals is settled. Combinations of k records and more need nothing and may lend what they
/// have above k.
struct FirstClasses {
    private let combinations: Combinations
    private let cost: SuppressionCost
    private let k: Int

    init(_ combinations: Combinations, _ cost: SuppressionCost, k: Int) {
        self.combinations = combinations
        self.cost = cost
        self.k = k
    }

    func classes(of stratum: [Int32]) -> [RecordClass] {
        var work = Work(left: stratum.filter { combinations.counts[Int($0)] < k })
        let safe = stratum.filter { combinations.counts[Int($0)] >= k }
        for combination in safe { work.spare[combination] = combinations.counts[Int(combination)] - k }
        for step in steps where !work.left.isEmpty { settle(step, safe, &work) }
        for combination in safe {
            let count = k + (work.spare[combination] ?? 0)
            work.classes.append(RecordClass(members: [(combination, count)]))
        }
        join(&work)
        return work.classes
    }

    private struct Work {
        var left: [Int32]
        var spare: [Int32: Int] = [:]
        var classes: [RecordClass] = []
    }

    /// Giving up the keys of a mask when at least `needy` records in need become equal; lenders fill up to k.
    private struct Step {
        var mask: UInt32
        var needy: Int
        var cost: Int
    }

    private var steps: [Step] {
        let all = cost.masks.dropFirst().flatMap { mask in
            (1...k).map { needy in Step(mask: mask, needy: needy, cost: cost.weight(mask) * k * 60 / needy) }
        }
        return all.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.map(\.element)
    }

    private func settle(_ step: Step, _ safe: [Int32], _ work: inout Work) {
        // Lenders are only looked at when some could be needed.
        let lenders = step.needy < k ? safe.filter { (work.spare[$0] ?? 0) > 0 } : []
        let projection = Projection(combinations, among: work.left + lenders, without: step.mask)
        var needy = [Int](repeating: 0, count: projection.groups)
        var lent = needy
        for (place, combination) in work.left.enumerated() {
            needy[Int(projection.group[place])] += combinations.counts[Int(combination)]
        }
        for (place, lender) in lenders.enumerated() {
            lent[Int(projection.group[work.left.count + place])] += work.spare[lender] ?? 0
        }
        var chosen = [[(combination: Int32, count: Int)]](repeating: [], count: projection.groups)
        let isSettled = needy.indices.map { needy[$0] >= step.needy && needy[$0] + lent[$0] >= k }
        guard isSettled.contains(true) else { return }
        var rest: [Int32] = []
        for (place, combination) in work.left.enumerated() {
            let group = Int(projection.group[place])
            if isSettled[group] {
                chosen[group].append((combination, combinations.counts[Int(combination)]))
            } else {
                rest.append(combination)
            }
        }
        for (place, lender) in lenders.enumerated() {
            let group = Int(projection.group[work.left.count + place])
            guard isSettled[group], needy[group] < k else { continue }
            let count = min(k - needy[group], work.spare[lender] ?? 0)
            guard count > 0 else { continue }
            chosen[group].append((lender, count))
            needy[group] += count
            work.spare[lender]? -= count
        }
        work.left = rest
        work.classes += chosen.filter { !$0.isEmpty }.map(RecordClass.init(members:))
    }

    /// Too few are left for a class of their own: they go where that costs least.
    private func join(_ work: inout Work) {
        let weigher = ClassCost(combinations, cost)
        for combination in work.left {
            let own = [Int32](repeating: combination, count: combinations.counts[Int(combination)])
            var best = (cost: Int.max, place: 0)
            for (place, candidate) in work.classes.enumerated() {
                let members = candidate.records
                let added = weigher.cost(members + own) - weigher.cost(members)
                if added < best.cost { best = (added, place) }
            }
            work.classes[best.place].members.append((combination, own.count))
            work.classes[best.place].total += own.count
        }
        work.left = []
    }
}
