public import WeirCore

/// What a run has to tell: what came in, what became of every row, what is held and withheld, how risky the data are.
/// A function of the inputs: no times, no values.
public struct RunReport: Sendable {
    /// One upload.
    public struct Upload: Sendable {
        /// The file below the inbox.
        public var file: String
        /// The beginning of its digest.
        public var digest: String
        /// The digest of what follows from the file and the definition alone, as the check prints it; blank when unknown.
        public var verdict: String
        /// Whether its rows are in the data set.
        public var state: State
        /// The format and layout that were recognised.
        public var recognised: [String]
        /// Its rows by disposition.
        public var rows: DispositionCounts
        /// Rows that were counted but not taken, because the upload is not ready.
        public var notReady: Int

        /// What an upload is to the data set.
        public enum State: String, Sendable {
            case inForce = "in force"
            case replaced = "replaced by a newer upload"
            case notReady = "not ready yet"
            /// In force since an earlier night, and not in the inbox any more: to the data set, in force.
            case kept = "in force since an earlier night"
        }

        /// An upload.
        public init(
            file: String, digest: String, verdict: String = "", state: State, recognised: [String],
            rows: DispositionCounts,
            notReady: Int = 0
        ) {
            self.file = file
            self.notReady = notReady
            self.digest = digest
            self.verdict = verdict
            self.state = state
            self.recognised = recognised
            self.rows = rows
        }
    }

    /// One country.
    public struct Country: Sendable {
        /// The code and the name.
        public var code: CountryCode
        public var name: String
        /// Its uploads.
        public var uploads: [Upload] = []
        /// Rows by disposition, over all its uploads.
        public var rows = DispositionCounts()
        /// Rows of uploads that are not ready.
        public var notReady: Int { uploads.reduce(0) { $0 + $1.notReady } }
        /// Open answers scrubbed by machine.
        public var scrubbed = 0
        /// Open answers that a person decided on, by the variable's name.
        public var decided: [String: ReviewCounts] = [:]
        /// Mentions found in the answers of rows that may be merged, by kind.
        public var mentions: [String: Int] = [:]
        /// Open answers withheld by machine, in all rows of its uploads in force.
        public var withheld = 0
        /// Open answers that have no English text yet.
        public var untranslated = 0
        /// Answers that wait for a mapping.
        public var unmapped = 0
        /// Interviews that ended early, by the variable's name.
        public var endedAt: [String: Int] = [:]

        /// A country without uploads.
        public init(code: CountryCode, name: String) {
            self.code = code
            self.name = name
        }
    }

    /// Disclosure risk over the keys under one reading of missing.
    public struct Risk: Sendable {
        /// `strict` or `wildcard`.
        public var reading: String
        /// The smallest k.
        public var smallest: Int
        /// Records that are unique, and with k below 3 and 5.
        public var unique: Int
        /// Records with k below 3.
        public var below3: Int
        /// Records with k below 5.
        public var below5: Int

        /// A measurement.
        public init(reading: String, smallest: Int, unique: Int, below3: Int, below5: Int) {
            self.reading = reading
            self.smallest = smallest
            self.unique = unique
            self.below3 = below3
            self.below5 = below5
        }
    }

    /// The study's title.
    public var title: String
    /// The data set's id.
    public var dataset: String
    /// Whether the public sample keys were used.
    public var isDemonstration: Bool
    /// Rows and columns of the data set.
    public var rows: Int
    /// Columns of the data set.
    public var columns: Int
    /// The countries in the study's order.
    public var countries: [Country]
    /// The keys, by name, and the risk over them.
    public var keys: [String]
    /// The risk over the keys, under each reading of missing.
    public var risks: [Risk]
    /// Findings about the uploads.
    public var findings: [Diagnostic]
    /// The questions by their variable's name, to call them as respondents know them.
    public var questions: [String: String]

    /// A report.
    public init(
        title: String, dataset: String, isDemonstration: Bool, rows: Int, columns: Int,
        countries: [Country], keys: [String], risks: [Risk], findings: [Diagnostic], questions: [String: String] = [:]
    ) {
        self.title = title
        self.dataset = dataset
        self.isDemonstration = isDemonstration
        self.rows = rows
        self.columns = columns
        self.countries = countries
        self.keys = keys
        self.risks = risks
        self.questions = questions
        self.findings = []
        tell(findings)
    }

    /// Tells these findings and no others: what refuses first; within a kind the files keep their order.
    public mutating func tell(_ findings: [Diagnostic]) {
        self.findings = [.refusal, .open, .note].flatMap { severity in findings.filter { $0.severity == severity } }
    }
}

/// The columns of the table of countries: each row of an upload falls into exactly one.
enum AccountColumn: CaseIterable {
    case complete, sufficientPartial, breakOff, notEligible, noConsent, held, test, superseded, notReady

    var title: String {
        switch self {
        case .complete: "complete"
        case .sufficientPartial: "sufficient partial"
        case .breakOff: "break-off"
        case .notEligible: "not eligible"
        case .noConsent: "no consent"
        case .held: "held"
        case .test: "test"
        case .superseded: "superseded"
        case .notReady: "not ready"
        }
    }

    /// A terminal has no room for both kinds of partial interviews.
    var shortTitle: String { self == .sufficientPartial || self == .breakOff ? "partial" : title }

    private var dispositions: [Disposition] {
        switch self {
        case .complete: [.complete]
        case .sufficientPartial: [.sufficientPartial]
        case .breakOff: [.breakOff]
        case .notEligible: [.underAge, .notEligible]
        case .noConsent: [.noConsent]
        case .held: [.held]
        case .test: [.testRecord]
        case .superseded: [.superseded, .withdrawn]
        case .notReady: []
        }
    }

    /// The rows of one country in this column.
    func count(in country: RunReport.Country) -> Int {
        self == .notReady ? country.notReady : dispositions.reduce(0) { $0 + country.rows[$1] }
    }
}

extension RunReport.Country {
    /// The rows in each column, and all of them.
    var cells: [Int] { AccountColumn.allCases.map { $0.count(in: self) } + [rows.total + notReady] }
}

extension RunReport {
    /// Cells of the uploads in force whose answer cannot be used, by country.
    func notUsable(in country: Country) -> Int {
        let files = Set(country.uploads.filter { $0.state == .inForce || $0.state == .kept }.map(\.file))
        let codes: Set<DiagnosticCode> = [.answerNotANumber, .answerOutOfRange, .answerTwice]
        return findings.reduce(0) { sum, finding in
            files.contains(finding.place.file) && codes.contains(finding.code) ? sum + finding.count : sum
        }
    }

    /// What people decided about the answers to each question, over all countries.
    var decided: [(variable: String, counts: ReviewCounts)] {
        let all = countries.reduce(into: [:]) { $0.merge($1.decided, uniquingKeysWith: +) }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    static var columnTitles: [String] { AccountColumn.allCases.map(\.title) + ["all rows"] }

    /// The sums over the countries, column by column.
    var totals: [Int] {
        countries.map(\.cells).reduce([Int](repeating: 0, count: Self.columnTitles.count)) { sum, cells in
            zip(sum, cells).map(+)
        }
    }

    /// Neighbouring cells with the same title as one.
    private static func joined<Cell>(_ cells: [Cell], _ titles: [String], by join: (Cell, Cell) -> Cell) -> [Cell] {
        zip(cells, titles).reduce(into: [(cell: Cell, title: String)]()) { joined, next in
            if let last = joined.last, last.title == next.1 {
                joined[joined.count - 1].cell = join(last.cell, next.0)
            } else {
                joined.append((next.0, next.1))
            }
        }.map(\.cell)
    }

    /// For each kind of mention that was found, how many in each country and in all.
    var mentionLines: [(kind: String, counts: [Int])] {
        Set(countries.flatMap(\.mentions.keys)).sorted().map { kind in
            let counts = countries.map { $0.mentions[kind] ?? 0 }
            return (kind, counts + [counts.reduce(0, +)])
        }
    }

    /// The countries by disposition, as text for a terminal.
    public var table: String {
        let titles = AccountColumn.allCases.map(\.shortTitle) + ["all rows"]
        let lines =
            [["country"] + Self.joined(titles, titles) { first, _ in first }]
            + countries.map { [$0.code.letters] + Self.joined($0.cells, titles, by: +).map(String.init) }
            + [["all"] + Self.joined(totals, titles, by: +).map(String.init)]
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            zip(line, widths).enumerated().map { index, cell in
                let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + blanks : blanks + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
