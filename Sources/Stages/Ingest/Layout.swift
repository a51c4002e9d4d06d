public import WeirCore

/// How an upload's header names its columns.
public struct Layout: Equatable, Sendable {
    /// The rows before the first record.
    public var headerRows: Int
    /// The columns, each named by the header rows together.
    public var columns: [SourceColumn]
    /// Other names of the same columns: a question's text beside its code.
    public var otherNames: [[SourceColumn]]
    /// What the export is.
    public var export: ExportLayout
    /// What it was recognised by; none for a plain table.
    public var signs: [String]
    /// Columns that the platform adds, and what they say of the interview.
    public var interview: [Int: InterviewColumn]
    /// What is no text in the header rows, or that these are no answers; a file with such headers is not bound.
    public var defect: Diagnostic?
    /// What is wrong with headers that are known all the same: it refuses the file, and hides nothing about its columns.
    public var flaws: [Diagnostic] = []
    /// The header's first row, as a spreadsheet numbers it.
    public var firstRow = 1
    /// How letters of the headers were lost between UTF-8 and another encoding. Such headers may still be known.
    public var garbled: Misreading?

    /// How many records are looked at.
    public static let lookedAt = 12
    /// How many records a header has at most.
    public static let mostRows = 5

    /// Reads the first records of an upload.
    ///
    /// A two-row header has the question in the first column of its block and blanks in the rest; its second row is
    /// blank under the columns about the interview, and says `Response`, an option or a matrix row under the others.
    /// Under Qualtrics's names stand the questions and a row of ids, under KoBoToolbox's a row of tags may stand.
    /// - Parameter sheet: the sheet's name in a workbook.
    public init(firstRecords records: [[String]], sheet: String? = nil) {
        let rows = FirstRows(records, sheet: sheet)
        let recognised = RecognisedLayout.recognised(in: rows)
        export = recognised?.layout ?? .plain
        signs = recognised?.signs ?? []
        headerRows = Self.headerRows(of: export, rows)
        let first = records.first ?? []
        let second = records.count > 1 ? records[1] : []
        switch export {
        case .surveyMonkeyCondensed, .surveyMonkeyExpanded, .surveyMonkeyStripped:
            columns = Self.blocks(first, second)
        default: columns = first.map { SourceColumn(question: $0) }
        }
        otherNames = Self.otherNames(of: columns, in: export, first, second, rows)
        interview = [:]
        for (index, column) in columns.enumerated() where column.part.isEmpty {
            let names = [column.question] + otherNames[index].map(\.question)
            interview[index] = names.lazy.compactMap { [export] in InterviewColumn.role(of: $0, in: export) }.first
        }
        // The first column of a REDCap project is the record's id, whatever it is called.
        if export == .redcapRaw || export == .redcapLabels, !columns.isEmpty { interview[0] = .id }
    }

    /// All names of a column, the header's first.
    public func names(of column: Int) -> [SourceColumn] {
        [columns[column]] + (column < otherNames.count ? otherNames[column] : [])
    }

    /// The layout in words, for reports.
    public var words: String {
        let count = ["no", "one", "two", "three", "four", "five"][min(headerRows, 5)]
        return "\(export.words), \(count) header row\(headerRows == 1 ? "" : "s")"
    }

    /// The layout and its signs, for reports.
    public var recognised: [String] { [([words] + signs).joined(separator: "; ")] }

    private static func headerRows(of export: ExportLayout, _ rows: FirstRows) -> Int {
        switch export {
        case .surveyMonkeyCondensed, .surveyMonkeyExpanded, .surveyMonkeyStripped, .qualtricsLegacy: 2
        case .qualtricsThreeRows, .qualtricsTwoRows: (rows.importIDs ?? 1) + 1
        case .koboNames, .koboLabels: rows.hasTags ? 2 : 1
        default: 1
        }
    }

    private static func otherNames(
        of columns: [SourceColumn], in export: ExportLayout, _ first: [String], _ second: [String], _ rows: FirstRows
    ) -> [[SourceColumn]] {
        let hasQuestions = [.qualtricsThreeRows, .qualtricsTwoRows, .qualtricsLegacy].contains(export)
        if hasQuestions, rows.importIDs != 1 {
            return columns.indices.map { index in
                index < second.count && !second[index].isEmpty ? [SourceColumn(question: second[index])] : []
            }
        }
        if export == .limeSurveyBoth, let separator = RecognisedLayout.limeSurveySeparator(rows.first) {
            return first.map { header in
                guard let between = header.firstRange(of: separator) else { return [] }
                let names = [header[..<between.lowerBound], header[between.upperBound...]]
                return names.map { SourceColumn(question: String($0)) }
            }
        }
        return [[SourceColumn]](repeating: [], count: columns.count)
    }

    private static func blocks(_ first: [String], _ second: [String]) -> [SourceColumn] {
        var question = ""
        return (0..<max(first.count, second.count)).map { index in
            if index < first.count, !first[index].isEmpty { question = first[index] }
            return SourceColumn(question: question, part: index < second.count ? second[index] : "")
        }
    }
}
