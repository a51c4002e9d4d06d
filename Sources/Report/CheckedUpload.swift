public import WeirCore

/// What a partner wants to know about a file: whether it is ready, and if not, what to change. It has no room for a
/// respondent's value.
public struct CheckedUpload: Sendable {
    /// The file's name.
    public var file: String
    /// The country whose questionnaire it was held against.
    public var country: CountryCode
    /// The country's name.
    public var countryName: String
    /// What other languages call it, by their tags.
    public var countryNames: [String: String] = [:]
    /// The file's SHA-256; nil when it could not be read.
    public var digest: String?
    /// The digest of what follows from the file and the definition alone; nil when the file could not be read.
    public var verdict: String?
    /// Rows by disposition; nil when the file cannot be used.
    public var rows: DispositionCounts?
    /// Whether nothing could be looked at but what refuses the file: more may be found in it later.
    public var isUnread = false
    /// Rows that refuse the file and were not looked at further.
    public var unreadRows = 0
    /// The first row of a part at the end that could not be looked at.
    public var unreadFrom: Int?
    /// The questionnaire's columns; nil when no answer could be looked at.
    public var columns: Columns?
    /// How the interviews went.
    public var quality = FieldQuality()
    /// The country's decimal mark.
    public var decimalMark = "."
    /// The questions at which interviews broke off, with their counts.
    public var endings: [Ending] = []
    /// What was found.
    public var items: [Item] = []

    /// A question at which interviews broke off.
    public struct Ending: Equatable, Sendable {
        /// Its column, from 0.
        public var column: Int?
        /// Its header as the study's definition has it.
        public var header: String
        /// How many interviews ended there.
        public var count: Int

        /// A question with its count.
        public init(column: Int?, header: String, count: Int) {
            self.column = column
            self.header = header
            self.count = count
        }
    }

    /// How many of the questionnaire's columns are there and need nothing.
    public struct Columns: Equatable, Sendable {
        /// Those.
        public var fine: Int
        /// All of them.
        public var all: Int

        /// A count.
        public init(fine: Int, all: Int) {
            self.fine = fine
            self.all = all
        }
    }

    /// One finding, for however many rows it stands.
    public struct Item: Equatable, Sendable {
        /// What was found.
        public var code: DiagnosticCode
        /// The column, from 0.
        public var column: Int?
        /// The column, and others of which the same is told.
        var columns: [Int]
        /// The column's header as the study's definition has it; blank for one that nobody declared.
        public var header = ""
        /// The variable's name, when the finding is about one.
        public var variable = ""
        /// Other wording of the instrument that names what is meant; or the kind of what a cell gives away.
        public var label: String
        /// The questionnaire's answers that are nearest to unknown ones.
        public var nearest: [String] = []
        /// The codes that the questionnaire takes, where its answers are codes.
        public var offered = ""
        /// How many times.
        public var count: Int
        /// Whether that is told: beside other numbers it may tell of a few.
        public var isCounted = true
        /// The first rows, as a spreadsheet numbers them.
        public var rows: [Int]
        /// The byte of a text file at which the first is, from 0.
        public var byte: Int?

        /// A finding without its column's header.
        public init(_ finding: Diagnostic) {
            code = finding.code
            column = finding.place.column
            columns = finding.place.column.map { [$0] } ?? []
            label = finding.label
            count = finding.count
            byte = finding.place.byte
            rows = finding.firstRows.isEmpty ? finding.place.row.map { [$0] } ?? [] : finding.firstRows
        }

        /// How much follows from it.
        public var severity: Diagnostic.Severity { code.severity }
    }

    /// A file of which nothing is known yet.
    public init(file: String, country: CountryCode, countryName: String) {
        self.file = file
        self.country = country
        self.countryName = countryName
    }

    /// What has to be done, in the order of the columns.
    public var todo: [Item] { Self.joined(own.filter { $0.severity >= .open }) }
    /// What is worth knowing.
    public var notes: [Item] {
        own.filter { $0.severity < .open && !$0.code.isAboutQuality && !$0.code.isOnPartnersSide }
    }
    /// What cells give away, by column and kind; only whoever has the file is told.
    public var identifying: [Item] { items.filter(\.code.isOnPartnersSide) }
    /// What stands out in how the interviews went.
    public var qualityNotes: [Item] {
        let tellsBreakOffs = rows.map { MaskedInterviews($0)[.breakOff] != nil } ?? true
        return own.filter(\.code.isAboutQuality).map { item in
            var item = item
            item.isCounted = item.code != .breakOffs || tellsBreakOffs
            return item
        }
    }
    /// What follows from earlier uploads and from decisions: no part of the verdict about the file.
    public var stateItems: [Item] { items.filter { !$0.code.isAboutFile } }
    private var own: [Item] { items.filter(\.code.isAboutFile) }
    /// Of letters that were lost in one way it is told once, however many columns they are lost in: there is one thing to do.
    private static func joined(_ items: [Item]) -> [Item] {
        var joined: [Item] = []
        for item in items {
            let isLost = item.code == .answerMojibake || item.code == .answerMisread
            guard isLost, let first = joined.firstIndex(where: { $0.code == item.code && $0.label == item.label })
            else {
                joined.append(item)
                continue
            }
            joined[first].columns.append(contentsOf: item.columns)
            joined[first].count += item.count
            joined[first].rows = Array(Set(joined[first].rows + item.rows).sorted().prefix(Tally.rowsKept))
            joined[first].byte = [joined[first].byte, item.byte].compactMap(\.self).min()
        }
        return joined
    }

    /// Whether nothing has to be done.
    public var isReady: Bool { todo.isEmpty }
    /// Whether the merge takes the file, with or without something left to do.
    public var isUsable: Bool { !items.contains { $0.severity == .refusal } }
}

extension DiagnosticCode {
    fileprivate var isAboutFile: Bool { followsFromUpload || isOnPartnersSide }
    fileprivate var isAboutQuality: Bool { rawValue.hasPrefix("quality.") }
}
