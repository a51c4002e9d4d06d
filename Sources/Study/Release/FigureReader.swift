import WeirCore

/// Checks `release/figures.csv`, which says of every figure that a report prints whether it is used, or why not: against the
/// files that use them. A release does not depend on it, and names it nowhere.
struct FigureReader {
    /// The names of the printed counts in `published.csv`.
    let counts: Set<String>
    /// The names of the printed tests in `tests.csv`.
    let tests: Set<String>

    static let columns = ["id", "use"]
    static let priorKnowledge = "prior knowledge"
    static let test = "test"

    func check(_ table: StudyTable, problems: inout [Diagnostic]) {
        var seen: Set<String> = []
        for row in table.rows {
            let (id, use) = (row["id"], row["use"])
            if id.isEmpty { problems.append(Diagnostic(.studyBlank, at: row.place("id"), label: "a figure's name")) }
            if !id.isEmpty, !seen.insert(id).inserted {
                problems.append(Diagnostic(.studyDuplicate, at: row.place("id"), label: id))
            }
            if use.isEmpty {
                let expected = "\(Self.priorKnowledge), \(Self.test), or why it is neither"
                problems.append(Diagnostic(.studyBlank, at: row.place("use"), label: expected))
            } else {
                problems += contradictions(id, use).map {
                    Diagnostic(.studyContradiction, at: row.place("use"), label: $0)
                }
            }
        }
    }

    private func contradictions(_ id: String, _ use: String) -> [String] {
        let said = [
            (Self.priorKnowledge, "published.csv", counts.contains(id)), (Self.test, "tests.csv", tests.contains(id)),
        ].compactMap { word, file, isThere -> String? in
            if use == word { return isThere ? nil : "\(id) is \(word) and does not stand in \(file)" }
            return isThere ? "\(id) stands in \(file) and is not \(word)" : nil
        }
        // A figure may be prior knowledge under other names: those that begin so.
        let names = use.words(behind: "used as ")
        return said
            + names.filter { name in !counts.contains { $0.hasPrefix(name) } }
            .map { "no name in published.csv begins with \($0)" }
    }
}

extension String {
    /// The word behind each place where some words stand.
    fileprivate func words(behind words: String) -> [String] {
        ranges(of: words).map { String(self[$0.upperBound...].prefix { !" ;,".contains($0) }) }
    }
}
