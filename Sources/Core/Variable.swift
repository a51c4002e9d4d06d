/// What kind of question a variable holds.
public enum VariableType: String, CaseIterable, Sendable {
    /// One category.
    case single
    /// Any number of categories; delivered as one 0/1 column per category.
    case multi
    /// One point of an ordered scale.
    case scale
    /// One row of a matrix: an ordered scale of its own, sharing its categories with the other rows.
    case matrixRow = "matrix row"
    /// A number set on a slider.
    case slider
    /// A number.
    case number
    /// A date; only its month is kept, and only internally.
    case date
    /// An open answer.
    case text

    /// Whether answers are categories.
    public var isCoded: Bool { self == .single || self == .multi || self == .scale || self == .matrixRow }
    /// Whether answers are numbers.
    public var isNumeric: Bool { self == .slider || self == .number }
}

/// What a variable may tell about a person.
public enum Role: String, CaseIterable, Sendable {
    /// Identifies by itself: never passes Ingest.
    case direct
    /// A quasi-identifier, part of the declared keys or near to them.
    case key
    /// Describes the children a worker supported, not the worker.
    case `case`
    /// Describes the office.
    case office
    /// An open answer.
    case open
    /// Evidence about the interview, such as a platform's status; used, not delivered.
    case evidence
    /// Nothing of the above.
    case plain
}

/// Whether the reports print it or the reconstruction assumes it.
public enum Basis: String, CaseIterable, Sendable {
    case published, assumed
}

/// One answer option of a variable.
public struct Category: Equatable, Sendable {
    /// The stable name, as in XLSForm's choices.
    public var name: String
    /// The number in the data.
    public var code: UInt16
    /// Wording by language tag (`en`, `sq`, `bs`, `ro`, `es`).
    public var labels: [String: String]
    /// Today's wording, where the fielded one is outdated.
    public var preferred: String
    /// The countries whose instrument has the option; empty means all.
    public var countries: Set<CountryCode>
    /// Whether the reports print the option.
    public var basis: Basis

    /// A category.
    public init(
        name: String, code: UInt16, labels: [String: String], preferred: String = "",
        countries: Set<CountryCode> = [], basis: Basis
    ) {
        self.name = name
        self.code = code
        self.labels = labels
        self.preferred = preferred
        self.countries = countries
        self.basis = basis
    }
}

/// One variable of the harmonised data set.
public struct Variable: Equatable, Sendable {
    /// The stable name.
    public var name: String
    /// The section of the questionnaire.
    public var section: String
    /// What kind of question it is.
    public var type: VariableType
    /// The matrix or list of categories it shares; empty for none.
    public var list: String
    /// Question wording by language tag, as fielded.
    public var labels: [String: String]
    /// Today's wording in English, where the fielded one is outdated.
    public var preferred: String
    /// Who was asked, as written in the codebook; empty means everybody eligible.
    public var universe: Universe
    /// What it may tell about a person.
    public var role: Role
    /// Whether the tool insisted on an answer.
    public var isRequired: Bool
    /// The countries that asked it; empty means all.
    public var countries: Set<CountryCode>
    /// The smallest and largest number allowed.
    public var range: ClosedRange<Double>?
    /// The most categories one respondent may pick.
    public var selectLimit: Int?
    /// Whether the reports print the question.
    public var basis: Basis
    /// The categories, in their order.
    public var categories: [Category]

    /// A variable.
    public init(
        name: String, section: String = "", type: VariableType, list: String = "", labels: [String: String] = [:],
        preferred: String = "", universe: Universe = .everyone, role: Role = .plain, isRequired: Bool = false,
        countries: Set<CountryCode> = [], range: ClosedRange<Double>? = nil, selectLimit: Int? = nil,
        basis: Basis = .published, categories: [Category] = []
    ) {
        self.name = name
        self.section = section
        self.type = type
        self.list = list
        self.labels = labels
        self.preferred = preferred
        self.universe = universe
        self.role = role
        self.isRequired = isRequired
        self.countries = countries
        self.range = range
        self.selectLimit = selectLimit
        self.basis = basis
        self.categories = categories
    }

    /// Whether this country's instrument has the question.
    public func isAsked(in country: CountryCode) -> Bool { countries.isEmpty || countries.contains(country) }

    /// The category with a name.
    public func category(named name: String) -> Category? { categories.first { $0.name == name } }

    /// Whether the variable goes into data sets.
    public var isDelivered: Bool { role != .direct && role != .evidence }
}
