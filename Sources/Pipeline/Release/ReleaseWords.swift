import Foundation
import WeirCore
import WeirProtect
import WeirReport
import WeirStudy

/// The release in words, and what they are made of.
extension ReleaseDraft {
    /// The release in words: what a person reads before signing.
    var words: [String] {
        let heldBack = made.result.kept.count < made.raw.rows
        let kept = utility.tests.count(where: \.isKept)
        return [
            "\(table.rows) rows leave the house under the profile \(profile.name). Everybody shares their combination of "
                + "\(profile.keys.count) characteristics with at least \(made.result.after.anonymity.strict.smallest - 1) others, "
                + "also for somebody who has read the published reports.",
            "Each row is one worker's interview: \(rowsByPlace).",
            "\(keyCells) of \(table.rows * profile.keys.count) cells of these characteristics are suppressed, "
                + "\(suppressed(study.countryVariable)) of them the country. \(recodedWords)",
            "Answers about children and the office that fewer than \(profile.k) workers of a country gave are hidden among others; shares of "
                + "children are means of at least \(profile.k) workers.",
            sameAnswers,
            closeness,
            journalist,
            heldBack
                ? "Some rows stay behind, because they could not be hidden."
                : "No row stays behind.",
            "Of \(utility.tests.count) published tests that can be recomputed \(kept) keep their conclusion. Of "
                + "\(utility.percentages.count) published percentages \(within2) stay within 2 points"
                + (utility.largest.map { "; the largest shift is \(Self.one($0.shift)) points (\(described($0)))." }
                    ?? "."),
        ] + assumed
    }

    /// k says nothing about classes in which everybody answered alike.
    private var sameAnswers: String {
        let same = made.result.sensitive.filter { $0.value.after.distinct < 2 }.keys.sorted().map(name)
        return same.isEmpty
            ? "In no class did everybody give the same answer to a sensitive question."
            : "In some classes everybody gave the same answer. Who knows that somebody is in such a class knows their answer to: "
                + same.joined(separator: "; ") + "."
    }

    /// How many rows are from each place, as the release tells it.
    private var rowsByPlace: String {
        let level = zip(profile.keys, made.result.levels).first { $0.0.variable == study.countryVariable }?.1 ?? 0
        let codes = study.schema.places[study.countryVariable].code.flatMap { table.codes[$0] } ?? []
        let told =
            labels(study.countryVariable, level) + [(code: MissingReason.suppressed.rawValue, label: "suppressed")]
        let column = layout.columns.first { $0.variable == study.countryVariable }
        return told.filter { codes.contains($0.code) }
            .map { place in "\(place.label) \(Self.text(column.flatMap { self.told(place.code, $0, level) }))" }
            .joined(separator: ", ")
    }

    /// A printed percentage by its question and group, and its name.
    private func described(_ percentage: Utility.Percentage) -> String {
        guard let margin = rules.margins.first(where: { $0.id == percentage.id }) else { return percentage.id }
        let groups = margin.group.flatMap { condition in
            study.codebook.variables[condition.variable].categories.filter { condition.codes.contains($0.code) }
                .map { $0.labels["en"] ?? $0.name }
        }
        return ([name(margin.answer.variable)] + groups + [percentage.id]).joined(separator: ", ")
    }

    /// How far the suppression may be from the least there is, in steps of 5 in a hundred, because it is about the
    /// internal rows.
    private var closeness: String {
        let (cost, bound) = (made.result.suppression.cost, made.result.suppression.bound)
        guard bound > 0 else { return "No further cell of these characteristics had to be suppressed." }
        let gap = Self.about(Double(cost - bound) / Double(bound))
        return
            "Weighed by importance, these cells are at most \(gap) more than the proven least that k alone takes. "
            + "What is above it keeps shares of categories even\(profile.diversity == nil ? "" : " and answers in a class different"), or was not found."
    }

    private var journalist: String {
        "How many such workers a country has, nobody has counted. The figures therefore take it that all of them are in the "
            + "release: who does not know who took part finds a person with that probability at most."
    }

    /// What nobody asked the respondents of a demonstration.
    private var assumed: [String] {
        let needed = profile.scope + (order.inbox == nil ? [] : ["quotes"])
        let assumed = needed.filter { !study.consentScope.contains($0) }
        return assumed.isEmpty
            ? []
            : [
                "For practice it is taken that the made-up respondents agreed to \(assumed.joined(separator: ", ")); the "
                    + "study's own scope is \(study.consentScope.joined(separator: ", "))."
            ]
    }

    var within2: Int { utility.percentages.count { $0.shift <= 2 } }

    var utility: Utility {
        Utility(
            margins: rules.margins, tests: rules.tests, before: made.raw, after: table, layout: layout, full: made.full)
    }

    func name(_ variable: Int) -> String { study.codebook.variables[variable].labels["en"] ?? "" }

    private var recodedWords: String {
        let recoded = zip(profile.keys, made.result.levels).filter { $1 > 0 }.map { name($0.0.variable).lowercased() }
        return recoded.isEmpty ? "None is made coarser." : "Made coarser: \(recoded.joined(separator: ", "))."
    }

    /// How many cells of a variable are suppressed, in its columns together.
    func cells(_ variable: Int) -> Int {
        made.result.table.suppressed(layout.columns.filter { $0.variable == variable })
    }

    /// The same as a page may tell it: not where the codebook masks it in a column.
    func toldCells(_ variable: Int) -> Int? {
        let level = zip(profile.keys, made.result.levels).first { $0.0.variable == variable }?.1 ?? 0
        let columns = layout.columns.filter { $0.variable == variable }
        let told = columns.compactMap { self.told(MissingReason.suppressed.rawValue, $0, level) }
        return told.count == columns.count ? told.reduce(0, +) : nil
    }

    func suppressed(_ variable: Int) -> String { Self.text(toldCells(variable)) }

    static func text(_ count: Int?) -> String { count.map(String.init) ?? "masked" }

    /// All suppressed cells of the keys. Where a single key's are masked the sum would give them back.
    private var keyCells: String {
        let masked = profile.keys.map(\.variable).filter { toldCells($0) == nil }.map(cells)
        let isSafe = masked.isEmpty || (masked.count > 1 && masked.reduce(0, +) >= profile.k)
        return Self.text(isSafe ? profile.keys.reduce(0) { $0 + cells($1.variable) } : nil)
    }

    var keyLines: [ReleasePage.Key] {
        zip(profile.keys, made.result.levels).map { key, level in
            let told = labels(key.variable, level).map(\.label).joined(separator: ", ")
            return ReleasePage.Key(
                name: name(key.variable), categories: told, suppressed: suppressed(key.variable))
        }
    }

    func labels(_ variable: Int, _ level: Int) -> [(code: UInt16, label: String)] {
        rules.labels(of: variable, at: level, study.codebook)
    }
}
