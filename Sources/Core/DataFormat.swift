/// A format in which a data set is delivered.
public enum DataFormat: String, CaseIterable, Sendable {
    /// Delimited text with codes: what every other format is made beside, and releases are made from.
    case csv
    /// The same with labels.
    case labels
    /// A workbook with labels.
    case xlsx
    /// A data file of SPSS, and the same deflated.
    case sav, zsav
    /// A data file of Stata.
    case dta
    /// A database with codes, their meanings, and views with labels.
    case sqlite

    /// The name of the file of a data set.
    public func file(of table: String) -> String {
        switch self {
        case .csv: "\(table).csv.gz"
        case .labels: "\(table)-labels.csv.gz"
        case .xlsx, .sav, .zsav, .dta, .sqlite: "\(table).\(rawValue)"
        }
    }

    /// What it is, in a line of a list of files.
    public var words: String {
        switch self {
        case .csv: "one row for each interview: codes"
        case .labels: "the same with labels in place of codes"
        case .xlsx: "the same with labels, for spreadsheets"
        case .sav, .zsav: "for SPSS and PSPP: labels, missing values, multiple-response sets"
        case .dta: "for Stata 14 and later: labels, missing reasons as .a to .i"
        case .sqlite: "a database: codes, their meanings, views with labels"
        }
    }

    /// The names of all formats, between commas.
    public static let allNames = allCases.map(\.rawValue).joined(separator: ", ")

    /// Formats by their names, between commas or blanks. Codes are always delivered.
    /// - Returns: in the order of this list; nil when a name is none.
    public static func list(_ words: String) -> [DataFormat]? {
        let names = words.split { $0 == "," || $0 == " " }.map { DataFormat(rawValue: String($0)) }
        guard !names.isEmpty, !names.contains(nil) else { return nil }
        let asked = Set(names.compactMap(\.self) + [.csv])
        return allCases.filter(asked.contains)
    }
}

/// A format that cannot hold the data set.
public struct FormatLimit: Error {
    /// What it can hold at most, and what to do, in a sentence.
    public var sentence: String

    /// A limit in a sentence.
    public init(sentence: String) { self.sentence = sentence }
}
