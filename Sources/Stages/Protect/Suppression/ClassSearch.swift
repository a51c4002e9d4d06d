/// Makes classes cheaper by moving records: threshold accepting (Dueck and Scheuer 1990), in whole numbers and with fixed
/// steps, so that any machine finds the same.
struct ClassSearch {
    private let weigher: ClassCost
    private let k: Int
    private let diversity: Diversity?

    private let seed: UInt64

    /// - Parameters:
    ///   - diversity: what classes have to differ in; their records have to be chosen then.
    ///   - seed: where chance begins.
    init(_ weigher: ClassCost, k: Int, diversity: Diversity? = nil, seed: UInt64 = 0) {
        self.weigher = weigher
        self.k = k
        self.diversity = diversity
        self.seed = seed
    }

    func improved(_ classes: [RecordClass], stepsForEach each: Int) -> [RecordClass] {
        let pieces = classes.flatMap(cut)
        let chosen = pieces.flatMap(\.chosen)
        var state = State(
            classes: pieces.map(\.records), weigher: weigher, k: k, diversity: diversity?.keeping(chosen),
            random: Chance(seed: seed))
        let neighbours = Neighbours(records: state.combination, weigher: weigher)
        let steps = min(3_000_000, each * state.combination.count)
        // Classes that are good already are mended, not found anew.
        let widest = diversity == nil ? 2 * weigher.largest : weigher.largest / 2
        var best = state.classOf
        var least = state.total
        for step in 0..<steps {
            let threshold = widest * (steps - step) / steps
            state.tryMove(neighbours, threshold)
            if state.total < least {
                least = state.total
                best = state.classOf
            }
        }
        let grouped = Dictionary(grouping: best.indices, by: { best[$0] })
        return grouped.sorted { $0.key < $1.key }.map { _, places in
            RecordClass(
                combinations: places.map { state.combination[$0] },
                chosen: chosen.isEmpty ? [] : places.map { chosen[$0] })
        }
    }

    /// Pieces of k to 2 k − 1 records: cutting costs nothing.
    private func cut(_ found: RecordClass) -> [RecordClass] {
        let combinations = found.records
        guard combinations.count >= 2 * k else { return [found] }
        let order = combinations.indices.sorted { (combinations[$0], $0) < (combinations[$1], $1) }
        let pieces = order.count / k
        return (0..<pieces).map { piece in
            let part = order[piece * k..<(piece == pieces - 1 ? order.count : (piece + 1) * k)]
            return RecordClass(
                combinations: part.map { combinations[$0] },
                chosen: found.chosen.isEmpty ? [] : part.map { found.chosen[$0] })
        }
    }

    /// Classes and what they cost.
    private struct State {
        let weigher: ClassCost
        let k: Int
        let diversity: Diversity?
        let penalty: Int
        /// The combination and the class of each record.
        var combination: [Int32] = []
        var classOf: [Int] = []
        var members: [[Int]] = []
        /// The codes of each record, key by key, and what it costs to suppress each: nothing where it is hidden.
        private let width: Int
        private var codes: [UInt16] = []
        private var open: [Int] = []
        /// Two classes as a step would leave them.
        private var left: [Int] = []
        private var right: [Int] = []
        var costs: [Int] = []
        var total = 0
        var random: Chance

        init(classes: [[Int32]], weigher: ClassCost, k: Int, diversity: Diversity?, random: Chance) {
            self.random = random
            self.weigher = weigher
            self.k = k
            self.diversity = diversity
            width = weigher.combinations.width
            penalty = 12 * weigher.largest
            for record in classes.joined() {
                let keys = 0..<weigher.combinations.width
                codes += keys.map { weigher.combinations[Int(record), $0] }
                open += keys.map { weigher.open(Int(record), $0) }
            }
            for (place, records) in classes.enumerated() {
                members.append(Array(combination.count..<combination.count + records.count))
                combination += records
                classOf += [Int](repeating: place, count: records.count)
                costs.append(cost(members[place]))
            }
            total = costs.reduce(0, +)
        }

        /// A value that a class lacks costs more than any move could save.
        private func cost(_ records: [Int]) -> Int {
            guard let first = records.first else { return 0 }
            return keysCost(records, first) + (diversity.map { $0.lacking(records) * penalty } ?? 0)
        }

        /// The innermost loop of the search: no bounds are checked.
        private func keysCost(_ records: [Int], _ first: Int) -> Int {
            let width = width
            return codes.withUnsafeBufferPointer { codes in
                open.withUnsafeBufferPointer { open in
                    var sum = 0
                    for key in 0..<width {
                        let code = codes[first &* width &+ key]
                        var (differs, all): (UInt16, Int) = (0, 0)
                        for record in records {
                            let place = record &* width &+ key
                            differs |= codes[place] ^ code
                            all &+= open[place]
                        }
                        if differs != 0 { sum &+= all }
                    }
                    return sum
                }
            }
        }

        mutating func tryMove(_ neighbours: Neighbours, _ threshold: Int) {
            let record = random.next(combination.count)
            let other = neighbours.pick(record, &random)
            let (from, to) = (classOf[record], classOf[other])
            guard from != to else { return split(from, threshold) }
            switch random.next(8) {
            case 0: merge(from, to, threshold)
            case 1...3 where members[from].count > k:
                left.removeAll(keepingCapacity: true)
                right.removeAll(keepingCapacity: true)
                for other in members[from] where other != record { left.append(other) }
                right += members[to]
                right.append(record)
                change(from, to, threshold)
            default:
                let partner = members[to][random.next(members[to].count)]
                left.removeAll(keepingCapacity: true)
                right.removeAll(keepingCapacity: true)
                for other in members[from] { left.append(other == record ? partner : other) }
                for other in members[to] { right.append(other == partner ? record : other) }
                change(from, to, threshold)
            }
        }

        /// Two classes become what was tried, unless that costs too much.
        private mutating func change(_ from: Int, _ to: Int, _ threshold: Int) {
            let (leftCost, rightCost) = (cost(left), cost(right))
            let added = leftCost + rightCost - costs[from] - costs[to]
            guard added <= threshold else { return }
            set(from, left, leftCost)
            set(to, right, rightCost)
        }

        private mutating func set(_ place: Int, _ records: [Int], _ newCost: Int) {
            total += newCost - costs[place]
            costs[place] = newCost
            members[place].removeAll(keepingCapacity: true)
            members[place] += records
            for record in records { classOf[record] = place }
        }

        private mutating func merge(_ from: Int, _ to: Int, _ threshold: Int) {
            guard members[from].count + members[to].count <= 3 * k else { return }
            let joint = members[from] + members[to]
            let jointCost = cost(joint)
            guard jointCost - costs[from] - costs[to] <= threshold else { return }
            set(to, joint, jointCost)
            set(from, [], 0)
            let last = members.count - 1
            if from != last {
                members[from] = members[last]
                costs[from] = costs[last]
                for record in members[from] { classOf[record] = from }
            }
            members.removeLast()
            costs.removeLast()
        }

        private mutating func split(_ place: Int, _ threshold: Int) {
            guard members[place].count >= 2 * k else { return }
            var records = members[place]
            for index in records.indices.dropFirst().reversed() { records.swapAt(index, random.next(index + 1)) }
            let half = k + random.next(records.count - 2 * k + 1)
            let (left, right) = (Array(records[..<half]), Array(records[half...]))
            let (leftCost, rightCost) = (cost(left), cost(right))
            guard leftCost + rightCost - costs[place] <= threshold else { return }
            members.append([])
            costs.append(0)
            set(members.count - 1, right, rightCost)
            set(place, left, leftCost)
        }
    }

    /// For each record, those it differs least from.
    private struct Neighbours {
        private let near: [[Int32]]

        init(records: [Int32], weigher: ClassCost) {
            let kinds = Array(Set(records)).sorted()
            var nearKinds: [Int32: [Int32]] = [:]
            for kind in kinds {
                let away = kinds.filter { $0 != kind }.map { (weigher.cost.weight(weigher.differing([kind, $0])), $0) }
                nearKinds[kind] = away.sorted { $0 < $1 }.prefix(12).map(\.1)
            }
            let places = Dictionary(grouping: records.indices, by: { records[$0] })
            near = records.map { kind in
                let kinds = [kind] + (nearKinds[kind] ?? [])
                return Array(kinds.flatMap { (places[$0] ?? []).prefix(12) }.prefix(40)).map(Int32.init)
            }
        }

        func pick(_ record: Int, _ random: inout Chance) -> Int {
            random.next(8) == 0 ? random.next(near.count) : Int(near[record][random.next(near[record].count)])
        }
    }
}

/// A fixed sequence of numbers that look random (SplitMix64, Steele, Lea and Flood 2014).
struct Chance {
    private var state: UInt64

    init(seed: UInt64 = 0) { state = 0x5765_6972 &+ seed }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Int(mixed.multipliedFullWidth(by: UInt64(bound)).high)
    }
}
