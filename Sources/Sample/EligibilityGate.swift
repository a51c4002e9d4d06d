import WeirCore
import WeirStudy

/// Answers consent, the eligibility questions and what the platform itself records.
struct EligibilityGate {
    let questionnaire: Questionnaire

    /// Lets an interview pass, or ends it where its disposition says. `failing` chooses the eligibility question
    /// that turns somebody away.
    func answer(
        _ row: Int, failing: Int, in population: inout Population, using generator: inout SeededGenerator
    ) {
        let agrees = population[row].disposition != .noConsent
        for variable in Set(questionnaire.consent.variables).sorted() {
            set(variable, row, meeting: questionnaire.consent, agrees, in: &population, using: &generator)
            if !agrees { population[row].endedAt = variable }
        }
        guard agrees, !questionnaire.hurdles.isEmpty else { return }
        let isTurnedAway = population[row].disposition == .notEligible
        let last = isTurnedAway ? failing % questionnaire.hurdles.count : questionnaire.hurdles.count
        for (place, hurdle) in questionnaire.hurdles.enumerated() where place <= last {
            set(hurdle.variable, row, meeting: hurdle.passes, place < last, in: &population, using: &generator)
            guard place == last else { continue }
            population[row].disposition = hurdle.otherwise
            population[row].endedAt = hurdle.variable
        }
    }

    private func set(
        _ variable: Int, _ row: Int, meeting condition: Condition, _ isMet: Bool, in population: inout Population,
        using generator: inout SeededGenerator
    ) {
        let allowed = questionnaire.questions[variable].countries[population[row].country].categories
        let meeting = condition.categories(of: variable, among: allowed)
        let choice = isMet ? meeting : allowed & ~meeting
        if choice != 0 { population[row, variable] = 1 << Int64(generator.bit(of: choice)) }
    }

    /// What the platform says about an interview, where the country's export has it.
    func answerEvidence(_ row: Int, in population: inout Population, using generator: inout SeededGenerator) {
        let interview = population[row]
        for (variable, question) in questionnaire.questions.enumerated() where question.isEvidence {
            let local = question.countries[interview.country]
            guard local.isAsked, question.isClosed else { continue }
            var choice = local.categories
            if let test = questionnaire.test, test.variables.contains(variable) {
                choice = status(variable, interview.disposition, test, among: local.categories)
            }
            if choice != 0 { population[row, variable] = 1 << Int64(generator.bit(of: choice)) }
        }
    }

    /// The platform's own word for what became of an interview; none when it has no such word.
    private func status(
        _ variable: Int, _ disposition: Disposition, _ test: Condition, among allowed: UInt64
    ) -> UInt64 {
        let testing = test.categories(of: variable, among: allowed)
        if disposition == .testRecord { return testing }
        let words =
            switch disposition {
            case .complete: ["complete", "completed"]
            case .breakOff: ["partial", "break_off", "incomplete"]
            default: ["not_eligible", "disqualified"]
            }
        let categories = questionnaire.study.codebook.variables[variable].categories
        return categories.indices.filter { words.contains(categories[$0].name) }
            .reduce(0) { $0 | 1 << UInt64($1) } & allowed & ~testing
    }
}
