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

    /// What follows from earlier uploads and is about none of these files.
    public var general: [CheckedUpload.Item]

    /// Whether it lies in a partner's folder, where receipts of the nights lie too.
    public var isBesideReceipts = false

    /// A report.
    public init(
        study: String, uploads: [CheckedUpload], language: ReportLanguage, headerLanguage: String,
        general: [CheckedUpload.Item] = []
    ) {
        self.study = study
        self.uploads = uploads
        self.language = language
        self.headerLanguage = headerLanguage
        self.general = general
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
        var what, column, header, rows, expected, nearest, remedy, code: String
    }

    init(_ report: CheckReport) {
        self.report = report
        wording = Wording(report.language)
    }

    func label(_ name: String) -> String { wording.text("label/\(name)") }

    /// The report's first sentence.
    var verdict: String { report.uploads.isEmpty ? wording.text("verdict/none") : verdict(report.todo) }

    /// A file's first sentence: ready, or how much is left to do.
    func verdict(_ todo: Int) -> String {
        todo == 0 ? wording.text("verdict/ready") : wording.plural("verdict/todo", todo)
    }

    /// The country as the reader calls it, or in English.
    func country(_ upload: CheckedUpload) -> String {
        upload.countryNames[wording.language.rawValue] ?? upload.countryName
    }

    private func columns(_ upload: CheckedUpload) -> String? {
        upload.columns.map { wording.plural("columns/fine", $0.all, ["fine": String($0.fine)]) }
    }

    /// How many interviews, and how many of them are complete.
    private func rows(_ upload: CheckedUpload) -> String? {
        upload.rows.map { rows in
            let interviews = MaskedInterviews(rows)
            return wording.plural("interviews", interviews.started, ["complete": interviews.complete(wording)])
        }
    }

    /// What is known of a file as a whole: interviews, columns, and what nobody looked at.
    func counts(_ upload: CheckedUpload) -> [String] {
        let unread = upload.unreadRows == 0 ? nil : wording.plural("rows/unread", upload.unreadRows)
        let rest = upload.unreadFrom.map { wording.text("rows/unread-from", ["n": String($0)]) }
        let all = upload.isUnread ? wording.text("rows/unread-all") : nil
        return [rows(upload), columns(upload), unread, rest, all].compactMap(\.self)
    }

    func item(_ item: CheckedUpload.Item) -> Item {
        let count = item.isCounted ? String(item.count) : wording.text("count/untold")
        let message = wording.message(item.code, label: item.label, count: count, example: decimal)
        return Item(
            what: message.what, column: columns(item), header: item.columns.count > 1 ? "" : item.header,
            rows: [rows(item), byte(item)].filter { !$0.isEmpty }.joined(separator: "; "), expected: message.expected,
            nearest: nearest(item), remedy: message.remedy,
            code: item.code.rawValue)
    }

    private func columns(_ item: CheckedUpload.Item) -> String {
        let columns = item.columns.count > 1 ? item.columns : [item.column].compactMap(\.self)
        return columns.map(Place.letters(ofColumn:)).joined(separator: ", ")
    }

    /// A number with decimals as the country writes it.
    private var decimal: String { "37\(report.uploads.first?.decimalMark ?? ".")5" }

    /// What cells give away, of one sort.
    struct Giveaway {
        var what, remedy, code: String
        var columns: [Column]

        /// A column, with each kind of identifier in it.
        struct Column {
            var letters, header: String
            var kinds: [(kind: String, rows: String)]
        }
    }

    /// What cells give away, first in translations, then in originals, then where no such thing belongs.
    func giveaways(_ upload: CheckedUpload) -> [Giveaway] {
        Dictionary(grouping: upload.identifying, by: \.code).sorted { $0.key.rawValue < $1.key.rawValue }.map {
            code, items in
            let message = wording.message(code, label: "", count: String(items.count))
            return Giveaway(
                what: message.what, remedy: message.remedy, code: code.rawValue,
                columns: items.reduce(into: []) { columns, item in
                    let words = self.item(item)
                    if columns.last?.letters != words.column {
                        columns.append(.init(letters: words.column, header: words.header, kinds: []))
                    }
                    columns[columns.count - 1].kinds.append((kind(item), words.rows))
                })
        }
    }

    func kind(_ item: CheckedUpload.Item) -> String { wording.text("kind/\(item.label)") }

    private func nearest(_ item: CheckedUpload.Item) -> String {
        if !item.offered.isEmpty { return "\(wording.text("offered")): \(item.offered)" }
        return item.nearest.isEmpty ? "" : "\(wording.text("nearest")): \(item.nearest.joined(separator: "; "))"
    }

    /// A line about how the interviews went.
    struct Measure {
        /// What is measured, in whatever language the line is.
        var code: String
        var name, column, header, value: String
        /// How many, and of how many; nil where the line does not tell.
        var count, base: Int?

        init(_ code: String, _ name: String, _ told: Told, column: Int? = nil, header: String = "") {
            self.code = "quality.\(code)"
            self.name = name
            self.column = column.map(Place.letters(ofColumn:)) ?? ""
            self.header = header
            (value, count, base) = (told.words, told.count, told.base)
        }
    }

    /// What is told of a share.
    struct Told {
        var words: String
        var count, base: Int?
    }

    /// How the interviews went; nothing when there is no interview to speak of.
    func measures(_ upload: CheckedUpload) -> [Measure] {
        let quality = upload.quality
        guard quality.eligible > 0 else { return [] }
        let interviews = MaskedInterviews(upload.rows ?? DispositionCounts())
        // A base that is not told is told by no share either.
        let shares = [
            ("speeders", told(quality.speeders, of: interviews[.complete])),
            ("straight", told(quality.straightLines, of: interviews[.complete])),
            ("blank", told(quality.blanks, of: quality.blanks.base)),
            ("other", told(quality.otherChoices, of: quality.otherChoices.base)),
            ("ended", told(quality.brokenOff, of: interviews[.breakOff].flatMap { _ in interviews.eligible })),
        ]
        let endings = (interviews[.breakOff] == nil ? [] : upload.endings).map { ending in
            let words = wording.text("quality/ended-at", ["n": String(ending.count)])
            return Measure(
                "ended-at", "", Told(words: words, count: ending.count), column: ending.column, header: ending.header)
        }
        return shares.map { Measure($0, wording.text("quality/\($0)"), $1) } + endings
    }

    /// Small counts may be about somebody, so they are not told; nor is how few are left.
    /// - Parameter base: what stands behind the share's own base; nil when it is not told.
    private func told(_ share: FieldQuality.Share?, of base: Int?) -> Told {
        guard let share, share.base >= FieldQuality.Share.smallest else {
            return Told(words: wording.text("quality/none"))
        }
        guard base != nil else { return Told(words: wording.text("count/untold")) }
        let few = FieldQuality.Share.smallest
        func words(_ key: String, _ count: Int) -> String {
            wording.text("quality/\(key)", ["n": String(count), "base": String(share.base)])
        }
        if (1..<few).contains(share.count) { return Told(words: words("few", few), base: share.base) }
        if share.leavesFew { return Told(words: words("most", few), base: share.base) }
        return Told(words: words("share", share.count), count: share.count, base: share.base)
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

    /// Where in the file, for a program that shows bytes.
    private func byte(_ item: CheckedUpload.Item) -> String {
        item.byte.map { wording.text("rows/byte", ["n": String($0)]) } ?? ""
    }

    /// A row's number helps nobody whose header is at fault: a spreadsheet shows it in row 1.
    func place(_ item: Item) -> String { place(item.column, item.header) }

    func place(_ letters: String, _ header: String) -> String {
        let column = [letters, header].filter { !$0.isEmpty }.joined(separator: " – ")
        return column.isEmpty ? "" : "\(label("column")) \(column)"
    }
}

extension DiagnosticCode {
    /// Whether the count is one of columns, all in the same row.
    var countsColumns: Bool {
        [
            .columnDropped, .columnUndeclared, .columnsReordered, .headerDrift, .columnMissing, .columnRenamed,
            .layoutFitted,
        ].contains(self)
    }
}
