import WeirCore
import WeirStudy

/// The codebook as the sampler works with it: each answer is one whole number, whatever the question.
///
/// A closed answer is a mask of the chosen categories' places, a number counts tenths, an open answer is its place
/// among the block's texts; `Questionnaire.blank` stands for none of it.
struct Questionnaire {
    static let blank: Int64 = -1
    /// The bit of somebody who was asked and did not answer, while answers are being assigned.
    static let noAnswer: UInt64 = 1 << 62

    let study: Study
    let questions: [Question]
    let countryVariable: Int
    let consent: Condition
    let hurdles: [(variable: Int, passes: Condition, otherwise: Disposition)]
    let test: Condition?

    /// The place of the last question of the eligibility block, which every eligible person has passed.
    let lastHurdle: Int
    /// The place of the last required question; who answered it is complete.
    let lastRequired: Int

    init(_ study: Study) {
        let codebook = study.codebook
        self.study = study
        questions = Question.all(of: study)
        countryVariable = study.countryVariable
        let rules = study.dispositions
        consent = Condition(rules.consent, in: codebook)
        test = rules.test.map { Condition($0, in: codebook) }
        hurdles = rules.eligibility.compactMap { hurdle in
            codebook.index(of: hurdle.variable).map { ($0, Condition(hurdle.passes, in: codebook), hurdle.otherwise) }
        }
        lastHurdle = (hurdles.map(\.variable) + consent.variables).max() ?? 0
        lastRequired = codebook.variables.lastIndex { $0.isRequired && $0.countries.isEmpty } ?? 0
    }

    var count: Int { questions.count }

    /// Whether somebody was asked, given the answers so far; a condition on a blank answer is not met.
    func asks(_ question: Int, in country: Int, answers: ArraySlice<Int64>) -> Bool {
        questions[question].countries[country].isAsked && questions[question].universe.holds(for: answers)
    }
}

/// One variable, ready for drawing answers.
struct Question {
    enum Kind {
        case single
        case multi(limit: Int?)
        case number(ClosedRange<Int64>)
        case text
        /// Dates and direct identifiers: written from who the person is.
        case identity
    }

    /// What one country's instrument makes of the question.
    struct Local {
        var isAsked: Bool
        /// The categories that the country's crosswalk can write.
        var categories: UInt64
        /// Which categories fit an earlier answer that shares source columns with this one.
        var link: Link?
        /// The categories of closed questions that are answered by filling in this text.
        var speltOut: SpeltOut?

        /// The first variable that is read from the same source columns.
        var earliestShared: Int? {
            ([link?.earlier] + (speltOut?.choices.map(\.variable) ?? [])).compactMap { $0 }.min()
        }
    }

    /// Two variables read from the same source columns.
    struct Link {
        var earlier: Int
        var compatible: [UInt64]
    }

    /// Closed variables and the category in each that is written by filling in a text.
    struct SpeltOut {
        var choices: [(variable: Int, mask: Int64)]
    }

    let name: String
    let kind: Kind
    let universe: Condition
    let isRequired: Bool
    let isEvidence: Bool
    let codes: [UInt16]
    /// By the country's place in the study.
    let countries: [Local]

    var isClosed: Bool {
        switch kind {
        case .single, .multi: true
        default: false
        }
    }

    static func all(of study: Study) -> [Question] {
        study.codebook.variables.enumerated().map { index, variable in
            Question(
                name: variable.name, kind: kind(variable), universe: Condition(variable.universe, in: study.codebook),
                isRequired: variable.isRequired, isEvidence: variable.role == .evidence,
                codes: variable.categories.map(\.code),
                countries: study.countries.map { local(index, variable, study, $0.country) })
        }
    }

    private static func kind(_ variable: Variable) -> Kind {
        if variable.role == .direct { return .identity }
        switch variable.type {
        case .single, .scale, .matrixRow: return .single
        case .multi: return .multi(limit: variable.selectLimit)
        case .slider, .number:
            let range = variable.range ?? 0...100
            return .number(Int64(range.lowerBound.rounded(.up)) * 10...Int64(range.upperBound.rounded(.down)) * 10)
        case .text: return .text
        case .date: return .identity
        }
    }

    private static func local(_ index: Int, _ variable: Variable, _ study: Study, _ country: CountryCode) -> Local {
        let columns = study.crosswalks[country]?.columns ?? []
        let wording = CountryWording(columns: columns, codebook: study.codebook, country: country)
        let written = index == study.countryVariable || columns.contains { $0.variable == index }
        return Local(
            isAsked: variable.isAsked(in: country) && written, categories: wording.categories(of: index),
            link: wording.link(of: index), speltOut: wording.speltOut(by: index))
    }
}
