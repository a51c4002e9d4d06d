/// Who was asked a question, in the words of XLSForm's `relevant`: `${support_boys} = 'yes' and ${share} > 0`,
/// `selected(${services}, 'other')`.
public indirect enum Universe: Equatable, Sendable {
    /// Everybody who reached the question.
    case everyone
    /// A comparison of a variable with a category name or a number.
    case compare(variable: String, Comparison, Operand)
    /// Whether a category of a multi-select was picked.
    case selected(variable: String, category: String)
    case and(Universe, Universe)
    case or(Universe, Universe)

    /// A comparison's sign.
    public enum Comparison: String, Sendable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case atMost = "<="
        case more = ">"
        case atLeast = ">="

        /// Whether the sign holds between two numbers.
        @inlinable public func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .equal: left == right
            case .unequal: left != right
            case .less: left < right
            case .atMost: left <= right
            case .more: left > right
            case .atLeast: left >= right
            }
        }
    }

    /// What a variable is compared with.
    public enum Operand: Equatable, Sendable {
        case category(String)
        case number(Double)
    }

    /// The variables it looks at, in the order of their occurrence.
    public var variables: [String] {
        switch self {
        case .everyone: []
        case .compare(let variable, _, _), .selected(let variable, _): [variable]
        case .and(let left, let right), .or(let left, let right): left.variables + right.variables
        }
    }

    /// The text as an XLSForm expression; empty for everybody.
    public var text: String {
        switch self {
        case .everyone: ""
        case .compare(let variable, let sign, .category(let name)): "${\(variable)} \(sign.rawValue) '\(name)'"
        case .compare(let variable, let sign, .number(let number)):
            "${\(variable)} \(sign.rawValue) \(number.written)"
        case .selected(let variable, let category): "selected(${\(variable)}, '\(category)')"
        case .and(let left, let right): "\(left.bracketed(if: left.isOr)) and \(right.bracketed(if: right.isJoined))"
        case .or(let left, let right): "\(left.text) or \(right.bracketed(if: right.isOr))"
        }
    }

    private func bracketed(if needed: Bool) -> String { needed ? "(\(text))" : text }

    private var isOr: Bool {
        if case .or = self { return true }
        return false
    }

    private var isJoined: Bool {
        if case .and = self { return true }
        return isOr
    }
}

/// Where an expression of a universe goes wrong.
public struct UniverseError: Error, Equatable {
    /// The character, from 1.
    public var position: Int
    /// What was expected there.
    public var expected: String
}

extension Universe {
    /// Reads an expression.
    /// - Throws: `UniverseError` naming the character and what was expected.
    public init(parsing text: String) throws(UniverseError) {
        var parser = UniverseParser(text)
        self = try parser.parse()
    }
}

/// A recursive-descent reader of the expressions above.
private struct UniverseParser {
    private let characters: [Character]
    private var position = 0

    init(_ text: String) { characters = Array(text) }

    mutating func parse() throws(UniverseError) -> Universe {
        skipSpace()
        if position == characters.count { return .everyone }
        let result = try alternatives()
        if position < characters.count { throw expected("the end, 'and' or 'or'") }
        return result
    }

    private mutating func alternatives() throws(UniverseError) -> Universe {
        var result = try conjunction()
        while take(word: "or") { result = .or(result, try conjunction()) }
        return result
    }

    private mutating func conjunction() throws(UniverseError) -> Universe {
        var result = try term()
        while take(word: "and") { result = .and(result, try term()) }
        return result
    }

    private mutating func term() throws(UniverseError) -> Universe {
        if take("(") {
            let inner = try alternatives()
            guard take(")") else { throw expected("a closing bracket") }
            return inner
        }
        return take(word: "selected") ? try selection() : try comparison()
    }

    private mutating func selection() throws(UniverseError) -> Universe {
        guard take("(") else { throw expected("an opening bracket") }
        let variable = try reference()
        guard take(",") else { throw expected("a comma") }
        guard let category = quoted() else { throw expected("a category name in single quotes") }
        guard take(")") else { throw expected("a closing bracket") }
        return .selected(variable: variable, category: category)
    }

    private mutating func comparison() throws(UniverseError) -> Universe {
        let variable = try reference()
        guard let sign = sign() else { throw expected("one of = != < <= > >=") }
        if let name = quoted() { return .compare(variable: variable, sign, .category(name)) }
        guard let number = number() else { throw expected("a number, or a category name in single quotes") }
        return .compare(variable: variable, sign, .number(number))
    }

    private mutating func reference() throws(UniverseError) -> String {
        guard take("$"), take("{") else { throw expected("a variable as ${name}") }
        let name = run { $0 != "}" }
        guard !name.isEmpty, take("}") else { throw expected("a variable as ${name}") }
        return name
    }

    private mutating func sign() -> Universe.Comparison? {
        let start = position
        if let sign = Universe.Comparison(rawValue: run { "=!<>".contains($0) }) { return sign }
        position = start
        return nil
    }

    private mutating func quoted() -> String? {
        let start = position
        guard take("'") else { return nil }
        let name = run { $0 != "'" }
        if take("'") { return name }
        position = start
        return nil
    }

    private mutating func number() -> Double? {
        let start = position
        if let number = Double(run { $0.isNumber || ".-+e".contains($0) }), number.isFinite { return number }
        position = start
        return nil
    }

    private mutating func run(while condition: (Character) -> Bool) -> String {
        let start = position
        while position < characters.count, condition(characters[position]) { position += 1 }
        let word = String(characters[start..<position])
        skipSpace()
        return word
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        skipSpace()
        return true
    }

    private mutating func take(word: String) -> Bool {
        let end = position + word.count
        guard end <= characters.count, String(characters[position..<end]) == word else { return false }
        if end < characters.count, characters[end].isLetter { return false }
        position = end
        skipSpace()
        return true
    }

    private mutating func skipSpace() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    private func expected(_ what: String) -> UniverseError { UniverseError(position: position + 1, expected: what) }
}
