import WeirCore
import WeirStudy

/// The order in which a block's interviews are uploaded.
struct BlockOrder {
    private let population: Population
    private let countries: Int

    init(_ population: Population, _ questionnaire: Questionnaire) {
        self.population = population
        countries = questionnaire.study.countries.count
    }

    /// For each country its rows, shuffled. When fewer interviews are wanted than the block has, the first ones of a
    /// common shuffle stay, and of the others as many in proportion.
    func rows(started wanted: Int, using generator: inout SeededGenerator) -> [[Int]] {
        let all = generator.shuffled(0..<population.count)
        let started = all.filter { isStarted($0) }
        let beside = all.filter { !isStarted($0) && population[$0].supersededBy == nil }
        let share = started.isEmpty ? 0 : beside.count * min(wanted, started.count) / started.count
        var kept = Set(started.prefix(wanted) + beside.prefix(share))
        for row in all {
            if let later = population[row].supersededBy, kept.contains(later) { kept.insert(row) }
        }
        let order = all.filter(kept.contains)
        return (0..<countries).map { country in
            versionsInOrder(order.filter { population[$0].country == country })
        }
    }

    private func isStarted(_ row: Int) -> Bool {
        switch population[row].disposition {
        case .complete, .breakOff, .notEligible, .underAge: true
        default: false
        }
    }

    /// An earlier version stands before the later one.
    private func versionsInOrder(_ rows: [Int]) -> [Int] {
        var rows = rows
        for row in rows {
            guard let later = population[row].supersededBy, let place = rows.firstIndex(of: row),
                let laterPlace = rows.firstIndex(of: later), laterPlace < place
            else { continue }
            rows.swapAt(place, laterPlace)
        }
        return rows
    }
}
