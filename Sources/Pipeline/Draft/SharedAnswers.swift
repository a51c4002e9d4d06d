import WeirCore
import WeirRedact

/// Decides which answers of an export may be told: those that enough rows share and that redaction finds nothing in.
final class SharedAnswers {
    /// How many rows must share an answer.
    let rows: Int
    private let scrubber = Scrubber()

    /// - Parameter rows: k; fewer than two would tell a single person's answer.
    init(rows: Int) { self.rows = max(rows, 2) }

    /// Whether nothing in a text may identify anybody. A word in no list may be a name.
    func isSafe(_ text: String) -> Bool {
        guard text.utf8.count <= 200 else { return false }
        guard case .scrubbed(let mentions) = outcome(text) else { return false }
        return mentions.isEmpty
    }

    /// Whether a header is wording at all, and no answer in the first row of a file without headers: nothing in it has the
    /// shape of an address or a number of a person.
    func isWording(_ header: String) -> Bool {
        let shapes: Set<MentionKind> = [.email, .phone, .nationalNumber, .bankNumber, .ip]
        guard case .scrubbed(let mentions) = outcome(header) else { return true }
        return !mentions.contains { shapes.contains($0.kind) }
    }

    /// Whether half of some labels or more have a person's name in them, as those have that say who did the interview.
    func areNames(_ labels: [String]) -> Bool {
        let names = labels.count { label in
            guard case .scrubbed(let mentions) = outcome(label) else { return false }
            return mentions.contains { $0.kind == .person }
        }
        return !labels.isEmpty && 2 * names >= labels.count
    }

    private func outcome(_ text: String) -> Scrubber.Outcome {
        Array(text.utf8).withUnsafeBufferPointer { scrubber.scrub($0) }
    }

    /// The answers that may be told, the most frequent first, and how many may not.
    func told(of counts: [String: Int]) -> (answers: [String], leftOut: Int) {
        let told = counts.filter { $0.value >= rows && isSafe($0.key) }
        let sorted = told.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        return (sorted, counts.count - told.count)
    }
}
