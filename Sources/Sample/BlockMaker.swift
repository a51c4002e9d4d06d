import WeirCore
import WeirStudy

/// Makes one block of interviews: the target population, and beside it refusals, test records and earlier versions.
struct BlockMaker {
    private let questionnaire: Questionnaire
    private let targets: TargetTable
    private let pool: AnswerPool
    private let calendars: [FieldPeriod]
    private let seed: UInt64
    private var register: RespondentRegister

    init(
        questionnaire: Questionnaire, targets: TargetTable, pool: AnswerPool, calendars: [FieldPeriod], seed: UInt64
    ) {
        self.questionnaire = questionnaire
        self.targets = targets
        self.pool = pool
        self.calendars = calendars
        self.seed = seed
        register = RespondentRegister(questionnaire: questionnaire)
    }

    /// A block, of which only the first `started` interviews are kept.
    /// - Returns: the interviews, and for each country its rows in the order of the upload.
    mutating func make(_ block: Int, started: Int) -> (Population, order: [[Int]]) {
        var generator = SeededGenerator(seed: seed, stream: UInt64(block))
        var population = Population(width: questionnaire.count)
        addInterviews(to: &population, using: &generator)
        answerEligibility(&population, using: &generator)
        AnswerMaker(questionnaire: questionnaire, targets: targets).answer(&population, using: &generator)
        var texts = OpenAnswerMaker(
            questionnaire: questionnaire, pool: pool, generator: SeededGenerator(seed: generator.next()))
        texts.answer(&population)
        texts.loseTranslations(in: &population)
        breakOff(&population, using: &generator)
        texts.settleOwed(in: &population)
        addEarlierVersions(to: &population, using: &generator)
        return (population, BlockOrder(population, questionnaire).rows(started: started, using: &generator))
    }

    private mutating func addInterviews(to population: inout Population, using generator: inout SeededGenerator) {
        let composition = targets.composition
        for country in questionnaire.study.countries.indices {
            let counts: [(Disposition, Int)] = [
                (.complete, composition.complete[country]), (.breakOff, composition.breakOff[country]),
                (.notEligible, composition.notEligible[country]), (.noConsent, 1),
            ]
            for (disposition, count) in counts {
                for _ in 0..<count { add(disposition, country, to: &population, using: &generator) }
            }
        }
        guard questionnaire.test != nil else { return }
        for number in 0..<Composition.testRecords {
            add(.testRecord, number % questionnaire.study.countries.count, to: &population, using: &generator)
        }
    }

    private mutating func add(
        _ disposition: Disposition, _ country: Int, to population: inout Population,
        using generator: inout SeededGenerator
    ) {
        var interview = Interview(country: country, disposition: disposition)
        interview.source = register.next(in: country, using: &generator)
        interview.collector = generator.below(RespondentRegister.collectors)
        interview.moment = calendars[country].moment(using: &generator)
        interview.seed = generator.next()
        population.append(interview)
        population[population.count - 1, questionnaire.countryVariable] = countryAnswer(country)
    }

    private func countryAnswer(_ country: Int) -> Int64 {
        let letters = questionnaire.study.countries[country].country.letters
        let variable = questionnaire.study.codebook.variables[questionnaire.countryVariable]
        let place = variable.categories.firstIndex { $0.name == letters }
        return place.map { 1 << Int64($0) } ?? Questionnaire.blank
    }

    private func answerEligibility(_ population: inout Population, using generator: inout SeededGenerator) {
        let gate = EligibilityGate(questionnaire: questionnaire)
        // Every question turns somebody away: the first few are given one each, the others follow at random.
        var turnedAway = 0
        for row in 0..<population.count {
            gate.answerEvidence(row, in: &population, using: &generator)
            gate.answer(row, failing: turnedAway, in: &population, using: &generator)
            if population[row].disposition == .notEligible || population[row].disposition == .underAge {
                turnedAway += 1
            }
        }
    }

    private func breakOff(_ population: inout Population, using generator: inout SeededGenerator) {
        let breakOff = BreakOff(questionnaire: questionnaire)
        for row in 0..<population.count where population[row].disposition == .breakOff {
            breakOff.cut(row, in: &population, using: &generator)
        }
    }

    /// Adds versions of complete interviews that their respondents sent before they changed one answer.
    private func addEarlierVersions(to population: inout Population, using generator: inout SeededGenerator) {
        let complete = generator.shuffled((0..<population.count).filter { population[$0].disposition == .complete })
        for row in complete.prefix(Composition.duplicates) {
            guard let variable = changeable(row, in: population, using: &generator) else { continue }
            var earlier = population[row]
            earlier.disposition = .superseded
            earlier.moment -= 60 * Int64(5 + generator.below(50))
            earlier.supersededBy = row
            population.append(earlier, answersOf: row)
            let others =
                questionnaire.questions[variable].countries[earlier.country].categories
                & ~UInt64(population[row, variable])
            population[population.count - 1, variable] = 1 << Int64(generator.bit(of: others))
        }
    }

    /// An answered question on which no other one depends.
    private func changeable(
        _ row: Int, in population: Population, using generator: inout SeededGenerator
    ) -> Int? {
        let decisive = Set(questionnaire.questions.flatMap { $0.universe.variables })
        return generator.pick(
            questionnaire.questions.indices.filter { variable in
                let question = questionnaire.questions[variable]
                let local = question.countries[population[row].country]
                return variable > questionnaire.lastHurdle && variable != questionnaire.countryVariable
                    && question.isClosed && !question.isMulti && !decisive.contains(variable) && local.link == nil
                    && !question.isEvidence && population[row, variable] >= 0 && local.categories.nonzeroBitCount > 1
            })
    }
}
