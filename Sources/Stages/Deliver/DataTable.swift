public import WeirCore

/// The columns of a data set as every format needs them: names, questions, what the codes mean, which columns are one
/// question. A release has other ones than the internal data set, and nothing else to write from.
public struct DataTable: Sendable {
    /// What a code means.
    public struct Meaning: Equatable, Hashable, Sendable {
        /// The code.
        public var code: UInt16
        /// The label in English.
        public var label: String

        /// A code's meaning.
        public init(code: UInt16, label: String) {
            self.code = code
            self.label = label
        }
    }

    /// A column.
    public struct Column: Sendable {
        /// What its cells are, at which place among a batch's columns.
        public enum Content: Equatable, Sendable {
            /// A category's code or a missing reason.
            case code(Int)
            /// The missing reason beside a text, blank where there is a text.
            case reason(Int)
            /// A number or a missing reason.
            case number(Int)
            /// An open answer.
            case text(Int)
        }

        /// What may be computed with it.
        public enum Measure: String, Sendable {
            case nominal, ordinal, scale
        }

        /// The name.
        public var name: String
        /// The question, and for a multi-select the option.
        public var label: String
        /// The option that a multi-select's column is about; blank for others.
        public var option: String
        /// What its cells are.
        public var content: Content
        /// What may be computed with it.
        public var measure: Measure
        /// Its categories; missing reasons are the same everywhere and not among them.
        public var categories: [Meaning]
        /// The variable, by its place in the codebook.
        public var variable: Int
        /// The most bytes that a text has.
        public var width = 0
    }

    /// The columns of a multi-select question.
    public struct Choices: Sendable {
        /// The variable's name.
        public var name: String
        /// The question.
        public var label: String
        /// The variable, by its place in the codebook.
        public var variable: Int
        /// Its columns, by their places.
        public var columns: [Int]
    }

    /// The missing reasons with their labels.
    public static let reasons = MissingReason.allCases.map { Meaning(code: $0.rawValue, label: $0.label) }
    /// The code of a column of reasons beside a text that is there.
    static let noReason: UInt16 = 0
    static let monthLabel = "Month of submission"

    /// The study's title.
    public var title: String
    /// Files and tables are called so: merged, or released.
    public var name: String
    /// The name of the column that names the rows, and what it is.
    public var key: (name: String, label: String)
    /// Whether the month of submission stands behind the rows' names.
    public var hasMonth: Bool
    /// The columns behind those.
    public var columns: [Column]
    /// The multi-select questions.
    public var choices: [Choices]
    /// The most rows that there can be.
    public var mostRows: Int

    /// A data set's columns.
    /// - Parameters:
    ///   - columns: those of the schema that are delivered.
    ///   - categories: of a variable, with the codes and labels that are delivered.
    ///   - widths: the most bytes of a text, by the text column's place.
    public init(
        title: String, name: String, key: (name: String, label: String), hasMonth: Bool, schema: Schema,
        columns: [DataColumn], categories: (Int) -> [Meaning], widths: [Int] = [], mostRows: Int
    ) {
        self.title = title
        self.name = name
        self.key = key
        self.hasMonth = hasMonth
        self.mostRows = mostRows
        let variables = schema.codebook.variables
        self.columns = columns.map { column in
            let variable = variables[column.variable]
            var made = Column(
                name: column.name, label: Self.label(column, variable), option: Self.option(column, variable),
                content: Self.content(column),
                measure: Self.measure(column, variable),
                categories: Self.meanings(column, variable, categories), variable: column.variable)
            if case .text(let place) = column.kind { made.width = widths.indices.contains(place) ? widths[place] : 0 }
            return made
        }
        let multiple = Dictionary(grouping: columns.indices.filter { columns[$0].category != nil }) {
            columns[$0].variable
        }
        choices = multiple.sorted { $0.key < $1.key }.map { variable, places in
            Choices(
                name: variables[variable].name, label: Self.question(variables[variable]), variable: variable,
                columns: places)
        }
    }

    private static func question(_ variable: Variable) -> String { variable.labels["en"] ?? variable.name }

    private static func option(_ column: DataColumn, _ variable: Variable) -> String {
        column.category.map { variable.categories[$0].labels["en"] ?? variable.categories[$0].name } ?? ""
    }

    private static func label(_ column: DataColumn, _ variable: Variable) -> String {
        if column.category != nil { return "\(question(variable)): \(option(column, variable))" }
        return switch column.companion {
        case .missing: "Why there is no text: \(question(variable))"
        case .length: "Length of the answer: \(question(variable))"
        case nil: question(variable)
        }
    }

    private static func content(_ column: DataColumn) -> Column.Content {
        switch column.kind {
        case .code(let place): column.companion == .missing ? .reason(place) : .code(place)
        case .number(let place): .number(place)
        case .text(let place): .text(place)
        }
    }

    private static func measure(_ column: DataColumn, _ variable: Variable) -> Column.Measure {
        switch column.kind {
        case .number: return .scale
        case .text: return .nominal
        case .code:
            if column.companion == .length { return .ordinal }
            let isOrdered = variable.type == .scale || variable.type == .matrixRow || areBands(variable.categories)
            return isOrdered && column.category == nil && column.companion == nil ? .ordinal : .nominal
        }
    }

    /// Whether categories are bands of a number, such as of age or of years: each begins with no smaller one than that before.
    static func areBands(_ categories: [Category]) -> Bool {
        let starts = categories.map { category in
            Int((category.labels["en"] ?? "").drop { !$0.isNumber }.prefix { $0.isASCII && $0.isNumber })
        }
        let ascends = zip(starts, starts.dropFirst()).allSatisfy { first, next in
            if let first, let next { first <= next } else { false }
        }
        return starts.count > 2 && starts.first != starts.last && ascends
    }

    private static func meanings(
        _ column: DataColumn, _ variable: Variable, _ categories: (Int) -> [Meaning]
    ) -> [Meaning] {
        switch column.companion {
        case .missing: return []
        case .length: return LengthClass.allCases.map { Meaning(code: $0.rawValue, label: $0.label) }
        case nil: break
        }
        if column.category != nil { return [Meaning(code: 0, label: "not picked"), Meaning(code: 1, label: "picked")] }
        if case .code = column.kind { return categories(column.variable) }
        return []
    }
}
