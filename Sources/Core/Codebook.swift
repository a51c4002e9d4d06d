/// The harmonised variables, in the order of the questionnaire.
public struct Codebook: Sendable {
    /// The variables.
    public let variables: [Variable]
    private let indices: [String: Int]

    /// A codebook of variables with unique names.
    public init(variables: [Variable]) {
        self.variables = variables
        indices = Dictionary(
            variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The place of a variable in the questionnaire.
    public func index(of name: String) -> Int? { indices[name] }

    /// The variable with a name.
    public func variable(named name: String) -> Variable? { indices[name].map { variables[$0] } }
}

/// One column of the data set.
public struct DataColumn: Equatable, Sendable {
    /// What the column holds.
    public enum Kind: Equatable, Sendable {
        /// A category's code or a missing reason, at this place among the batch's code columns.
        case code(Int)
        /// A number or a missing reason, at this place among the batch's number columns.
        case number(Int)
        /// Open text, at this place among the batch's text columns.
        case text(Int)
    }

    /// The name in data sets.
    public var name: String
    /// The variable it belongs to, by its place in the codebook.
    public var variable: Int
    /// The category it is about, for a multi-select's 0/1 column, by its place in the variable.
    public var category: Int?
    /// What it holds.
    public var kind: Kind
    /// What it adds to a variable's answers, or nil for the answers themselves.
    public var companion: Companion?

    /// A column that stands beside a variable's answers.
    public enum Companion: String, Sendable {
        /// The missing reason of text, which has no room for one.
        case missing
        /// The length class of an open answer.
        case length
    }
}

/// How long an open answer is, also while it is withheld.
public enum LengthClass: UInt16, CaseIterable, Sendable {
    case upTo20 = 1
    case upTo80 = 2
    case upTo240 = 3
    case longer = 4
    /// There is an original, but no English text yet.
    case untranslated = 5

    /// The class of a text of this many characters.
    public init(characters: Int) {
        switch characters {
        case ...20: self = .upTo20
        case ...80: self = .upTo80
        case ...240: self = .upTo240
        default: self = .longer
        }
    }

    /// The label in codebooks.
    public var label: String {
        switch self {
        case .upTo20: "up to 20 characters"
        case .upTo80: "21 to 80 characters"
        case .upTo240: "81 to 240 characters"
        case .longer: "more than 240 characters"
        case .untranslated: "not yet translated"
        }
    }
}

/// The columns of the data set that a codebook makes, and where each stands in a batch.
public struct Schema: Sendable {
    /// The codebook.
    public let codebook: Codebook
    /// The columns, in the order of the data set. Pseudonym and month stand before them and are no variables.
    public let columns: [DataColumn]
    /// How many columns of each kind a batch has.
    public let codeCount: Int
    /// How many number columns a batch has.
    public let numberCount: Int
    /// How many text columns a batch has.
    public let textCount: Int
    /// For each variable, the place of its first code, number or text column.
    public let places: [Places]

    /// Where one variable's values stand in a batch.
    public struct Places: Equatable, Sendable {
        /// The first code column: the answers of a closed question, or the missing reason of an open one.
        public var code: Int?
        /// The number column.
        public var number: Int?
        /// The text column.
        public var text: Int?
        /// The length class of an open answer.
        public var length: Int?

        /// Nowhere yet.
        public init() {}
    }

    /// Lays the columns out. Evidence and direct identifiers get places too, because later variables depend on them,
    /// but no column in the data set.
    /// - Parameter variables: those that are laid out, when it is not all; the others are nowhere.
    public init(codebook: Codebook, variables: Set<Int>? = nil) {
        var layout = Layout()
        for (index, variable) in codebook.variables.enumerated() {
            guard variables?.contains(index) ?? true else {
                layout.places.append(Places())
                continue
            }
            layout.add(variable, at: index)
        }
        self.codebook = codebook
        columns = layout.columns
        codeCount = layout.codes
        numberCount = layout.numbers
        textCount = layout.texts
        places = layout.places
    }

    private struct Layout {
        var columns: [DataColumn] = []
        var places: [Places] = []
        var codes = 0
        var numbers = 0
        var texts = 0

        mutating func add(_ variable: Variable, at index: Int) {
            var place = Places()
            let mark = columns.count
            switch variable.type {
            case .single, .scale, .matrixRow:
                place.code = codes
                append(variable.name, index, kind: .code(takeCode()))
            case .multi:
                place.code = codes
                for (option, category) in variable.categories.enumerated() {
                    append("\(variable.name)__\(category.name)", index, category: option, kind: .code(takeCode()))
                }
            case .slider, .number:
                place.number = numbers
                append(variable.name, index, kind: .number(numbers))
                numbers += 1
            case .text:
                place.text = texts
                append(variable.name, index, kind: .text(texts))
                texts += 1
                place.code = codes
                append("\(variable.name)__missing", index, kind: .code(takeCode()), companion: .missing)
                place.length = codes
                append("\(variable.name)__length", index, kind: .code(takeCode()), companion: .length)
            case .date:
                break
            }
            places.append(place)
            if !variable.isDelivered { columns.removeSubrange(mark...) }
        }

        private mutating func takeCode() -> Int {
            codes += 1
            return codes - 1
        }

        private mutating func append(
            _ name: String, _ variable: Int, category: Int? = nil, kind: DataColumn.Kind,
            companion: DataColumn.Companion? = nil
        ) {
            columns.append(
                DataColumn(name: name, variable: variable, category: category, kind: kind, companion: companion))
        }
    }
}
