import WeirCore

/// Local suppression, a missing value matching every value, as other programs count: every record has to match at least
/// k. It takes fewer cells than classes do. It is measured for comparison and never the basis of a release: a lonely
/// cell can be worked out from printed totals.
public struct WildcardSuppression {
    private let records: Int
    private let width: Int
    private let cost: SuppressionCost
    private let k: Int
    private let codes: [UInt16]
    /// Masks of keys that each record leaves open from the start.
    private let open: [UInt32]

    public init(columns: [[UInt16]], cost: SuppressionCost, k: Int) {
        records = columns.first?.count ?? 0
        width = columns.count
        self.cost = cost
        self.k = k
        let count = records
        codes = (0..<count).flatMap { record in columns.map { $0[record] } }
        open = (0..<count).map { record in
            columns.indices.reduce(0) { mask, key in
                let isOpen = MissingReason(rawValue: columns[key][record])?.mayBeAnything ?? false
                return isOpen ? mask | 1 << UInt32(key) : mask
            }
        }
    }

    /// The most cells for which all subsets are looked at.
    static let exactCells = 18

    /// Finds cells: the cheapest when there are few, otherwise by greedy steps, then again and again from a part of them.
    public func solve() -> Suppression {
        let freeCells = records * cost.free.nonzeroBitCount
        guard records >= k else {
            return Suppression(
                masks: [UInt32](repeating: 0, count: records), cost: 0, bound: 0, unprotected: Array(0..<records))
        }
        let masks = freeCells <= Self.exactCells ? exact() : searched()
        let spent = masks.reduce(0) { $0 + cost.weight($1) }
        return Suppression(
            masks: masks, cost: spent, bound: freeCells <= Self.exactCells ? spent : 0,
            unprotected: matching(masks).indices.filter { matching(masks)[$0] < k })
    }

    /// The keys in which two records differ and both have a value.
    @inline(__always)
    private func mismatch(_ left: Int, _ right: Int) -> UInt32 {
        var mask: UInt32 = 0
        for key in 0..<width where codes[left * width + key] != codes[right * width + key] { mask |= 1 << UInt32(key) }
        return mask & ~(open[left] | open[right])
    }

    private func matching(_ masks: [UInt32]) -> [Int] {
        (0..<records).map { left in
            (0..<records).count { mismatch(left, $0) & ~(masks[left] | masks[$0]) == 0 }
        }
    }

    private func exact() -> [UInt32] {
        let cells = (0..<records * width).map { (record: $0 / width, key: $0 % width) }
            .filter { cost.free & ~open[$0.record] & (1 << UInt32($0.key)) != 0 }
        var best: (cost: Int, masks: [UInt32])?
        var masks = [UInt32](repeating: 0, count: records)
        func descend(_ place: Int, _ spent: Int) {
            if let best, spent >= best.cost { return }
            if matching(masks).allSatisfy({ $0 >= k }) {
                best = (spent, masks)
                return
            }
            for next in place..<max(place, cells.count) {
                let (record, key) = cells[next]
                masks[record] |= 1 << UInt32(key)
                descend(next + 1, spent + (cost.weights[key] ?? 0))
                masks[record] &= ~(1 << UInt32(key))
            }
        }
        descend(0, 0)
        return best?.masks ?? masks
    }

    private func searched() -> [UInt32] {
        var search = Search(
            records: records, k: k, cost: cost,
            differing: (0..<records).flatMap { left in (0..<records).map { mismatch(left, $0) } })
        return search.run()
    }

    private struct Search {
        let records: Int
        let k: Int
        let cost: SuppressionCost
        let differing: [UInt32]
        var masks: [UInt32]
        var matches: [Int]
        var random = Chance()

        init(records: Int, k: Int, cost: SuppressionCost, differing: [UInt32]) {
            self.records = records
            self.k = k
            self.cost = cost
            self.differing = differing
            masks = [UInt32](repeating: 0, count: records)
            matches = (0..<records).map { left in
                (0..<records).count { differing[left * records + $0] == 0 }
            }
        }

        var spent: Int { masks.reduce(0) { $0 + cost.weight($1) } }

        mutating func run() -> [UInt32] {
            fill()
            prune()
            var best = masks
            var least = spent
            for _ in 0..<(records <= 600 ? 400 : 20) {
                shake()
                fill()
                prune()
                if spent <= least {
                    (best, least) = (masks, spent)
                } else {
                    set(all: best)
                }
            }
            return best
        }

        private mutating func set(_ record: Int, _ mask: UInt32) {
            for other in 0..<records where other != record {
                let apart = differing[record * records + other] & ~masks[other]
                let change = (apart & ~mask == 0 ? 1 : 0) - (apart & ~masks[record] == 0 ? 1 : 0)
                matches[record] += change
                matches[other] += change
            }
            masks[record] = mask
        }

        private mutating func set(all new: [UInt32]) {
            for record in 0..<records where masks[record] != new[record] { set(record, new[record]) }
        }

        /// Opens keys of one record after the other, where that helps most for what it costs.
        private mutating func fill() {
            let all = cost.masks
            while matches.contains(where: { $0 < k }) {
                var best = (gain: 0, cost: 1, record: -1, mask: UInt32(0))
                for record in 0..<records where matches[record] < k {
                    for mask in all where mask & ~masks[record] != 0 {
                        let gain = self.gain(record, masks[record] | mask)
                        let price = cost.weight(mask & ~masks[record])
                        if gain * best.cost > best.gain * price { best = (gain, price, record, masks[record] | mask) }
                    }
                }
                guard best.record >= 0 else { return }
                set(best.record, best.mask)
            }
        }

        private func gain(_ record: Int, _ mask: UInt32) -> Int {
            var helped = 0
            var own = 0
            for other in 0..<records where other != record {
                let apart = differing[record * records + other] & ~masks[other]
                guard apart & ~mask == 0, apart & ~masks[record] != 0 else { continue }
                own += 1
                if matches[other] < k { helped += 1 }
            }
            return helped + min(own, max(0, k - matches[record]))
        }

        /// Closes what is not needed, the most costly keys first.
        private mutating func prune() {
            let keys = cost.weights.indices.sorted { (cost.weights[$0] ?? 0, $1) > (cost.weights[$1] ?? 0, $0) }
            for key in keys {
                for record in 0..<records where masks[record] & (1 << UInt32(key)) != 0 { close(record, key) }
            }
        }

        private mutating func close(_ record: Int, _ key: Int) {
            let mask = masks[record] & ~(1 << UInt32(key))
            var lost = 0
            for other in 0..<records where other != record {
                let apart = differing[record * records + other] & ~masks[other]
                guard apart & ~masks[record] == 0, apart & ~mask != 0 else { continue }
                lost += 1
                if matches[other] <= k { return }
            }
            if matches[record] - lost >= k { set(record, mask) }
        }

        /// Closes a few records near one another.
        private mutating func shake() {
            let centre = random.next(records)
            let chosen = (0..<records).filter { masks[$0] != 0 }
                .map { (differing[centre * records + $0].nonzeroBitCount * 64 + random.next(64), $0) }.sorted {
                    $0 < $1
                }
            for (_, record) in chosen.prefix(3 + random.next(6)) { set(record, 0) }
        }
    }
}
