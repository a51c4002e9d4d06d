import WeirCore

/// The report of a check, in the partner's language. It has neither times nor respondents' values; of a file it names the
/// places where something has to be done.
public struct CheckReport: Sendable {
    /// The study's title.
    public var study: String
    /// The files, as they were checked.
    public var uploads: [CheckedUpload]
    /// The language.
    public var language: ReportLanguage
    /// The language of the headers, which are the questionnaire's.
    public var headerLanguage: String

    /// A report.
    public init(study: String, uploads: [CheckedUpload], language: ReportLanguage, headerLanguage: String) {
        self.study = study
        self.uploads = uploads
        self.language = language
        self.headerLanguage = headerLanguage
    }

    /// How many things have to be done about all files.
    public var todo: Int { uploads.reduce(0) { $0 + $1.todo.count } }
}

/// A report's sentences, shared by text and page.
struct CheckSentences {
    let report: CheckReport
    let wording: Wording

    /// One finding in words.
    struct Item {
        var what, column, header, rows, expected, remedy, code: String
    }

    init(_ report: CheckReport) {
        self.report = report
        wording = Wording(report.language)
    }

    func label(_ name: String) -> String { wording.text("label/\(name)") }

    /// The first sentence: ready, or how much is left to do.
    func verdict(_ todo: Int) -> String {
        todo == 0 ? wording.text("verdict/ready") : wording.plural("verdict/todo", todo)
    }

    func columns(_ upload: CheckedUpload) -> String? {
        upload.columns.map { wording.plural("columns/fine", $0.all, ["fine": String($0.fine)]) }
    }

    /// How many interviews, and how many of them are complete.
    func rows(_ upload: CheckedUpload) -> String? {
        upload.rows.map { wording.plural("interviews", $0.total, ["complete": String($0[.complete])]) }
    }

    func item(_ item: CheckedUpload.Item) -> Item {
        let message = wording.message(item.code, label: item.label)
        return Item(
            what: message.what, column: item.column.map(Place.letters(ofColumn:)) ?? "", header: item.header,
            rows: rows(item), expected: message.expected, remedy: message.remedy, code: item.code.rawValue)
    }

    /// Where: row 5; or 400 times, first in the rows 5, 9, 12.
    private func rows(_ item: CheckedUpload.Item) -> String {
        let rows = item.rows.map(String.init).joined(separator: ", ")
        switch (item.rows.count, item.count) {
        case (0, _): return ""
        case (1, 1): return wording.text("rows/one", ["rows": rows])
        case (1, _) where item.code.countsColumns: return wording.text("rows/one", ["rows": rows])
        case (let shown, let count) where count > shown: return wording.plural("rows/first", count, ["rows": rows])
        default: return wording.plural("rows/all", item.count, ["rows": rows])
        }
    }

    /// A row's number helps nobody whose header is at fault: a spreadsheet shows it in row 1.
    func place(_ item: Item) -> String {
        let column = item.header.isEmpty ? item.column : "\(item.column) – \(item.header)"
        return column.isEmpty ? "" : "\(label("column")) \(column)"
    }
}

extension DiagnosticCode {
    /// Whether the count is one of columns, all in the same row.
    var countsColumns: Bool { self == .columnDropped || self == .columnUndeclared }
}
