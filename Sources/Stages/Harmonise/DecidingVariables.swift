public import WeirCore

/// The variables that an interview's disposition depends on, in one country.
public struct DecidingVariables: Sendable {
    /// Those that decide nearly every interview: test records, consent, eligibility, and the end of the questionnaire.
    /// Whom they make a break-off or a partial is decided by all.
    public let first: Set<Int>
    /// All of them.
    public let all: Set<Int>

    /// The variables that decide by a study's rules.
    ///
    /// Whether an interview is complete depends on the required questions behind its last answer. The last required
    /// question that everybody is asked is either answered, and only questions behind it count, or it is not, and only
    /// an answer behind it makes up for it. How much of a broken-off interview is there depends on required questions.
    public init(rules: DispositionRules, codebook: Codebook, country: CountryCode, countryVariable: Int) {
        let named = [rules.test, rules.consent].compactMap(\.self).flatMap(\.variables)
        let gates = rules.eligibility.flatMap { [$0.variable] + $0.passes.variables }
        let gateways = Set((named + gates).compactMap(codebook.index(of:)))
        let questions = codebook.variables.indices.filter {
            codebook.variables[$0].isDelivered && $0 != countryVariable && !gateways.contains($0)
        }
        let required = questions.filter { codebook.variables[$0].isRequired }
        let last = required.last {
            codebook.variables[$0].universe == .everyone && codebook.variables[$0].isAsked(in: country)
        }
        let ending = questions.filter { $0 >= last ?? 0 }
        func withUniverses(_ variables: [Int]) -> Set<Int> {
            let asking = variables.filter { codebook.variables[$0].isRequired }
            return gateways.union(variables).union(
                asking.flatMap { codebook.variables[$0].universe.variables }.compactMap(codebook.index(of:)))
        }
        first = withUniverses(ending)
        all = withUniverses(required + ending)
    }

    /// Whether the first variables alone may be wrong about a disposition.
    public static func isOpen(_ disposition: Disposition) -> Bool {
        disposition == .breakOff || disposition == .sufficientPartial
    }
}
