import WeirCore

/// What a new study starts from: variables, categories and a crosswalk, drafted from a file. A person decides the rest.
public struct StudyDraft: Sendable {
    /// The platform as the study's definition names it.
    var platform = "undecided"
    /// The layout, when the file shows it.
    var layout: ExportLayout?
    /// The language of the questions, as a tag.
    var language = "en"
    /// The order of day, month and year in which the platform writes, as far as is known.
    var dates: CountryRules.DateOrder {
        switch layout?.platform {
        case "SurveyMonkey", "Google Forms", "Microsoft Forms": .monthDayYear
        case .some: .yearMonthDay
        case nil: .dayMonthYear
        }
    }
    /// The variables, in the order of the questionnaire.
    public var variables: [DraftedVariable] = []
    /// The lists of categories by name.
    public var lists: [DraftedList] = []
    /// What a person has to decide, one sentence each. Wording of the instrument at most.
    public var todo: [String] = []
    /// Answers that were left out because too few rows share them or because they may identify.
    public var leftOut = LeftOut()

    /// How many different answers were left out, and of how many questions.
    public struct LeftOut: Sendable {
        /// The answers.
        public var answers = 0
        /// The questions.
        public var questions = 0

        mutating func add(_ count: Int) {
            answers += count
            questions += count > 0 ? 1 : 0
        }
    }

    /// The tags of all languages with wording, English first.
    var languages: [String] {
        let tags = Set(variables.flatMap(\.labels.keys) + lists.flatMap { $0.categories.flatMap(\.labels.keys) })
        return ["en"] + tags.subtracting(["en"]).sorted()
    }
}

/// Something to draft a study from: a questionnaire, or a file with labels or answers.
protocol DraftSource {
    /// - Throws: a `Diagnostic`, or `Diagnostics`, that says why nothing can be drafted.
    func drafted() throws -> StudyDraft
}

/// A variable, drafted.
public struct DraftedVariable: Sendable {
    var name: String
    var section = ""
    var type: VariableType
    var list = ""
    /// Wording by language tag.
    var labels: [String: String] = [:]
    var universe = ""
    var role: Role
    var isRequired = false
    var range: ClosedRange<Double>?
    /// The lines of the crosswalk.
    var lines: [Line] = []

    /// A line of the crosswalk.
    struct Line: Sendable {
        var source: SourceColumn
        var operation: CrosswalkOperation
        var answer = ""
        var code = ""
        /// `proposed` when somebody has to confirm it.
        var note = ""
    }

    /// Whether it is a question of the data set.
    public var isQuestion: Bool { role != .direct && role != .evidence }
}

/// A list of categories, drafted.
public struct DraftedList: Sendable {
    var name: String
    var categories: [Entry]

    /// A category.
    struct Entry: Equatable, Sendable {
        var name: String
        var code: Int
        var labels: [String: String]
    }

    /// How many categories there are.
    public var count: Int { categories.count }
}
