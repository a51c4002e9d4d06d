/// One column of a data set as its documentation describes it. Every count in it may be printed: in a release it is made
/// of released rows and masked.
public struct ColumnDescription: Sendable {
    /// What the column's cells are.
    public enum Content: Equatable, Sendable {
        /// The row's name.
        case name
        /// A year and a month.
        case month
        /// A category's code or a missing reason.
        case code
        /// A number or a missing reason.
        case number(ClosedRange<Double>?)
        /// An open answer.
        case text
        /// Why there is no open answer.
        case reason
    }

    /// A value with its meaning.
    public struct Value: Sendable {
        /// The code.
        public var code: UInt16
        /// Wording by language tag.
        public var labels: [String: String]
        /// Today's wording, where the fielded one is outdated.
        public var preferred: String
        /// Whether it says why there is no answer.
        public var isMissing: Bool
        /// How many rows have it; nil where the count is masked.
        public var count: Int?

        /// A value.
        public init(
            code: UInt16, labels: [String: String], preferred: String = "", isMissing: Bool = false, count: Int?
        ) {
            self.code = code
            self.labels = labels
            self.preferred = preferred
            self.isMissing = isMissing
            self.count = count
        }
    }

    /// How far the answers of one country can be compared with the others'.
    public enum Comparability: String, Sendable {
        /// The country's instrument has the question with all its categories.
        case complete
        /// Some categories are not in the country's instrument.
        case partial
        /// The country's instrument does not have the question.
        case impossible
    }

    /// The column's name.
    public var name: String
    /// What its cells are.
    public var content: Content
    /// The question; nil for a column about the interview.
    public var variable: Variable?
    /// The option that a multi-select's column is about.
    public var option: Category?
    /// What the column says in English.
    public var label: String
    /// The values with their meanings, answers before missing reasons.
    public var values: [Value]
    /// Rows with a number or a text; nil where there is no such thing, or where the count is masked.
    public var filled: Int?
    /// How far each country's answers can be compared, in the study's order of countries.
    public var comparability: [(country: CountryCode, degree: Comparability)]

    /// A column.
    public init(
        name: String, content: Content, label: String, variable: Variable? = nil, option: Category? = nil,
        values: [Value] = [], filled: Int? = nil, comparability: [(country: CountryCode, degree: Comparability)] = []
    ) {
        self.name = name
        self.content = content
        self.label = label
        self.variable = variable
        self.option = option
        self.values = values
        self.filled = filled
        self.comparability = comparability
    }

    /// The codes of answers.
    public var codes: [Value] { values.filter { !$0.isMissing } }
}

/// A data set as its documentation describes it.
public struct DataSetDescription: Sendable {
    /// The table with the codes.
    public struct Table: Sendable {
        /// The file below the data set's folder.
        public var path: String
        /// Its rows, without the header.
        public var rows: Int
        /// Its bytes, compressed.
        public var bytes: Int
        /// SHA-256 of these bytes, in hexadecimal digits.
        public var digest: String

        /// A table.
        public init(path: String, rows: Int, bytes: Int, digest: String) {
            self.path = path
            self.rows = rows
            self.bytes = bytes
            self.digest = digest
        }
    }

    /// Another file that holds data, or says what codes mean.
    public struct File: Sendable {
        /// The file below the data set's folder.
        public var path: String
        /// What it is, in a line.
        public var words: String
        /// Its bytes, as they lie there.
        public var bytes: Int
        /// SHA-256 of these bytes, in hexadecimal digits.
        public var digest: String
        /// The names of its columns; empty where it is no delimited text.
        public var header: [String]

        /// A file.
        public init(path: String, words: String, bytes: Int, digest: String, header: [String]) {
            self.path = path
            self.words = words
            self.bytes = bytes
            self.digest = digest
            self.header = header
        }
    }

    /// The study's name in paths, its title and the version of its definition.
    public var study, title, version: String
    /// The data set's name.
    public var id: String
    /// What it is, in a sentence.
    public var summary: String
    /// The lowest count that is told; nil where all are exact.
    public var smallestCount: Int?
    /// Who made it and what may be done with it.
    public var about: StudyAbout
    /// The countries with their names.
    public var countries: [(code: CountryCode, name: String)]
    /// The column that says where an interview took place.
    public var countryColumn: String
    /// What respondents agreed to.
    public var consentScope: [String]
    /// The same in a sentence; of practice it says what is taken for granted.
    public var consent: String
    /// The table.
    public var table: Table
    /// Its columns.
    public var columns: [ColumnDescription]
    /// The other files, by path.
    public var files: [File]

    /// A data set.
    public init(
        study: String, title: String, version: String, id: String, summary: String, smallestCount: Int?,
        about: StudyAbout, countries: [(code: CountryCode, name: String)], countryColumn: String,
        consentScope: [String], consent: String? = nil, table: Table, columns: [ColumnDescription], files: [File] = []
    ) {
        self.study = study
        self.title = title
        self.version = version
        self.id = id
        self.summary = summary
        self.smallestCount = smallestCount
        self.about = about
        self.countries = countries
        self.countryColumn = countryColumn
        self.consentScope = consentScope
        self.consent = consent ?? "Respondents agreed to: \(consentScope.joined(separator: ", "))."
        self.table = table
        self.columns = columns
        self.files = files
    }

    /// The languages of the wordings, English first.
    public static let languages = ["en", "sq", "bs", "ro", "es"]
}
