import Foundation
import WeirCore
import WeirFormats
import WeirStudy

/// How one country's upload is written.
struct UploadFormat {
    enum Encoding: String, CaseIterable {
        case utf8 = "utf-8"
        case utf8WithMark = "utf-8-bom"
        case utf16LittleEndian = "utf-16-le"
        case windows1250 = "windows-1250"
        case windows1252 = "windows-1252"

        /// The encoding of one byte for each character, if it is one.
        var eightBit: TextEncoding? {
            switch self {
            case .windows1250: .windows1250
            case .windows1252: .windows1252
            default: nil
            }
        }
    }

    enum Compression: String, CaseIterable {
        case none, gzip
        /// A workbook instead of text; delimiter, encoding, line ends and quotes do not count.
        case xlsx
    }

    enum LineEnd: String, CaseIterable {
        case crlf, lf

        var bytes: [UInt8] { self == .crlf ? [13, 10] : [10] }
    }

    enum Quotes: String, CaseIterable {
        case minimal, all
    }

    var file: String
    var delimiter: Delimiter = .comma
    var encoding: Encoding = .utf8
    var compression: Compression = .none
    var headerRows = 1
    var lineEnd: LineEnd = .crlf
    var quotes: Quotes = .minimal
    /// Direct identifiers that the platform exports without being asked, by their headers.
    var metadata: [String] = []
    /// When the country was in the field.
    var period = FieldPeriod.usual

    /// A plain export; two header rows when the crosswalk knows parts of questions.
    init(country: CountryCode, crosswalk: Crosswalk?) {
        file = "\(country).csv"
        headerRows = crosswalk?.columns.contains { !$0.source.part.isEmpty } == true ? 2 : 1
    }

    /// The sign between the cells of a record on its way to the file.
    var recordDelimiter: UInt8 { compression == .xlsx ? Delimiter.comma.rawValue : delimiter.rawValue }

    private static let columns = [
        "country", "file", "delimiter", "encoding", "compression", "header_rows", "line_end", "quotes", "metadata",
        "from", "to",
    ]

    /// The formats of `sample/uploads.csv`, and plain ones for the countries it leaves out.
    static func all(of study: Study, folder: URL) throws -> [UploadFormat] {
        let rows = try SampleTable("uploads.csv", in: folder, columns: columns)?.rows ?? []
        return try study.countries.map { rules in
            var format = UploadFormat(country: rules.country, crosswalk: study.crosswalks[rules.country])
            if let row = rows.first(where: { $0["country"] == rules.country.letters }) { try format.read(row) }
            return format
        }
    }

    private mutating func read(_ row: SampleRow) throws {
        let words: [String: Delimiter] = ["comma": .comma, "semicolon": .semicolon, "tab": .tab]
        guard let delimiter = words[row["delimiter"]] else {
            throw row.problem("delimiter", expected: "comma, semicolon, tab")
        }
        guard let rows = Int(row["header_rows"]), (1...2).contains(rows) else {
            throw row.problem("header_rows", expected: "1, 2")
        }
        guard !row["file"].isEmpty, !row["file"].contains("/") else {
            throw row.problem("file", expected: "\(row["country"]).csv")
        }
        file = row["file"]
        self.delimiter = delimiter
        headerRows = rows
        encoding = try Self.word(row, "encoding")
        compression = try Self.word(row, "compression")
        lineEnd = try Self.word(row, "line_end")
        quotes = try Self.word(row, "quotes")
        metadata = row.list("metadata", separator: "|")
        guard let period = FieldPeriod(from: row["from"], to: row["to"]) else {
            throw row.problem("from", expected: "2021-04-01")
        }
        self.period = period
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ row: SampleRow, _ column: String
    ) throws -> Word where Word.RawValue == String {
        if let word = Word(rawValue: row[column]) { return word }
        throw row.problem(column, expected: Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
}
