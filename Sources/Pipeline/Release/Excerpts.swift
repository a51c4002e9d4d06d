import Foundation
import WeirCore
import WeirFormats
import WeirKeys
import WeirState
import WeirStudy

/// Answers that a person approved, for a file of their own: the question, the approved wording, and the least that may be
/// told about who gave it. They have an order of their own, and nothing joins them to rows.
struct Excerpts {
    let study: Study
    let keys: StudyKeys
    let k: Int
    /// Rows of the release by country, in the categories that the release tells.
    let countries: [CountryCode: (label: String, rows: Int)]

    /// What leaves, and how many it is.
    struct Approved {
        var count: Int
        var file: [UInt8]
    }

    /// The approved answers; nil when there is none.
    func approved(inbox: URL, state: StateFolder) throws -> Approved? {
        let ledger = try Ledger(state)
        var reading = OpenAnswers(
            study: study, inbox: Inbox(inbox), keys: keys, withdrawals: try Withdrawals(ledger))
        let answers = try reading.read()
        let decisions = try Decisions(ledger)
        let order = keys.release("excerpts")
        let approved = answers.compactMap { answer -> (UInt64, [String])? in
            guard let decision = decisions.decision(for: answer.hash), let wording = decision.wording(of: answer.text)
            else { return nil }
            return (
                order.lot(of: answer.hash.hexadecimal), [answer.question, wording, told(decision, answer, answers)]
            )
        }
        guard !approved.isEmpty else { return nil }
        var writer = CSVWriter()
        writer.record(["question", "text", "attribution"])
        for (_, cells) in approved.sorted(by: { $0.0 < $1.0 }) { writer.record(cells.map(Self.guarded)) }
        return Approved(count: approved.count, file: writer.bytes)
    }

    /// "a worker, Albania" where k workers of the country gave an answer to the question and are in the release, "a worker"
    /// where k did at all, otherwise nothing; never more than the reviewer allowed.
    private func told(_ decision: Decision, _ answer: OpenAnswer, _ all: [OpenAnswer]) -> String {
        let same = all.filter { $0.variable == answer.variable }
        guard decision.attribution != .none, same.reduce(0, { $0 + $1.count }) >= k else { return "" }
        let here = same.filter { $0.countryCode == answer.countryCode }.reduce(0) { $0 + $1.count }
        guard decision.attribution == .country, here >= k, let country = countries[answer.countryCode],
            country.rows >= k
        else { return "a worker" }
        return "a worker, \(country.label)"
    }

    /// One line, and no formula.
    private static func guarded(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.first.map { "=+-@\t".contains($0) } ?? false ? "'" + line : line
    }
}
