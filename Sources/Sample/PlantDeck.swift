import WeirCore

/// Deals the identifiers of `sample/plants.csv`: in every country each kind comes up before any comes up again.
struct PlantDeck {
    private let plants: [AnswerPool.Slot: [OpenAnswer.Plant]]
    private var positions: [AnswerPool.Slot: Int] = [:]
    /// By country, the kinds that stand in no answer yet.
    private var owed: [String: Set<String>]

    init(_ pool: AnswerPool) {
        plants = pool.plants
        owed = plants.reduce(into: [:]) { $0[$1.key.country, default: []].formUnion($1.value.map(\.kind)) }
    }

    /// Whether one of these slots would take a kind that the country still lacks.
    func owes(_ slots: [String], _ country: CountryCode) -> Bool {
        guard !slots.isEmpty, let kinds = owed[country.letters], !kinds.isEmpty else { return false }
        return slots.contains { slot in
            let plants = plants[AnswerPool.Slot(country: country.letters, slot: slot)] ?? []
            return plants.contains { kinds.contains($0.kind) }
        }
    }

    /// The next identifier for a slot, nil when there are none.
    /// - Parameter mayGo: Whether the answer may yet be taken back, so that its kind stays owed.
    mutating func deal(
        _ slot: AnswerPool.Slot, mayGo: Bool, using generator: inout SeededGenerator
    ) -> OpenAnswer.Plant? {
        guard let plants = plants[slot], !plants.isEmpty else { return nil }
        // The first position is the seed's, so that blocks differ in who is named where.
        let start = positions[slot] ?? generator.below(plants.count)
        let kinds = owed[slot.country] ?? []
        let turn = plants.indices.map { (start + $0) % plants.count }
        let place = (mayGo ? nil : turn.first { kinds.contains(plants[$0].kind) }) ?? turn[0]
        positions[slot] = place + 1
        if !mayGo { owed[slot.country]?.remove(plants[place].kind) }
        return plants[place]
    }
}
