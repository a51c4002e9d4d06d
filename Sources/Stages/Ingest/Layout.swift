public import WeirCore

/// How an upload's header names its columns.
public struct Layout: Equatable, Sendable {
    /// The rows before the first record.
    public var headerRows: Int
    /// The columns, each named by the header rows together.
    public var columns: [SourceColumn]
    /// The layout in words, for reports.
    public var signs: [String]
    /// The platform, when its signs are there.
    public var platform: Platform?
    /// What is no text in the header rows; a file with such headers is not bound.
    public var defect: Diagnostic?
    /// Whether letters of the headers were lost between two encodings. Such headers may still be known.
    public var isGarbled = false

    /// How many records a header has at most.
    public static let mostRows = 3

    /// Reads the first records of an upload.
    ///
    /// A two-row header has the question in the first column of its block and blanks in the rest; its second row is
    /// blank under the columns about the interview, and says `Response`, an option or a matrix row under the others.
    /// Under Qualtrics's names stand the questions and a row of ids, under KoBoToolbox's a row of tags may stand.
    public init(firstRecords records: [[String]]) {
        let first = records.first ?? []
        let second = records.count > 1 ? records[1] : []
        platform = Platform.recognised(in: records)
        headerRows = 1
        signs = ["one header row"]
        columns = first.map { SourceColumn(question: $0) }
        if Self.signsOfTwoRows(first, second) >= 2 {
            headerRows = 2
            signs = ["SurveyMonkey, two header rows, \(Self.isCondensed(second) ? "condensed" : "expanded")"]
            columns = Self.blocks(first, second)
        } else if let row = records.firstIndex(where: Self.isImportIDs), row > 0 {
            headerRows = row + 1
            signs = ["Qualtrics, \(row == 1 ? "two" : "three") header rows"]
        } else if platform?.name == "KoBoToolbox", Self.isTags(second) {
            headerRows = 2
            signs = ["KoBoToolbox, two header rows, the second of tags"]
        }
    }

    /// Such as `{"ImportId":"QID2"}` in most cells.
    private static func isImportIDs(_ row: [String]) -> Bool {
        2 * row.count { $0.hasPrefix("{\"ImportId\"") } > row.count
    }

    /// Such as `#affected` in some cells, and nothing in the others.
    private static func isTags(_ row: [String]) -> Bool {
        row.contains { $0.hasPrefix("#") } && row.allSatisfy { $0.isEmpty || $0.hasPrefix("#") }
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
