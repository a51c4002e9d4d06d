import WeirCore
import WeirStudy

/// Gives open answers: the required ones to everybody, and a few of the others.
struct OpenAnswerMaker {
    private let questionnaire: Questionnaire
    private let pool: AnswerPool
    private let texts: [Int]
    private var decks: [AnswerPool.Shelf: AnswerDeck] = [:]
    private var plants: PlantDeck
    private var generator: SeededGenerator
    private var numbered = 0

    /// The numbers of optional answers that one respondent gives, 2.5 on average.
    private static let optional = [0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5]

    init(questionnaire: Questionnaire, pool: AnswerPool, generator: SeededGenerator) {
        self.questionnaire = questionnaire
        self.pool = pool
        self.generator = generator
        plants = PlantDeck(pool)
        texts = questionnaire.questions.indices.filter {
            if case .text = questionnaire.questions[$0].kind { return true }
            return false
        }
    }

    mutating func answer(_ population: inout Population) {
        for row in 0..<population.count where AnswerMaker.goesOn(population[row].disposition) {
            answer(row, in: &population)
        }
    }

    private mutating func answer(_ row: Int, in population: inout Population) {
        let asked = texts.filter {
            questionnaire.asks($0, in: population[row].country, answers: population.answers(of: row))
        }
        var optional: [Int] = []
        for variable in asked {
            switch obligation(variable, row, in: population) {
            case .must: give(variable, row, in: &population, mustAnswer: true)
            case .may: optional.append(variable)
            case .mustNot: continue
            }
        }
        var left = generator.pick(Self.optional) ?? 0
        for variable in generator.shuffled(optional) where left > 0 {
            if give(variable, row, in: &population, mustAnswer: false) { left -= 1 }
        }
    }

    private enum Obligation {
        case must, may, mustNot
    }

    /// Text that spells out a closed answer is filled in exactly when that answer was given.
    private func obligation(_ variable: Int, _ row: Int, in population: Population) -> Obligation {
        let question = questionnaire.questions[variable]
        guard let speltOut = question.countries[population[row].country].speltOut else {
            return question.isRequired ? .must : .may
        }
        return speltOut.choices.allSatisfy { population[row, $0.variable] == $0.mask } ? .must : .mustNot
    }

    @discardableResult
    private mutating func give(
        _ variable: Int, _ row: Int, in population: inout Population, mustAnswer: Bool
    ) -> Bool {
        let interview = population[row]
        guard let answer = next(variable, interview, mustAnswer: mustAnswer) else { return false }
        population[row, variable] = Int64(population.texts.count)
        population.texts.append(answer)
        return true
    }

    /// The next answer on the question's topic, or nil when all were used often enough.
    private mutating func next(_ variable: Int, _ interview: Interview, mustAnswer: Bool) -> OpenAnswer? {
        let rules = questionnaire.study.countries[interview.country]
        let shelf = AnswerPool.Shelf(language: rules.language, topic: pool.topics[variable] ?? "")
        guard let templates = pool.templates[shelf], !templates.isEmpty else { return numbered(variable, rules) }
        // Interviews that are not merged do not use up the answers of those that are.
        if interview.disposition != .complete {
            return filled(templates[generator.below(templates.count)], rules.country, mayGo: true)
        }
        var deck = decks[shelf] ?? AnswerDeck(count: templates.count, using: &generator)
        if deck.isEmpty, mustAnswer { deck = AnswerDeck(count: templates.count, using: &generator) }
        let place = deck.isEmpty ? nil : deck.deal { plants.owes(templates[$0].slots, rules.country) }
        decks[shelf] = deck
        return place.map { filled(templates[$0], rules.country, mayGo: false) }
    }

    private mutating func filled(_ template: AnswerTemplate, _ country: CountryCode, mayGo: Bool) -> OpenAnswer {
        var values: [String: OpenAnswer.Plant] = [:]
        for name in template.slots {
            let slot = AnswerPool.Slot(country: country.letters, slot: name)
            values[name] = plants.deal(slot, mayGo: mayGo, using: &generator)
        }
        return template.filled(values)
    }

    /// Writes the kinds of identifiers that the complete interviews had no room for into answers of the others, once
    /// it is known which of those answers stay.
    mutating func settleOwed(in population: inout Population) {
        for row in 0..<population.count where population[row].disposition != .complete {
            for variable in texts where population[row, variable] >= 0 {
                let rules = questionnaire.study.countries[population[row].country]
                let shelf = AnswerPool.Shelf(language: rules.language, topic: pool.topics[variable] ?? "")
                let template = pool.templates[shelf]?.first { plants.owes($0.slots, rules.country) }
                guard let template else { continue }
                population.texts[Int(population[row, variable])] = filled(template, rules.country, mayGo: false)
            }
        }
    }

    /// An answer for a study that brings none.
    private mutating func numbered(_ variable: Int, _ rules: CountryRules) -> OpenAnswer {
        numbered += 1
        let subject = questionnaire.questions[variable].name.split(separator: "_").joined(separator: " ")
        return OpenAnswer(
            english: Array("Answer about \(subject) \(numbered)".utf8),
            original: Array("[\(rules.language)] \(subject) \(numbered)".utf8))
    }

    /// Takes the translation of a few answers of complete interviews away.
    mutating func loseTranslations(in population: inout Population) {
        let complete = generator.shuffled((0..<population.count).filter { population[$0].disposition == .complete })
        var echoes = Composition.echoed
        for row in complete.prefix(Composition.untranslated) {
            guard let variable = generator.pick(texts.filter { population[row, $0] >= 0 }) else { continue }
            let place = Int(population[row, variable])
            let isLong = population.texts[place].originalLength >= 12
            population.texts[place].translation = isLong && echoes > 0 ? .echo : .missing
            if isLong { echoes -= 1 }
        }
    }
}
