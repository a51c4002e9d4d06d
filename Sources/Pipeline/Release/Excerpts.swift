import Foundation
import WeirCore
import WeirFormats
import WeirKeys
import WeirState
import WeirStudy

/// Answers that a person approved, for a file of their own: the question, the approved wording, and the least that may be
/// told about who gave it. They have an order of their own, and nothing joins them to rows. Only who is in the release is
/// quoted: whoever has two releases knows which excerpts are new.
struct Excerpts {
    let study: Study
    let keys: StudyKeys
    let k: Int
    /// Rows of the release by country, in the categories that the release tells.
    let countries: [CountryCode: (label: String, rows: Int)]
    /// For each released pseudonym its turn: who has a later one was told later.
    let told: [String: Int]

    /// What leaves, and how many it is.
    struct Approved {
        var count: Int
        /// Nil where nothing leaves yet.
        var file: [UInt8]?
        /// Whether further approved answers leave later.
        var areWaiting: Bool
    }

    /// The approved answers; nil when there is none.
    func approved(inbox: URL, state: StateFolder) throws -> Approved? {
        let ledger = try Ledger(state)
        var reading = OpenAnswers(
            study: study, inbox: Inbox(inbox), keys: keys, withdrawals: try Withdrawals(ledger))
        let answers = try reading.read()
        let attributions = attributions(of: answers)
        let decisions = try Decisions(ledger)
        let order = keys.release("excerpts")
        var areWaiting = false
        let approved = zip(answers, attributions).compactMap { answer, most -> (UInt64, [String])? in
            guard let decision = decisions.decision(for: answer.hash), let wording = decision.wording(of: answer.text)
            else { return nil }
            guard let most else {
                areWaiting = true
                return nil
            }
            let words = words(decision.attribution, most, answer.countryCode)
            return (order.lot(of: answer.hash.hexadecimal), [answer.question, wording, words])
        }
        guard !approved.isEmpty else {
            return areWaiting ? Approved(count: 0, file: nil, areWaiting: true) : nil
        }
        var writer = CSVWriter()
        writer.record(["question", "text", "attribution"])
        for (_, cells) in approved.sorted(by: { $0.0 < $1.0 }) { writer.record(cells.map(Self.guarded)) }
        return Approved(count: approved.count, file: writer.bytes, areWaiting: areWaiting)
    }

    /// The most that may be told of who gave each answer; nil for one that waits.
    private func attributions(of answers: [OpenAnswer]) -> [ExcerptTurns.Attribution?] {
        var all = [ExcerptTurns.Attribution?](repeating: nil, count: answers.count)
        for places in Dictionary(grouping: answers.indices, by: { answers[$0].variable }).values {
            let given = places.map { place in
                let answer = answers[place]
                let country = countries[answer.countryCode].flatMap { $0.rows >= k ? $0.label : nil }
                return ExcerptTurns.Answer(place: country, givers: answer.givers.compactMap { told[$0.text] })
            }
            for (place, found) in zip(places, ExcerptTurns(k: k).attributions(of: given)) { all[place] = found }
        }
        return all
    }

    /// "a worker, Albania", "a worker" or nothing; never more than the reviewer allowed.
    private func words(
        _ allowed: Decision.Attribution, _ most: ExcerptTurns.Attribution, _ code: CountryCode
    ) -> String {
        switch (allowed, most) {
        case (.none, _): ""
        case (.country, .place): "a worker, \(countries[code]?.label ?? "")"
        default: "a worker"
        }
    }

    /// One line, and no formula.
    private static func guarded(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.first.map { "=+-@\t".contains($0) } ?? false ? "'" + line : line
    }
}
