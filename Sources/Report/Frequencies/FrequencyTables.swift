/// The tables that are asked for first: how often each answer was given, by country.
public struct FrequencyTables: Sendable {
    /// Counts of one kind for each country.
    public struct Line: Sendable {
        /// What is counted.
        public var label: String
        /// The code in the data; nil for an option of several.
        public var code: UInt16?
        /// Rows by country.
        public var counts: [Int]

        /// A line.
        public init(label: String, code: UInt16? = nil, counts: [Int]) {
            self.label = label
            self.code = code
            self.counts = counts
        }
    }

    /// A question's counts.
    public struct Question: Sendable {
        /// The variable's name.
        public var name: String
        /// The question in English.
        public var text: String
        /// Who was asked; blank for everybody.
        public var universe: String
        /// Whether several answers can be given.
        public var isMultiple: Bool
        /// Rows by answer, or that picked each option.
        public var answers: [Line]
        /// Rows with an answer.
        public var answered: [Int]
        /// Rows that were asked and have no answer, by reason.
        public var askedReasons: [Line]
        /// Rows that were not asked, or may not tell, by reason.
        public var otherReasons: [Line]
        /// The sum of the numbers by country; nil for categories.
        public var sums: [Double]?

        /// A question's counts.
        public init(
            name: String, text: String, universe: String, isMultiple: Bool, answers: [Line], answered: [Int],
            askedReasons: [Line], otherReasons: [Line], sums: [Double]?
        ) {
            self.name = name
            self.text = text
            self.universe = universe
            self.isMultiple = isMultiple
            self.answers = answers
            self.answered = answered
            self.askedReasons = askedReasons
            self.otherReasons = otherReasons
            self.sums = sums
        }
    }

    /// The study's title.
    public var title: String
    /// The data set's name.
    public var dataset: String
    /// Whether public sample keys were used.
    public var isDemonstration: Bool
    /// Counts below k are masked; nil in the house, where they are exact.
    public var k: Int?
    /// What the tables of the finer profile tell of the same rows; nil where there is none.
    public var finer: FinerTables?
    /// What the tables of earlier releases of the profile tell.
    public var earlier: [EarlierTables]
    /// What the tables of earlier releases of other profiles tell.
    public var others: [OtherTables]
    /// The countries, and their rows.
    public var countries: [Line]
    /// The questions.
    public var questions: [Question]

    /// Tables about a data set.
    /// - Parameter countries: a line for each, with one count.
    public init(
        title: String, dataset: String, isDemonstration: Bool, k: Int? = nil, finer: FinerTables? = nil,
        earlier: [EarlierTables] = [], others: [OtherTables] = [], countries: [Line], questions: [Question]
    ) {
        self.title = title
        self.dataset = dataset
        self.isDemonstration = isDemonstration
        self.k = k
        self.finer = finer
        self.earlier = earlier
        self.others = others
        self.countries = countries
        self.questions = questions
    }

    /// What stands beside every table.
    public static let sentence = "Convenience sample, not representative, completes only."

    /// What the columns and lines are.
    var notes: String {
        var notes =
            "n: rows. %: of the rows that answered. A question with several answers has two percentages: of the "
            + "respondents who answered, which add up to more than 100, and of all answers given. Asked: everybody but those "
            + "whom the form did not ask, who broke off before, whose country did not have the question, or whose cell is "
            + "suppressed. The last column joins countries of different sample sizes: every row counts the same."
        if let k {
            notes +=
                " Counts below \(k) are masked (–), with others where a sum would give them back"
                + (finer == nil ? "" : ", or the tables of the finer profile would")
                + (earlier.isEmpty && !others.contains(where: \.haveOtherPeople)
                    ? "" : ", and those that beside an earlier release would tell of fewer than \(k) new people")
                + "; so are percentages over masked bases."
        }
        return notes
    }

    /// The questions as they are shown.
    var shown: [ShownQuestion] {
        questions.map { question in
            FrequencyMask(k: k).shown(
                question,
                beside: ([finer?.question(question.name, among: countries)]
                    + others.map { $0.question(question.name, among: countries) }).compactMap(\.self),
                after: earlier.compactMap { $0.question(question, among: countries, k: k ?? 0) })
        }
    }

    /// What these tables do not tell of all countries together, by the questions' names: other pages mask it as well.
    public var maskedTotals: [String: MaskedTotals] {
        Dictionary(
            zip(questions, shown).map { ($0.name, MaskedTotals($0, $1)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The names of the countries, and of the column that joins them.
    var columnNames: [String] { countries.map(\.label) + ["All \(countries.count) countries"] }
    /// Their rows.
    var columnRows: [Int] {
        let rows = countries.map { $0.counts.first ?? 0 }
        return rows + [rows.reduce(0, +)]
    }
}

/// Which counts of a question over all rows are masked.
public struct MaskedTotals: Sendable {
    /// The answers' and the missing reasons' codes.
    public var codes: Set<UInt16> = []
    /// The options of several, by their places.
    public var options: Set<Int> = []
    /// Whether it is masked how many answered.
    public var isBaseMasked = false
    /// Whether the mean of a number is masked.
    public var isMeanMasked = false

    /// Masked counts.
    public init(codes: Set<UInt16> = [], options: Set<Int> = [], isBaseMasked: Bool = false) {
        self.codes = codes
        self.options = options
        self.isBaseMasked = isBaseMasked
    }

    init(_ question: FrequencyTables.Question, _ shown: ShownQuestion) {
        let isMasked = { (kind: ShownQuestion.Line.Kind) in
            shown.lines.filter { $0.kind == kind }.map { $0.cells.last?.isMasked ?? false }
        }
        isBaseMasked = isMasked(.base).first ?? false
        isMeanMasked = isMasked(.mean).first ?? false
        let reasons = question.askedReasons + question.otherReasons
        let answers = zip(question.answers, isMasked(.answer)).filter(\.1)
        codes = Set((answers + zip(reasons, isMasked(.reason)).filter(\.1)).compactMap(\.0.code))
        if question.isMultiple { options = Set(isMasked(.answer).indices.filter { isMasked(.answer)[$0] }) }
    }
}

/// A question's lines as they are shown, all countries last.
struct ShownQuestion {
    /// A cell; nil where there is nothing to show or it is masked.
    struct Cell {
        var count: Int?
        /// Tenths of a percent: of those who answered, and of all answers.
        var share: Int?
        var shareOfAnswers: Int?
        /// A mean, in tenths.
        var mean: Int?
        var isMasked = false
    }

    struct Line {
        enum Kind { case answer, base, reason, mean }
        var kind: Kind
        var label: String
        /// The code in the data; nil for an option of several, a base and a mean.
        var code: UInt16?
        var cells: [Cell]
    }

    /// Where a cell is: in which line, and in which place.
    struct Position: Hashable {
        var line: Int
        var place: Int
    }

    var question: FrequencyTables.Question
    var lines: [Line]
    /// Masked cells that, beside an earlier release, would tell of fewer than k people who are new.
    var ofFewNew: Set<Position> = []
}

/// Tenths of a percent, rounded half up.
func tenths(_ part: Int, of whole: Int) -> Int? { whole > 0 ? (2000 * part + whole) / (2 * whole) : nil }

/// Tenths as text.
func text(tenths: Int) -> String { tenths < 0 ? "-" + text(tenths: -tenths) : "\(tenths / 10).\(tenths % 10)" }
