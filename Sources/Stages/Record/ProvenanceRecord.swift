import Foundation

/// `provenance.jsonl` as it is read: what a data set says about how it came about.
public struct ProvenanceRecord: Sendable {
    /// An upload, and what became of its rows.
    public struct Upload: Sendable, Equatable {
        /// Its SHA-256, in hexadecimal digits.
        public var digest: String
        /// The country's letters.
        public var country: String
        /// Whether its rows are in the data set.
        public var isInForce: Bool
        /// Rows by the word of their disposition.
        public var rows: [String: Int]
    }

    /// How one source column answers a variable.
    public struct Mapping: Sendable, Equatable {
        /// The line, from 1.
        public var line: Int
        /// The country's letters.
        public var country: String
        /// The variable's name.
        public var variable: String
        /// The source column's header, and the one under it.
        public var column, part: String
        /// How its cells are read.
        public var operation: String
        /// The instrument's answers with their codes.
        public var answers: [String: Int]
    }

    /// Who it is for: `internal`, or a release.
    public private(set) var audience = ""
    /// The study's name and title.
    public private(set) var study = "", title = ""
    /// The dispositions whose rows are in the data set.
    public private(set) var merged: [String] = []
    /// The files of the definition with their digests.
    public private(set) var definitions: [String: String] = [:]
    /// The uploads.
    public private(set) var uploads: [Upload] = []
    /// The lines of the crosswalks.
    public private(set) var mappings: [Mapping] = []
    /// What each stage did, in counts.
    public private(set) var stages: [String: [String: Int]] = [:]

    /// Whether it is an internal data set's.
    public var isInternal: Bool { audience == "internal" }

    /// The rows of the data set.
    public var rows: Int { (stages["merge"] ?? stages["release"])?["rows"] ?? 0 }

    /// Reads the text; nil when a line is none.
    public init?(_ text: String) {
        let decoder = JSONDecoder()
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let line = try? decoder.decode(Line.self, from: Data(line.utf8)) else { return nil }
            add(line, index + 1)
        }
        if study.isEmpty { return nil }
    }

    private mutating func add(_ line: Line, _ number: Int) {
        switch line.kind {
        case "study":
            (study, title) = (line.study ?? "", line.title ?? "")
            (audience, merged) = (line.audience ?? "", line.merged ?? [])
        case "definition": definitions[line.file ?? ""] = line.sha256
        case "upload":
            uploads.append(
                Upload(
                    digest: line.sha256 ?? "", country: line.country ?? "", isInForce: line.inForce ?? false,
                    rows: line.rows ?? [:]))
        case "mapping":
            let answers = (line.answers ?? []).map { ($0.answer, $0.code) }
            mappings.append(
                Mapping(
                    line: number, country: line.country ?? "", variable: line.variable ?? "", column: line.column ?? "",
                    part: line.part ?? "", operation: line.operation ?? "",
                    answers: Dictionary(answers, uniquingKeysWith: { first, _ in first })))
        case "stage": stages[line.stage ?? ""] = line.counts
        default: break
        }
    }

    private struct Line: Decodable {
        struct Answer: Decodable {
            var answer: String
            var code: Int
        }
        enum CodingKeys: String, CodingKey {
            case kind, study, title, audience, merged, file, sha256, country, rows, variable, column, part, operation,
                answers
            case stage, counts
            case inForce = "in force"
        }
        var kind: String
        var study, title, audience, file, sha256, country, variable, column, part, operation, stage: String?
        var merged: [String]?
        var inForce: Bool?
        var rows, counts: [String: Int]?
        var answers: [Answer]?
    }
}
