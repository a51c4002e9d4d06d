import Foundation
public import WeirCore
import WeirKeys

/// What is known of a prepared part without reading its rows.
public struct PartSummary: Codable, Equatable, Sendable {
    /// The upload's SHA-256 in hexadecimal digits.
    public var upload: String
    /// The fingerprint of the keys that named the respondents; nil when nobody noted it.
    public var keys: String?
    /// The platform by which the respondents are named; nil when an earlier program did not note it.
    public var platform: String?
    /// The digest of the codebook that the columns and codes come from.
    public var codebook: String
    /// The country's letters.
    public var country: String
    /// The format, encoding, delimiter and layout that were recognised, in words.
    public var recognised: [String]
    /// Interviews in the upload.
    public var rows: Int
    /// Rows by the word of their disposition.
    public var dispositions: [String: Int]
    /// Interviews that ended early, by the variable's name.
    public var endedAt: [String: Int]
    /// The last day of submission as one number, 20210615; 0 when unknown.
    public var lastDay: Int
    /// The digest of everything the part was prepared from but people's decisions.
    public var basis: String
    /// The digest of people's decisions and the study's own words; blank when there were none.
    public var review: String
    /// Open answers scrubbed by machine.
    public var scrubbed: Int
    /// Open answers withheld by machine.
    public var withheld: Int
    /// Open answers that have no English text yet.
    public var untranslated: Int
    /// Open answers that a person decided on, by the variable's name.
    public var decided: [String: ReviewCounts]
    /// The digest of what follows from the upload and the definition alone; nil when an earlier program did not note it.
    public var verdict: String?
    /// Findings.
    public var findings: [StoredDiagnostic]
    /// SHA-256 of each piece of the accounts, in hexadecimal digits.
    public var accountDigests: [String]
    /// Where the runs of answers start in their file, and how many rows each has.
    public var runs: [Run]
    /// The columns of each kind.
    public var codeCount: Int
    /// The number columns.
    public var numberCount: Int
    /// The text columns.
    public var textCount: Int
    /// For each text column, the most bytes of a text; nil when an earlier program did not note it.
    public var textWidths: [Int]?
    /// What was found in the open answers of the rows that may be merged.
    public var mentions: [MentionCount]

    /// How many mentions of one kind, found for one reason, the answers to one question have.
    public struct MentionCount: Codable, Equatable, Sendable {
        /// The variable's name.
        public var variable: String
        /// What they are.
        public var kind: String
        /// Why they were taken for it.
        public var reason: String
        /// How many.
        public var count: Int

        /// A count.
        public init(variable: String, kind: String, reason: String, count: Int) {
            self.variable = variable
            self.kind = kind
            self.reason = reason
            self.count = count
        }
    }

    /// A run of answers.
    public struct Run: Codable, Equatable, Sendable {
        /// The first byte.
        public var offset: Int
        /// The number of rows.
        public var rows: Int
        /// Its blocks.
        public var blocks: [Block]
    }

    /// A block of answers.
    public struct Block: Codable, Equatable, Sendable {
        /// The number of rows.
        public var rows: Int
        /// The bytes of text.
        public var text: Int
        /// SHA-256, in hexadecimal digits.
        public var digest: String
    }

    /// For each text column, a number of bytes that no text exceeds.
    public var widestTexts: [Int] {
        textWidths ?? [Int](repeating: runs.flatMap(\.blocks).map(\.text).max() ?? 0, count: textCount)
    }

    /// How many mentions of each kind there are.
    public var mentionsByKind: [String: Int] {
        mentions.reduce(into: [:]) { $0[$1.kind, default: 0] += $1.count }
    }

    /// The same part when all its open answers are withheld.
    public var withholdingAnswers: Self {
        var summary = self
        summary.withheld += scrubbed + decided.values.reduce(0) { $0 + $1.total }
        summary.scrubbed = 0
        summary.decided = [:]
        summary.mentions = []
        return summary
    }

    /// SHA-256 of the summary without this line.
    private var seal = ""

    /// Nothing known yet.
    public init(upload: String, country: CountryCode) {
        self.upload = upload
        self.country = country.letters
        codebook = ""
        recognised = []
        rows = 0
        dispositions = [:]
        endedAt = [:]
        lastDay = 0
        basis = ""
        review = ""
        decided = [:]
        scrubbed = 0
        withheld = 0
        untranslated = 0
        findings = []
        accountDigests = []
        runs = []
        codeCount = 0
        numberCount = 0
        textCount = 0
        mentions = []
    }

    /// The summary's text, the same for the same summary.
    var text: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            return Array(try encoder.encode(self))
        }
    }

    /// The summary with a seal that tells whether it is as it was written.
    var sealed: Self {
        get throws {
            var summary = self
            summary.seal = ""
            summary.seal = Digest(of: try summary.text).hexadecimal
            return summary
        }
    }

    /// Whether it is as it was sealed.
    var isSealed: Bool { (try? sealed) == self }
}

/// A diagnostic as it is stored: no values, as everywhere. The file's name is not part of it, because the same bytes
/// may come under another name tomorrow.
public struct StoredDiagnostic: Codable, Equatable, Sendable {
    private var code: String
    private var sheet: String?
    private var row: Int?
    private var column: Int?
    private var byte: Int?
    private var label: String
    private var count: Int
    private var firstRows: [Int]

    /// Stores a diagnostic.
    public init(_ diagnostic: Diagnostic) {
        code = diagnostic.code.rawValue
        sheet = diagnostic.place.sheet
        row = diagnostic.place.row
        column = diagnostic.place.column
        byte = diagnostic.place.byte
        label = diagnostic.label
        count = diagnostic.count
        firstRows = diagnostic.firstRows
    }

    /// The diagnostic, about a file of this name; nil when a later version dropped its code.
    public func diagnostic(in file: String) -> Diagnostic? {
        DiagnosticCode(rawValue: code).map {
            Diagnostic(
                $0, at: Place(file: file, sheet: sheet, row: row, column: column, byte: byte), label: label,
                count: count,
                firstRows: firstRows)
        }
    }
}
