import WeirCore

/// A universe whose names are places: fast to ask of many people.
indirect enum Condition {
    case everyone
    case never
    case chosen(variable: Int, categories: UInt64)
    case notChosen(variable: Int, categories: UInt64)
    case compare(variable: Int, Universe.Comparison, tenths: Int64)
    case and(Condition, Condition)
    case or(Condition, Condition)

    /// Looks the names up. What the codebook does not know holds for nobody; the study's reader has said so already.
    init(_ universe: Universe, in codebook: Codebook) {
        switch universe {
        case .everyone: self = .everyone
        case .and(let left, let right): self = .and(Condition(left, in: codebook), Condition(right, in: codebook))
        case .or(let left, let right): self = .or(Condition(left, in: codebook), Condition(right, in: codebook))
        case .selected(let name, let category): self = Self.choice(name, category, in: codebook)
        case .compare(let name, let sign, .category(let category)):
            self = Self.choice(name, category, negated: sign == .unequal, in: codebook)
        case .compare(let name, let sign, .number(let number)):
            guard let variable = codebook.index(of: name) else {
                self = .never
                return
            }
            self = .compare(variable: variable, sign, tenths: Int64((number * 10).rounded()))
        }
    }

    private static func choice(
        _ name: String, _ category: String, negated: Bool = false, in codebook: Codebook
    ) -> Condition {
        guard let variable = codebook.index(of: name),
            let place = codebook.variables[variable].categories.firstIndex(where: { $0.name == category })
        else { return .never }
        let mask: UInt64 = 1 << UInt64(place)
        if negated { return .notChosen(variable: variable, categories: mask) }
        return .chosen(variable: variable, categories: mask)
    }

    /// Whether it holds; a blank operand makes a comparison false.
    func holds(for answers: ArraySlice<Int64>) -> Bool {
        switch self {
        case .everyone: return true
        case .never: return false
        case .and(let left, let right): return left.holds(for: answers) && right.holds(for: answers)
        case .or(let left, let right): return left.holds(for: answers) || right.holds(for: answers)
        case .chosen(let variable, let categories):
            let answer = answers[answers.startIndex + variable]
            return answer >= 0 && UInt64(answer) & categories != 0
        case .notChosen(let variable, let categories):
            let answer = answers[answers.startIndex + variable]
            return answer >= 0 && UInt64(answer) & categories == 0
        case .compare(let variable, let sign, let tenths):
            let answer = answers[answers.startIndex + variable]
            return answer >= 0 && sign.holds(Double(answer), Double(tenths))
        }
    }

    /// The variables it looks at.
    var variables: [Int] {
        switch self {
        case .everyone, .never: []
        case .chosen(let variable, _), .notChosen(let variable, _), .compare(let variable, _, _): [variable]
        case .and(let left, let right), .or(let left, let right): left.variables + right.variables
        }
    }

    /// The numbers a variable is compared with.
    func limits(of wanted: Int) -> [Int64] {
        switch self {
        case .compare(wanted, _, let tenths): [tenths]
        case .and(let left, let right), .or(let left, let right): left.limits(of: wanted) + right.limits(of: wanted)
        default: []
        }
    }

    /// The categories of a variable that make it true, were they the only answer given.
    func categories(of variable: Int, among allowed: UInt64) -> UInt64 {
        var answers = [Int64](repeating: Questionnaire.blank, count: (variables.max() ?? 0) + 1)
        guard variable < answers.count else { return 0 }
        return (0..<62).reduce(into: 0) { result, place in
            guard allowed & (1 << UInt64(place)) != 0 else { return }
            answers[variable] = 1 << Int64(place)
            if holds(for: answers[...]) { result |= 1 << UInt64(place) }
        }
    }
}
