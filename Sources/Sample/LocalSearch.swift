/// Changes answers one by one until the counts are the published ones, or until it has tried enough.
///
/// A move is kept unless it takes the counts further away. Moves that change nothing are kept too: they carry the
/// search across plateaus, where one count can only improve through a person whom another count has to let go. A move
/// that does harm by itself is tried as a swap: somebody else makes the opposite one, so that what both belong to
/// stays as it is.
struct LocalSearch {
    enum Move {
        /// One answer in place of the other.
        case replace
        /// One of several picks in place of another.
        case exchange
        /// One option more or less; the only one is exchanged.
        case toggle
    }

    /// Each person's answer, and what else they may answer.
    private(set) var states: [UInt64]
    private let allowed: [UInt64]
    /// For each person, the targets that are about them.
    private let memberships: [[Int]]
    private let codes: [UInt64]
    /// How far each count is above its target.
    private var surplus: [Int]

    private static let triesPerPerson = 600
    private static let partnersTried = 8

    init(states: [UInt64], allowed: [UInt64], memberships: [[Int]], targets: [Target]) {
        self.states = states
        self.allowed = allowed
        self.memberships = memberships
        codes = targets.map(\.codes)
        surplus = targets.map { -$0.count }
        for (person, state) in states.enumerated() {
            for target in memberships[person] where state & codes[target] != 0 { surplus[target] += 1 }
        }
    }

    /// How far the counts are from the published ones, all together.
    var distance: Int { surplus.reduce(0) { $0 + abs($1) } }

    mutating func run(_ move: Move, using generator: inout SeededGenerator) {
        var distance = distance
        let named = codes.reduce(0, |)
        for _ in 0..<states.count * Self.triesPerPerson where distance > 0 {
            let person = generator.below(states.count)
            let state = changed(person, by: move, named: named, using: &generator)
            let difference = difference(person, to: state)
            if difference <= 0 {
                accept(person, state)
                distance += difference
            } else {
                distance += swap(person, to: state, costing: difference, using: &generator)
            }
        }
    }

    /// Looks for somebody who makes the opposite move, and undoes the move when nobody does.
    /// - Returns: how the distance changed.
    private mutating func swap(
        _ person: Int, to state: UInt64, costing cost: Int, using generator: inout SeededGenerator
    ) -> Int {
        let old = states[person]
        let (added, removed) = (state & ~old, old & ~state)
        accept(person, state)
        for _ in 0..<Self.partnersTried {
            let partner = generator.below(states.count)
            let swapped = states[partner] & ~added | removed
            let fits = states[partner] & (added | removed) == added && removed & ~allowed[partner] == 0
            guard partner != person, fits, swapped != 0 else { continue }
            let difference = cost + difference(partner, to: swapped)
            guard difference <= 0 else { continue }
            accept(partner, swapped)
            return difference
        }
        accept(person, old)
        return 0
    }

    private func changed(
        _ person: Int, by move: Move, named: UInt64, using generator: inout SeededGenerator
    ) -> UInt64 {
        let state = states[person]
        let others = allowed[person] & ~state
        switch move {
        case .replace:
            return others == 0 ? state : 1 << UInt64(generator.bit(of: others))
        case .exchange:
            if others == 0 { return state }
            return state & ~(1 << UInt64(generator.bit(of: state))) | 1 << UInt64(generator.bit(of: others))
        case .toggle:
            let toggled = state ^ (1 << UInt64(generator.bit(of: allowed[person] & named)))
            if toggled != 0 || others == 0 { return toggled == 0 ? state : toggled }
            return 1 << UInt64(generator.bit(of: others))
        }
    }

    /// How the distance changes when a person answers otherwise.
    private func difference(_ person: Int, to state: UInt64) -> Int {
        memberships[person].reduce(0) { sum, target in
            let change = change(of: target, from: states[person], to: state)
            return change == 0 ? sum : sum + abs(surplus[target] + change) - abs(surplus[target])
        }
    }

    private mutating func accept(_ person: Int, _ state: UInt64) {
        for target in memberships[person] { surplus[target] += change(of: target, from: states[person], to: state) }
        states[person] = state
    }

    private func change(of target: Int, from old: UInt64, to new: UInt64) -> Int {
        (new & codes[target] != 0 ? 1 : 0) - (old & codes[target] != 0 ? 1 : 0)
    }
}
