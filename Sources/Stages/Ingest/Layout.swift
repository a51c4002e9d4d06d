public import WeirCore

/// How an upload's header names its columns.
public struct Layout: Equatable, Sendable {
    /// The rows before the first record.
    public var headerRows: Int
    /// The columns, each named by the header rows together.
    public var columns: [SourceColumn]
    /// The layout in words, for reports.
    public var signs: [String]
    /// What is no text in the header rows; a file with such headers is not bound.
    public var defect: Diagnostic?

    /// Reads the first two records of an upload.
    ///
    /// A two-row header has the question in the first column of its block and blanks in the rest; its second row is
    /// blank under the columns about the interview, and says `Response`, an option or a matrix row under the others.
    public init(firstRecords records: [[String]]) {
        let first = records.first ?? []
        let second = records.count > 1 ? records[1] : []
        headerRows = Self.signsOfTwoRows(first, second) >= 2 ? 2 : 1
        if headerRows == 2 {
            signs = ["SurveyMonkey, two header rows, \(Self.isCondensed(second) ? "condensed" : "expanded")"]
            columns = Self.blocks(first, second)
        } else {
            signs = ["one header row"]
            columns = first.map { SourceColumn(question: $0) }
        }
    }

    private static func signsOfTwoRows(_ first: [String], _ second: [String]) -> Int {
        let fixed = ["response", "open-ended response"]
        let signs = [
            second.contains { fixed.contains(TextFolding.folded($0)) },
            first.first.map { TextFolding.folded($0).filter { $0 != " " } == "respondentid" } ?? false,
            second.first?.isEmpty == true,
            first.dropFirst().contains(""),
        ]
        return signs.count { $0 }
    }

    /// A condensed export has one column for each closed question, with `Response` below it.
    private static func isCondensed(_ second: [String]) -> Bool {
        second.contains { TextFolding.folded($0) == "response" }
    }

    private static func blocks(_ first: [String], _ second: [String]) -> [SourceColumn] {
        var question = ""
        return (0..<max(first.count, second.count)).map { index in
            if index < first.count, !first[index].isEmpty { question = first[index] }
            return SourceColumn(question: question, part: index < second.count ? second[index] : "")
        }
    }
}
