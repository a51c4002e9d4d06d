import WeirCore
import WeirStudy

/// Where an interview broke off, and what that means for its disposition.
struct BreakOff {
    let questionnaire: Questionnaire
    private let required: [Int]

    init(questionnaire: Questionnaire) {
        self.questionnaire = questionnaire
        required = questionnaire.questions.indices.filter { questionnaire.questions[$0].isRequired }
    }

    /// Cuts an interview somewhere between eligibility and the last required question, early enough to stay a
    /// break-off rather than a sufficient partial.
    func cut(_ row: Int, in population: inout Population, using generator: inout SeededGenerator) {
        let first = max(questionnaire.lastHurdle, questionnaire.countryVariable) + 1
        var point = whole(first + generator.below(questionnaire.lastRequired - first + 1), population[row].country)
        while point > first, isSufficient(row, before: point, in: population) {
            point = whole(first + generator.below(point - first), population[row].country)
        }
        population.blank(row, from: point)
        population[row].endedAt = endedAt(row, in: population)
    }

    /// The point moved before variables that are read from the same columns: they are one question to the respondent.
    private func whole(_ point: Int, _ country: Int) -> Int {
        questionnaire.questions[point...].compactMap { $0.countries[country].earliestShared }
            .filter { $0 < point }.min() ?? point
    }

    private func isSufficient(_ row: Int, before point: Int, in population: Population) -> Bool {
        var answers = Array(population.answers(of: row))
        for variable in point..<answers.count { answers[variable] = Questionnaire.blank }
        let asked = required.filter {
            questionnaire.asks($0, in: population[row].country, answers: answers[...])
        }
        let answered = asked.filter { answers[$0] >= 0 }.count
        return Double(answered) >= questionnaire.study.dispositions.sufficientShare * Double(asked.count)
    }

    /// The first required question that was asked after the last answer and got none.
    private func endedAt(_ row: Int, in population: Population) -> Int? {
        let answers = population.answers(of: row)
        let last = answers.lastIndex { $0 >= 0 }.map { $0 - answers.startIndex } ?? -1
        return required.first {
            $0 > last && questionnaire.asks($0, in: population[row].country, answers: answers)
        }
    }
}
