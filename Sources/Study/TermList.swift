import WeirCore

/// Outdated or stigmatising terms by language, with the preferred ones.
struct TermList {
    private struct Term {
        var words: String
        var preferred: String

        /// Whether its bytes stand somewhere, which is quick to see and seldom so.
        func stands(in bytes: [UInt8]) -> Bool {
            let own = words.utf8
            guard let first = own.first, own.count <= bytes.count else { return false }
            return (0...bytes.count - own.count).contains {
                bytes[$0] == first && bytes[$0..<$0 + own.count].elementsEqual(own)
            }
        }
    }

    private var terms: [String: [Term]] = [:]

    /// Reads `rules/terms.csv`.
    init(_ bytes: [UInt8]) throws {
        let table = try StudyTable(bytes, name: "rules/terms.csv")
        for row in table.rows where !row["term"].isEmpty {
            terms[row["language"], default: []].append(
                Term(words: TextFolding.folded(row["term"]), preferred: row["preferred"]))
        }
        // The longest term that fits is the one that is meant.
        for language in terms.keys { terms[language]?.sort { $0.words.count > $1.words.count } }
    }

    /// Terms in the wording of one question or category. Wording with a preferred form is settled: what was fielded
    /// stays as it was, in every language, and the preferred form stands beside it.
    /// - Parameter place: where the wording in a language stands.
    func findings(
        in labels: [String: String], of name: String, preferred: String, at place: (String) -> Place
    ) -> [Diagnostic] {
        guard preferred.isEmpty else { return [] }
        return labels.sorted { $0.key < $1.key }.compactMap { language, label in
            let label = TextFolding.folded(label)
            let bytes = Array(label.utf8)
            guard let term = terms[language]?.first(where: { $0.stands(in: bytes) && Self.contains($0.words, label) })
            else { return nil }
            let advice = "\(name) (\(language)): \"\(term.words)\", better \"\(term.preferred)\""
            return Diagnostic(.studyTerm, at: place(language), label: advice)
        }
    }

    /// Whole words only.
    private static func contains(_ term: String, _ label: String) -> Bool {
        var rest = label[...]
        while let first = rest.firstRange(of: term) {
            let before = first.lowerBound == label.startIndex ? nil : label[label.index(before: first.lowerBound)]
            let after = first.upperBound == label.endIndex ? nil : label[first.upperBound]
            if before?.isLetter != true, after?.isLetter != true { return true }
            rest = label[first.upperBound...]
        }
        return false
    }
}
