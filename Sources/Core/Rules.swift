/// How one country writes and sends.
public struct CountryRules: Equatable, Sendable {
    /// The country.
    public var country: CountryCode
    /// The name in reports.
    public var name: String
    /// The language of the questionnaire, as a tag: `sq`, `bs`, `ro`, `es`, `en`.
    public var language: String
    /// The platform the uploads come from; part of a respondent's pseudonym.
    public var platform: String
    /// The sign before decimals.
    public var decimalMark: UInt8
    /// The order of day, month and year.
    public var dateOrder: DateOrder
    /// The encoding of the country's text files, when somebody declared it.
    public var encoding: TextEncoding?
    /// What a newer upload does to the older ones.
    public var uploads: Succession
    /// The months in which interviews took place; nil when nobody declared them.
    public var fieldPeriod: ClosedRange<Month>?

    /// The order of day, month and year in written dates.
    public enum DateOrder: String, CaseIterable, Sendable {
        case dayMonthYear = "DMY"
        case monthDayYear = "MDY"
        case yearMonthDay = "YMD"
    }

    /// What a newer upload does to the older ones.
    public enum Succession: String, CaseIterable, Sendable {
        /// It stands for all interviews so far.
        case replaces
        /// It brings further interviews.
        case adds
    }

    /// Rules of a country.
    public init(
        country: CountryCode, name: String, language: String, platform: String, decimalMark: UInt8,
        dateOrder: DateOrder, uploads: Succession, fieldPeriod: ClosedRange<Month>? = nil, encoding: TextEncoding? = nil
    ) {
        self.country = country
        self.name = name
        self.language = language
        self.platform = platform
        self.decimalMark = decimalMark
        self.dateOrder = dateOrder
        self.uploads = uploads
        self.fieldPeriod = fieldPeriod
        self.encoding = encoding
    }
}

/// How an interview's disposition is decided, in order of precedence.
public struct DispositionRules: Equatable, Sendable {
    /// True of a test record; nil when the study has none.
    public var test: Universe?
    /// True when the respondent consented.
    public var consent: Universe
    /// The eligibility questions in their order.
    public var eligibility: [Hurdle]
    /// The share of asked, required questions that makes a broken-off interview a sufficient partial.
    public var sufficientShare: Double
    /// The dispositions that are merged.
    public var merged: Set<Disposition>

    /// One eligibility question.
    public struct Hurdle: Equatable, Sendable {
        /// The variable.
        public var variable: String
        /// True when the respondent may go on.
        public var passes: Universe
        /// The disposition of those who may not.
        public var otherwise: Disposition

        /// An eligibility question.
        public init(variable: String, passes: Universe, otherwise: Disposition) {
            self.variable = variable
            self.passes = passes
            self.otherwise = otherwise
        }
    }

    /// Rules of a study.
    public init(
        test: Universe?, consent: Universe, eligibility: [Hurdle], sufficientShare: Double,
        merged: Set<Disposition>
    ) {
        self.test = test
        self.consent = consent
        self.eligibility = eligibility
        self.sufficientShare = sufficientShare
        self.merged = merged
    }
}
