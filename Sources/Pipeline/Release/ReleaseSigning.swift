import WeirCore
import WeirKeys
import WeirProtect
import WeirReport
import WeirStudy

/// The page to sign: words, keys, figures of risk, usefulness.
extension ReleaseDraft {
    func page(_ id: String) -> ReleasePage {
        let isKey = Set(profile.keys.map(\.variable))
        let others = study.codebook.variables.indices.filter { !isKey.contains($0) && cells($0) > 0 }
        let facts = utility
        return ReleasePage(
            title: study.title, id: id, profile: profile.name, scenario: profile.scenario, approver: order.approver,
            reason: order.reason, recipients: order.recipients, isDemonstration: keys.isDemonstration, rows: table.rows,
            k: profile.k, words: words,
            keys: keyLines, figures: figures,
            others: others.map {
                ReleasePage.Key(
                    name: name($0),
                    categories: kind(of: $0),
                    suppressed: suppressed($0))
            },
            withheld: profile.withheld.sorted().map { name($0).lowercased() },
            utility: [
                ("Published tests that can be recomputed", "\(facts.tests.count)"),
                ("… of which keep their conclusion", "\(facts.tests.count(where: \.isKept))"),
                ("Published tests that the release cannot tell", "\(facts.lostTests)"),
                ("Published percentages that can be recomputed", "\(facts.percentages.count)"),
                ("… of which stay within 2 points", "\(within2)"),
                ("Published percentages that the release cannot tell", "\(facts.lostPercentages)"),
                (
                    "Largest shift of a published percentage",
                    facts.largest.map { "\(Self.one($0.shift)) points" } ?? "none"
                ),
            ])
    }

    /// Figures about the internal rows are rounded to 5 in a hundred.
    static func about(_ share: Double) -> String { "\(Int((share * 20).rounded()) * 5) %" }
    static func one(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
    private static func thousandths(_ number: Double) -> String {
        let parts = Int((number * 1000).rounded())
        return "\(parts / 1000)." + String(1000 + parts % 1000).dropFirst()
    }

    private var figures: [ReleasePage.Figure] {
        let (before, after) = (made.result.before, made.result.after)
        let rows = Double(max(1, made.raw.rows))
        let share = { (count: Int, all: Double) in Double(count) / max(1, all) }
        let few = before.anonymity.strict.records(below: profile.k)
        var figures = [
            ReleasePage.Figure(
                name: "Smallest k, missing as a value", source: "smallest class f; Samarati and Sweeney 1998",
                before: "–",
                after: "\(after.anonymity.strict.smallest)"),
            ReleasePage.Figure(
                name: "Smallest k, missing matches all", source: "as sdcMicro's freqCalc", before: "–",
                after: "\(after.anonymity.wildcard.smallest)"),
            ReleasePage.Figure(
                name: "Rows with fewer than k equals", source: "f < \(profile.k)", before: Self.about(share(few, rows)),
                after: "\(after.anonymity.strict.records(below: profile.k))"),
            ReleasePage.Figure(
                name: "Sample uniques", source: "f = 1; Skinner and Elliot 2002",
                before: Self.about(share(before.uniques, rows)),
                after: "\(after.uniques)"),
            ReleasePage.Figure(
                name: "Prosecutor risk, highest", source: "1 / f; Marsh et al. 1991, El Emam 2013",
                before: Self.about(before.prosecutor), after: Self.thousandths(after.prosecutor)),
            ReleasePage.Figure(
                name: "Journalist risk, highest", source: "1 / F, with F = f for want of figures about the population",
                before: Self.about(before.journalist), after: Self.thousandths(after.journalist)),
            ReleasePage.Figure(
                name: "Marketer risk", source: "classes / rows; El Emam 2013", before: Self.about(before.marketer),
                after: Self.thousandths(after.marketer)),
        ]
        for (variable, told) in made.result.sensitive.sorted(by: { $0.key < $1.key }) {
            let question = name(variable)
            figures += [
                ReleasePage.Figure(
                    name: "Distinct l: \(question)", source: "fewest values in a class; Machanavajjhala et al. 2007",
                    before: "–", after: "\(told.after.distinct)"),
                ReleasePage.Figure(
                    name: "Entropy l: \(question)", source: "least exp(−Σ q ln q) of a class; same source", before: "–",
                    after: Self.thousandths(told.after.entropy)),
                ReleasePage.Figure(
                    name: "t: \(question)", source: "largest distance of a class from all rows; Li et al. 2007",
                    before: "–",
                    after: Self.thousandths(told.after.closeness)),
            ]
        }
        return figures
    }

    private func kind(of variable: Int) -> String {
        switch study.codebook.variables[variable].role {
        case .case: "about children"
        case .office: "about the office, or linked"
        default: "in print of few, or linked"
        }
    }
}
