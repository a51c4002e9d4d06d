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
        return ReleasePage(
            title: study.title, id: id, profile: profile.name, scenario: profile.scenario, approver: order.approver,
            reason: order.reason, recipients: order.recipients, isDemonstration: keys.isDemonstration, rows: table.rows,
            k: profile.k, words: words, hasExcerpts: approved?.file != nil,
            parameters: parameters, keys: keyLines, figures: figures,
            others: others.map {
                ReleasePage.Key(
                    name: name($0),
                    categories: kind(of: $0),
                    suppressed: suppressed($0))
            },
            untoldTime: timeTold.map { "dates finer than the \($0) in which an interview was submitted" }
                ?? "dates, and the month, quarter or year in which an interview was given",
            withheld: profile.withheld.sorted().map(amid),
            utility: usefulness)
    }

    /// What the profile asks of a release.
    private var parameters: [(name: String, value: String)] {
        return [
            ("People who share each combination (k), both readings of missing", "at least \(profile.k)"),
            (
                "Different answers to each sensitive question in a class (distinct l)",
                profile.diversity.map(diversity) ?? "measured only"
            ),
            (
                "Distance of a class from all rows in a sensitive question (t)",
                profile.closeness.map { "at most \($0)" } ?? "measured only"
            ),
            (
                "Different offices in a class",
                profile.office.map { "at least \(profile.k), by: \(amid($0))" } ?? "no office is known"
            ),
            ("Sensitive questions", profile.sensitive.map(name).joined(separator: "; ")),
            ("What respondents have to have agreed to", needed.joined(separator: ", ")),
            ("Made from", basis),
        ]
    }

    /// What is out stays out, though less was asked then, or of other questions.
    private func diversity(_ least: Int) -> String {
        let isLess = made.result.fewestTold.values.contains { $0 < least }
        return "at least \(least)"
            + (isLess && news.isLater ? " where rows are new; rows that are out stay as they were" : "")
    }

    /// What the release keeps of what is in print.
    private var usefulness: [(name: String, value: String)] {
        let facts = utility
        let changed = facts.tests.filter { !$0.isKept }.map { test in
            (
                "Conclusion that changes: \(described(test))",
                test.before ? "real before, not after" : "real after, not before"
            )
        }
        return [
            ("Published tests that can be recomputed", "\(facts.tests.count)"),
            (
                "… of which keep their conclusion (p < 0.05 before and after, or in neither)",
                "\(facts.tests.count(where: \.isKept))"
            ),
        ] + changed + [
            ("Published tests that the release cannot tell", "\(facts.lostTests)"),
            ("Published percentages that can be recomputed", "\(facts.percentages.count)"),
            ("… of which stay within 2 points", "\(within2)"),
            ("Published percentages that the release cannot tell", "\(facts.lostPercentages)"),
            ("Largest shift of a published percentage", facts.largest.map(self.shift) ?? "none"),
        ]
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
        // Whoever is told that some rows are alone knows these.
        let isAlone = share(before.uniques, rows) >= 0.025
        var figures = [
            ReleasePage.Figure(
                name: "Smallest k, missing as a value", source: "smallest class f; Samarati and Sweeney 1998",
                before: "\(before.anonymity.strict.smallest)", after: "\(after.anonymity.strict.smallest)"),
            ReleasePage.Figure(
                name: "Smallest k, missing matches all", source: "as sdcMicro's freqCalc",
                before: "\(before.anonymity.wildcard.smallest)", after: "\(after.anonymity.wildcard.smallest)"),
            ReleasePage.Figure(
                name: "Rows with fewer than k equals", source: "f < \(profile.k)", before: Self.about(share(few, rows)),
                after: "\(after.anonymity.strict.records(below: profile.k))"),
            ReleasePage.Figure(
                name: "Sample uniques", source: "f = 1; Skinner and Elliot 2002",
                before: Self.about(share(before.uniques, rows)),
                after: "\(after.uniques)"),
            ReleasePage.Figure(
                name: "Prosecutor risk, highest", source: "1 / f; Marsh et al. 1991, El Emam 2013",
                before: Self.about(before.prosecutor), after: "\(Self.one(100 * after.prosecutor)) %"),
            ReleasePage.Figure(
                name: "Journalist risk, highest", source: "1 / F, with F = f for want of figures about the population",
                before: Self.about(before.journalist), after: "\(Self.one(100 * after.journalist)) %"),
            ReleasePage.Figure(
                name: "Marketer risk", source: "classes / rows; El Emam 2013", before: Self.about(before.marketer),
                after: "\(Self.one(100 * after.marketer)) %"),
        ]
        for (variable, told) in made.result.sensitive.sorted(by: { $0.key < $1.key }) {
            let question = name(variable)
            figures += [
                ReleasePage.Figure(
                    name: "Distinct l: \(question)", source: "fewest values in a class; Machanavajjhala et al. 2007",
                    before: "\(told.before.distinct)", after: distinct(told.after.distinct, variable)),
                ReleasePage.Figure(
                    name: "Entropy l: \(question)", source: "least exp(−Σ q ln q) of a class; same source",
                    before: isAlone ? "1.000" : Self.one(told.before.entropy),
                    after: Self.thousandths(told.after.entropy)),
                ReleasePage.Figure(
                    name: "t: \(question)", source: "largest distance of a class from all rows; Li et al. 2007",
                    before: Self.thousandths((told.before.closeness * 20).rounded() / 20),
                    after: Self.thousandths(told.after.closeness)),
            ]
        }
        return figures
    }

    /// A class in which all answers are suppressed has one value, and tells nothing.
    private func distinct(_ distinct: Int, _ variable: Int) -> String {
        distinct < 2 && made.result.fewestTold[variable, default: 2] >= 2
            ? "\(distinct) (all suppressed)" : "\(distinct)"
    }

    private func kind(of variable: Int) -> String {
        switch study.codebook.variables[variable].role {
        case .case: "about children"
        case .office: "about the office, or would give such a cell away"
        default: "printed of few, or would give such a cell away"
        }
    }
}
