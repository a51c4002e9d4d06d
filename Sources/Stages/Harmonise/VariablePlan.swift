import WeirCore

/// How one variable is read from the cells of a batch. A class, because every row of every batch goes through all plans,
/// and a copy would count the references of each of its parts.
final class VariablePlan: Sendable {
    /// A cell and how it is read.
    struct Source: Sendable {
        var slot: Int
        var reading: Reading
        /// The options that a box is about. Beside the reading, so that the many cells that are known never touch it.
        var own: [Int] = []
    }

    /// How a cell is read; one case for each operation whose cells pass Ingest.
    enum Reading: Sendable {
        case answer(AnswerTable)
        case flag(AnswerTable)
        case other(code: UInt16)
        case ticked(AnswerTable, options: OptionPlaces)
        case split(AnswerTable, separator: [UInt8], options: OptionPlaces)
        case number(mark: UInt8, reversedFrom: Double?)
        /// Redact has done it.
        case open
    }

    let variable: Int
    let type: VariableType
    let isAsked: Bool
    /// Evidence and direct identifiers do not count as answers.
    let counts: Bool
    let isRequired: Bool
    let universe: UniverseTest
    /// Whether the universe is everyone.
    let isForEveryone: Bool
    let sources: [Source]
    let places: Schema.Places
    let columns: ValueColumns
    let range: ClosedRange<Double>?
    let selectLimit: Int?
    /// The options of a multi-select, and those that this country's instrument lacks.
    let optionCount: Int
    let foreignOptions: [Int]

    init(variable index: Int, schema: Schema, crosswalk: Crosswalk, rules: CountryRules) {
        let variable = schema.codebook.variables[index]
        self.variable = index
        type = variable.type
        isAsked = variable.isAsked(in: rules.country)
        counts = variable.isDelivered
        isRequired = variable.isRequired
        universe = UniverseTest(variable.universe, schema: schema)
        isForEveryone = if case .everyone = universe { true } else { false }
        places = schema.places[index]
        columns = ValueColumns(places, options: variable.type == .multi ? variable.categories.count : 1)
        range = variable.range
        selectLimit = variable.selectLimit
        optionCount = variable.categories.count
        foreignOptions = variable.categories.indices.filter {
            let countries = variable.categories[$0].countries
            return !countries.isEmpty && !countries.contains(rules.country)
        }
        let own = crosswalk.passing.enumerated().filter { $1.variable == index }
        // "Other" is what is left when no answer was given, wherever its line stands.
        let ordered = own.filter { $1.operation != .other } + own.filter { $1.operation == .other }
        sources = ordered.map {
            Source(slot: $0, reading: Self.reading($1, variable, rules), own: Self.own($1, variable))
        }
    }

    /// A box that stands for no option says something about all of them.
    private static func own(_ column: CrosswalkColumn, _ variable: Variable) -> [Int] {
        guard column.operation == .ticked else { return [] }
        let codes = Set(column.answers.map(\.code))
        let own = variable.categories.indices.filter { codes.contains(variable.categories[$0].code) }
        return own.isEmpty ? Array(variable.categories.indices) : own
    }

    private static func reading(
        _ column: CrosswalkColumn, _ variable: Variable, _ rules: CountryRules
    ) -> Reading {
        let answers = column.answers + column.labelled(for: variable, in: rules.language)
        let table = AnswerTable(answers)
        let options = OptionPlaces(variable.categories.map(\.code))
        switch column.operation {
        case .ticked: return .ticked(table, options: options)
        case .split(let separator):
            let table = AnswerTable(answers, separator: separator)
            return .split(table, separator: Array(separator.utf8), options: options)
        case .flag: return .flag(table)
        case .other: return .other(code: column.answers.first?.code ?? MissingReason.unmapped.rawValue)
        case .number: return .number(mark: rules.decimalMark, reversedFrom: nil)
        case .reversed(let end): return .number(mark: rules.decimalMark, reversedFrom: end)
        case .translation, .original, .id, .collector, .submitted: return .open
        case .answer, .fold: return .answer(table)
        }
    }
}

/// The places of a multi-select's options by their codes.
struct OptionPlaces: Sendable {
    private let places: [Int16]
    private static let none: Int16 = -1

    /// - Parameter codes: of the options, in their order.
    init(_ codes: [UInt16]) {
        var places = [Int16](repeating: Self.none, count: codes.max().map { Int($0) + 1 } ?? 0)
        for (place, code) in codes.enumerated().reversed() { places[Int(code)] = Int16(place) }
        self.places = places
    }

    /// The place of the option with a code; nil when none has it.
    @inline(__always)
    subscript(code: UInt16) -> Int? {
        guard Int(code) < places.count, places[Int(code)] != Self.none else { return nil }
        return Int(places[Int(code)])
    }
}
