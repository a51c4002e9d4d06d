public import WeirCore

/// Reads and writes `fingerprints/<COUNTRY>.csv`: a line for each question as it was fielded.
public struct FingerprintFile {
    private static let columns = ["variable", "layout", "question", "options"]

    /// Where a country's fingerprints stand, below the study's folder.
    public static func name(of country: CountryCode) -> String { "fingerprints/\(country).csv" }

    /// The file's text, sorted, so that a change is a line of its own.
    public static func text(_ fingerprints: [Fingerprint], _ codebook: Codebook) -> String {
        let lines = fingerprints.map { print in
            [codebook.variables[print.variable].name, print.layout, print.question, print.options]
                .map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
        }
        return ([columns.joined(separator: ",")] + lines.sorted()).map { $0 + "\n" }.joined()
    }

    static func read(_ table: StudyTable, _ codebook: Codebook, problems: inout [Diagnostic]) -> [Fingerprint] {
        guard table.check(columns: columns, problems: &problems) else { return [] }
        return table.rows.compactMap { row in
            guard let variable = codebook.index(of: row["variable"]) else {
                problems.append(Diagnostic(.studyUnknownVariable, at: row.place("variable"), label: row["variable"]))
                return nil
            }
            return Fingerprint(
                variable: variable, layout: row["layout"], question: row["question"], options: row["options"])
        }
    }
}
