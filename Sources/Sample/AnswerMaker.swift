import WeirCore

/// Answers the closed and number questions, in the order of the questionnaire: at random, and for the complete
/// interviews so that the published counts come out.
struct AnswerMaker {
    let questionnaire: Questionnaire
    let targets: TargetTable
    private let draw: AnswerDraw

    init(questionnaire: Questionnaire, targets: TargetTable) {
        self.questionnaire = questionnaire
        self.targets = targets
        draw = AnswerDraw(questionnaire: questionnaire, bands: targets.bands)
    }

    /// Answers everything that comes after the eligibility questions.
    func answer(_ population: inout Population, using generator: inout SeededGenerator) {
        let rows = (0..<population.count).filter { Self.goesOn(population[$0].disposition) }
        let complete = rows.filter { population[$0].disposition == .complete }
        let others = rows.filter { population[$0].disposition != .complete }
        for variable in questionnaire.questions.indices where isDrawn(variable) {
            if let targets = targets.targets[variable] {
                calibrate(variable, complete, to: targets, in: &population, using: &generator)
                answer(variable, others, in: &population, using: &generator)
            } else {
                answer(variable, rows, in: &population, using: &generator)
            }
        }
    }

    /// Whether an interview with this disposition came past the eligibility questions.
    static func goesOn(_ disposition: Disposition) -> Bool {
        disposition == .complete || disposition == .breakOff || disposition == .testRecord
    }

    private func isDrawn(_ variable: Int) -> Bool {
        let question = questionnaire.questions[variable]
        let isDecided = variable == questionnaire.countryVariable || question.isEvidence
        return variable > questionnaire.lastHurdle && !isDecided
    }

    private func asked(_ variable: Int, _ rows: [Int], in population: Population) -> [Int] {
        rows.filter {
            questionnaire.asks(variable, in: population[$0].country, answers: population.answers(of: $0))
        }
    }

    private func answer(
        _ variable: Int, _ rows: [Int], in population: inout Population, using generator: inout SeededGenerator
    ) {
        for row in asked(variable, rows, in: population) {
            let allowed = draw.allowed(variable, row, in: population)
            let state = draw.state(variable, among: allowed, using: &generator)
            population[row, variable] = draw.answer(
                variable, state, in: population[row].country, using: &generator)
        }
    }

    private func calibrate(
        _ variable: Int, _ complete: [Int], to targets: [Target], in population: inout Population,
        using generator: inout SeededGenerator
    ) {
        var rows = asked(variable, complete, in: population)
        let isMulti = questionnaire.questions[variable].isMulti
        if isMulti {
            rows = answering(rows, to: targets, in: population, using: &generator)
        }
        let wanted = isMulti ? targets.filter { $0.codes != Questionnaire.noAnswer } : targets
        let states = search(variable, rows, wanted, in: population, using: &generator)
        for (row, state) in zip(rows, states) {
            population[row, variable] = draw.answer(
                variable, state, in: population[row].country, using: &generator)
        }
    }

    /// Those who answer a multi-select at all: no option can tell.
    private func answering(
        _ rows: [Int], to targets: [Target], in population: Population, using generator: inout SeededGenerator
    ) -> [Int] {
        let silent = targets.filter { $0.codes == Questionnaire.noAnswer }
        var search = LocalSearch(
            states: rows.map { _ in 1 }, allowed: rows.map { _ in 1 | Questionnaire.noAnswer },
            memberships: memberships(rows, silent, in: population), targets: silent)
        search.run(.replace, using: &generator)
        return zip(rows, search.states).filter { $0.1 != Questionnaire.noAnswer }.map(\.0)
    }

    private func search(
        _ variable: Int, _ rows: [Int], _ targets: [Target], in population: Population,
        using generator: inout SeededGenerator
    ) -> [UInt64] {
        let members = memberships(rows, targets, in: population)
        let offered = rows.map { choices(variable, $0, in: population) }
        let states = offered.map { draw.state(variable, among: $0, using: &generator) }
        // Only those may leave the question out of whom a published count says that some did.
        let allowed = zip(offered, members).map { choices, about in
            choices | (about.contains { targets[$0].codes == Questionnaire.noAnswer } ? Questionnaire.noAnswer : 0)
        }
        var search = LocalSearch(states: states, allowed: allowed, memberships: members, targets: targets)
        search.run(questionnaire.questions[variable].move, using: &generator)
        return search.states
    }

    private func choices(_ variable: Int, _ row: Int, in population: Population) -> UInt64 {
        if let bands = targets.bands[variable] { return (1 << UInt64(bands.count)) - 1 }
        return draw.allowed(variable, row, in: population)
    }

    /// For each row, the targets that are about it.
    private func memberships(_ rows: [Int], _ targets: [Target], in population: Population) -> [[Int]] {
        rows.map { row in
            let answers = population.answers(of: row)
            return targets.indices.filter { targets[$0].group.holds(for: answers) }
        }
    }
}

extension Question {
    /// Whether several categories may be chosen.
    var isMulti: Bool {
        if case .multi = kind { return true }
        return false
    }

    /// How an answer is changed into another one that the form would have accepted.
    fileprivate var move: LocalSearch.Move {
        switch kind {
        case .multi(_?): .exchange
        case .multi: .toggle
        default: .replace
        }
    }
}
