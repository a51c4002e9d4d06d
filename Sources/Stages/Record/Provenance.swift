public import WeirCore
public import WeirKeys

/// `provenance.jsonl`: how a data set came about, one statement a line. It is a function of the inputs alone; it holds
/// wording of the instrument, digests and counts, no times and no answers.
public struct Provenance: Sendable {
    /// The file's name in a data set.
    public static let fileName = "provenance.jsonl"

    private var lines: [JSON] = []

    /// Starts with the study and the program.
    public init(
        study: String, title: String, version: String, program: String, isDemonstration: Bool, consent: [String],
        merged: [String] = [], audience: String = "internal"
    ) {
        lines.append([
            "kind": "study", "study": .text(study), "title": .text(title), "version": .text(version),
            "program": .text(program), "keys": isDemonstration ? "public sample keys" : "study keys",
            "audience": .text(audience), "consent": .list(consent.map(JSON.text)),
            "merged": .list(merged.map(JSON.text)),
        ])
    }

    /// A file of the study's definition.
    public mutating func add(definition name: String, digest: Digest) {
        lines.append(["kind": "definition", "file": .text(name), "sha256": .text(digest.hexadecimal)])
    }

    /// An upload, and what became of its rows.
    /// - Parameters:
    ///   - verdict: the digest of what follows from the file and the definition alone, as `weir check` prints it.
    ///   - review: names what people decided about its country's open answers; blank when nobody did.
    public mutating func add(
        upload digest: String, country: String, recognised: [String], verdict: String = "", review: String = "",
        inForce: Bool,
        rows: [String: Int], endedAt: [String: Int]
    ) {
        lines.append([
            "kind": "upload", "sha256": .text(digest), "country": .text(country),
            "recognised": .list(recognised.map(JSON.text)), "in force": .truth(inForce), "rows": JSON(rows),
            "ended at": JSON(endedAt), "decisions": .text(review),
            "verdict": .text(verdict),
        ])
    }

    /// How many answers to a question people decided on.
    public mutating func add(review variable: String, counts: ReviewCounts) {
        lines.append([
            "kind": "review", "variable": .text(variable),
            "counts": JSON(["approved": counts.approved, "edited": counts.edited, "withheld": counts.withheld]),
        ])
    }

    /// The lines of a country's crosswalk.
    public mutating func add(crosswalk: Crosswalk, codebook: Codebook) {
        for column in crosswalk.columns {
            let variable = codebook.variables[column.variable]
            let answers = column.answers.map { answer -> JSON in
                ["answer": .text(answer.text), "code": .integer(Int(answer.code))]
            }
            lines.append([
                "kind": "mapping", "country": .text(crosswalk.country.letters), "variable": .text(variable.name),
                "column": .text(column.source.question), "part": .text(column.source.part),
                "operation": .text(column.operation.text), "answers": .list(answers),
            ])
        }
    }

    /// What a stage did, in counts.
    public mutating func add(stage: String, counts: [String: Int]) {
        lines.append(["kind": "stage", "stage": .text(stage), "counts": JSON(counts)])
    }

    /// The file's text.
    public var text: String { lines.map { $0.line + "\n" }.joined() }
}
