public import WeirCore

/// The variables that an interview's disposition depends on, in one country.
///
/// Whether an eligible interview is complete depends on the required questions behind its last answer. The last required
/// question that everybody is asked is either answered, and only questions behind it count, or it is not, and only an
/// answer behind it makes up for it. So the questions from there on tell what is complete. How much of a broken-off
/// interview is there depends on the required questions.
public struct DecidingVariables: Sendable {
    /// Those that decide nearly every interview: test records, consent, eligibility, and the end of the questionnaire.
    public let first: Set<Int>
    /// The required questions.
    public let required: Set<Int>
    /// All of them.
    public let all: Set<Int>
    private let share: Double
    private let fewestAsked: Int

    /// The variables that decide by a study's rules.
    public init(rules: DispositionRules, codebook: Codebook, country: CountryCode, countryVariable: Int) {
        func places(_ names: [String]) -> Set<Int> { Set(names.compactMap(codebook.index(of:))) }
        let gates = places(rules.consent.variables + rules.eligibility.map(\.variable))
        let gateways = gates.union(
            places((rules.test?.variables ?? []) + rules.eligibility.flatMap(\.passes.variables)))
        let questions = codebook.variables.indices.filter {
            codebook.variables[$0].isDelivered && $0 != countryVariable && !gates.contains($0)
        }
        let required = questions.filter { codebook.variables[$0].isRequired }
        let asked = required.filter {
            codebook.variables[$0].universe == .everyone && codebook.variables[$0].isAsked(in: country)
        }
        let ending = questions.filter { $0 >= asked.last ?? 0 }
        func withUniverses(_ variables: [Int]) -> Set<Int> {
            let asking = variables.filter { codebook.variables[$0].isRequired }
            return gateways.union(variables).union(places(asking.flatMap { codebook.variables[$0].universe.variables }))
        }
        first = withUniverses(ending)
        all = withUniverses(required + ending)
        self.required = Set(required)
        share = rules.sufficientShare
        fewestAsked = asked.count
    }

    /// Whether the first variables alone may be wrong about a disposition: about how much of the interview is there.
    public static func isOpen(_ disposition: Disposition) -> Bool {
        disposition == .breakOff || disposition == .sufficientPartial
    }

    /// An open interview with fewer answers to required questions is a break-off: what everybody is asked is the least
    /// that it was asked.
    public var fewestAnswers: Double { share * Double(fewestAsked) * (1 - 1e-9) }
}
