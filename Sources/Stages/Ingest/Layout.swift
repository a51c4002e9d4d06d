public import WeirCore

/// How an upload's header names its columns.
public struct Layout: Equatable, Sendable {
    /// The rows before the first record.
    public var headerRows: Int
    /// The columns, each named by the header rows together.
    public var columns: [SourceColumn]
    /// What the layout was recognised by.
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
        signs = Self.signsOfTwoRows(first, second)
        headerRows = signs.count >= 2 ? 2 : 1
        if headerRows == 2 {
            columns = Self.blocks(first, second)
        } else {
            signs = ["one header row"]
            columns = first.map { SourceColumn(question: $0) }
        }
    }

    private static func signsOfTwoRows(_ first: [String], _ second: [String]) -> [String] {
        var signs: [String] = []
        let fixed = ["response", "open-ended response"]
        if second.contains(where: { fixed.contains(TextFolding.folded($0)) }) {
            signs.append("'Response' in the second row")
        }
        if let head = first.first, TextFolding.folded(head).filter({ $0 != " " }) == "respondentid" {
            signs.append("'Respondent ID' first")
        }
        if second.first?.isEmpty == true { signs.append("blank under the first header") }
        if first.dropFirst().contains("") { signs.append("blanks in the first row") }
        return signs
    }

    private static func blocks(_ first: [String], _ second: [String]) -> [SourceColumn] {
        var question = ""
        return (0..<max(first.count, second.count)).map { index in
            if index < first.count, !first[index].isEmpty { question = first[index] }
            return SourceColumn(question: question, part: index < second.count ? second[index] : "")
        }
    }
}
