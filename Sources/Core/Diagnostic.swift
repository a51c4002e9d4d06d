/// Where something was found: never what stood there.
public struct Place: Equatable, Hashable, Sendable {
    /// The file as the user named it, relative to the inbox or the study.
    public var file: String
    /// The sheet's name in a workbook.
    public var sheet: String?
    /// The row as a spreadsheet numbers it, from 1, header rows included.
    public var row: Int?
    /// The column, from 0; shown as a spreadsheet letters it.
    public var column: Int?
    /// The byte of a text file, from 0; of a packed one, in what is inside.
    public var byte: Int?

    /// A place in a file.
    public init(file: String, sheet: String? = nil, row: Int? = nil, column: Int? = nil, byte: Int? = nil) {
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column
        self.byte = byte
    }

    /// A column as spreadsheets letter it: 0 is `A`, 25 is `Z`, 26 is `AA`.
    public static func letters(ofColumn column: Int) -> String {
        var letters = ""
        var rest = column
        repeat {
            letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
            rest = rest / 26 - 1
        } while rest >= 0
        return letters
    }
}

/// One finding: a stable code, a place, what was expected and what to do. It has no room for a respondent's value.
///
/// `label` holds wording of the instrument or of the study's files only (a variable's name, a declared header), so
/// that a report can be handed on.
public struct Diagnostic: Error, Equatable, Sendable {
    /// How much follows from a finding.
    public enum Severity: String, Sendable, Comparable {
        /// Worth knowing; nothing has to be done.
        case note
        /// Accepted, with something left to do.
        case open
        /// The upload, or the study, cannot be used as it is.
        case refusal

        public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .open: 1
            case .refusal: 2
            }
        }
    }

    /// What was found.
    public var code: DiagnosticCode
    /// Where.
    public var place: Place
    /// Wording of the instrument or the study that names what is meant; never a respondent's.
    public var label: String
    /// How many times, when one finding stands for many cells.
    public var count: Int
    /// The first rows, as a spreadsheet numbers them, when one finding stands for many cells.
    public var firstRows: [Int]

    /// A finding.
    public init(_ code: DiagnosticCode, at place: Place, label: String = "", count: Int = 1, firstRows: [Int] = []) {
        self.code = code
        self.place = place
        self.label = label
        self.count = count
        self.firstRows = firstRows
    }

    /// How much follows from it.
    public var severity: Severity { code.severity }

    /// The same about a sheet of a workbook. What is about a row or a column is about a sheet.
    public func inSheet(_ sheet: String?) -> Diagnostic {
        guard place.row != nil || place.column != nil, place.sheet == nil else { return self }
        var finding = self
        finding.place.sheet = sheet
        return finding
    }
}

/// Several findings thrown together: all problems at once.
public struct Diagnostics: Error, Sendable {
    /// The findings, in the order of their places.
    public var all: [Diagnostic]

    /// Findings to throw.
    public init(_ all: [Diagnostic]) { self.all = all }
}
