import Foundation
import WeirCore
import WeirProtect
import WeirReport
import WeirStudy

/// The release in words, and what they are made of.
extension ReleaseDraft {
    /// What a person reads before signing.
    var said: [String] { news.said + sentences + [stayingBehind].compactMap(\.self) }

    /// The same as it stands on the page to sign.
    var words: [String] { news.words + sentences }

    /// The release in words.
    private var sentences: [String] {
        let heldBack = made.result.kept.count < made.raw.rows
        let rows: [String] = [
            "\(table.rows) rows leave the house under the profile \(profile.name). Everybody shares their combination of "
                + "\(profile.keys.count) characteristics (\(profile.keys.map { amid($0.variable) }.joined(separator: ", "))) "
                + "with at least \(made.result.after.anonymity.strict.smallest - 1) others, also for somebody who has read the "
                + "published reports. \(riskBefore)",
            "Each row is one worker's interview: \(rowsByPlace).",
            "\(keyCells) of \(table.rows * profile.keys.count) cells of these characteristics are suppressed, "
                + "\(suppressed(study.countryVariable)) of them the country. \(recodedWords)",
            "Answers about children and the office that fewer than \(profile.k) workers of a country gave are hidden among others; shares of "
                + "children are means of at least \(profile.k) workers.",
            sameAnswers,
            closeness,
            journalist,
            heldBack ? "Some rows stay behind, because \(waitingReason)." : "No row stays behind.",
        ]
        return rows + excerptWords + [useful, consent]
    }

    /// For the house: how many stay behind would tell on the page how many people the data set has.
    private var stayingBehind: String? {
        let behind = made.raw.rows - made.result.kept.count
        return behind > 0
            ? "\(behind) of \(made.raw.rows) rows stay behind; the page to sign says only that some do." : nil
    }

    /// Why rows stay behind.
    private var waitingReason: String {
        made.result.isRegionCrowded
            ? "they could not be hidden, or because too many of those that are new in a region are of one country, which the "
                + "region would tell: these wait for others"
            : "they could not be hidden"
    }

    /// What leaves of the open answers, where somebody asked for excerpts.
    private var excerptWords: [String] {
        guard order.inbox != nil else { return [] }
        guard let approved else {
            return ["Excerpts were asked for. No approved answer was found, and none leaves."]
        }
        let count = approved.count
        let waiting =
            "approved answers wait, until at least \(profile.k) released people who are not quoted yet gave an answer to the "
            + "same question."
        guard count > 0 else { return ["Excerpts were asked for. All \(waiting)"] }
        let told = count < profile.k ? "Fewer than \(profile.k)" : String(count)
        return [
            "\(told) approved answers to open questions leave as excerpts, in a file of their own, without a pseudonym and "
                + "without a link to the rows.\(approved.areWaiting ? " Other \(waiting)" : "")"
        ]
    }

    /// How easily somebody was recognised before, in steps of 5 in a hundred, because it is about the internal rows.
    private var riskBefore: String {
        let (before, rows) = (made.result.before, Double(max(1, made.raw.rows)))
        let few = Self.about(Double(before.anonymity.strict.records(below: profile.k)) / rows)
        let alone = Self.about(Double(before.uniques) / rows)
        return
            "Before, about \(few) of the internal rows shared theirs with fewer, and about \(alone) with nobody (to the "
            + "nearest 5 in a hundred, so that no count of them follows)."
    }

    /// What the release keeps of what is in print, and what it cannot tell.
    private var useful: String {
        let facts = utility
        let changed = facts.tests.filter { !$0.isKept }.map(described)
        let lost = [(facts.lostTests, "tests"), (facts.lostPercentages, "percentages")].filter { $0.0 > 0 }
            .map { "\($0.0) published \($0.1)" }
        let tests =
            facts.tests.isEmpty
            ? "No published test can be recomputed."
            : "Of \(facts.tests.count) published tests that can be recomputed \(facts.tests.count(where: \.isKept)) keep "
                + "their conclusion\(changed.isEmpty ? "" : " (not: \(changed.joined(separator: "; ")))")."
        return "\(tests) Of "
            + "\(facts.percentages.count) published percentages \(within2) stay within 2 points"
            + (facts.largest.map { "; the largest shift is \(shift($0))." } ?? ".")
            + (lost.isEmpty ? "" : " \(lost.joined(separator: " and ")) cannot be told from it at all.")
    }

    /// k says nothing about classes in which everybody answered alike.
    private var sameAnswers: String {
        let same = made.result.fewestTold.filter { $0.value < 2 }.keys.sorted().map(name)
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

    /// How far a printed percentage moved, with its question and group; rounded up to 5 points, because the share before is
    /// one of rows that do not leave: the exact distance would tell it.
    func shift(_ percentage: Utility.Percentage) -> String {
        let margin = rules.margins.first { $0.id == percentage.id }
        let groups = (margin?.group ?? []).flatMap { condition in
            study.codebook.variables[condition.variable].categories.filter { condition.codes.contains($0.code) }
                .map { $0.labels["en"] ?? $0.name }
        }
        let base = percentage.base < profile.k ? "few answers" : "\(percentage.base) answers"
        let words = [margin.map { name($0.answer.variable) } ?? percentage.id] + groups + [base]
        let most = Int((percentage.shift / 5).rounded(.up)) * 5
        return "at most \(most) points (\(words.joined(separator: ", ")))"
    }

    /// A printed test by its questions.
    func described(_ test: Utility.Test) -> String {
        guard let printed = rules.tests.first(where: { $0.id == test.id }) else { return test.id }
        let option = printed.answer.option.map { option in
            let category = study.codebook.variables[printed.answer.variable].categories[option]
            return ": \(category.labels["en"] ?? category.name)"
        }
        return "\(name(printed.answer.variable))\(option ?? "") by \(amid(printed.by))"
    }

    /// How far the suppression may be from the least there is, rounded up to 5 in a hundred, because it is about rows that
    /// do not leave.
    private var closeness: String {
        let (cost, bound) = (made.result.suppression.cost, made.result.suppression.bound)
        guard bound > 0 else {
            let isSettled = news.isLater || !made.bases.isEmpty
            return "No cell of these characteristics had to be suppressed"
                + (isSettled ? " beyond what \(basis) and earlier releases settled." : ".")
        }
        let gap = "\((20 * (cost - bound) + bound - 1) / bound * 5) %"
        return
            "Weighed by importance, what was suppressed here is at most \(gap) more than the proven least that k alone takes "
            + "of \(basis) (rounded up to 5 in a hundred, so that no count of them follows). "
            + "What is above it keeps shares of categories even\(profile.diversity == nil ? "" : " and answers in a class different"), or was not found."
    }

    /// What the release was made from.
    var basis: String { profile.finer.map { "the protected rows of the profile \($0)" } ?? "the internal rows" }

    private var journalist: String {
        "Nobody has counted how many such workers a country has. The figures take the worst for granted: that all of them "
            + "took part."
    }

    /// What respondents have to have agreed to.
    var needed: [String] { profile.scope + (order.inbox == nil ? [] : ["quotes"]) }

    /// What they agreed to; of a demonstration, also what nobody asked them.
    var consent: String {
        let assumed = needed.filter { !study.consentScope.contains($0) }
        let agreed = study.consentScope.joined(separator: ", ")
        return assumed.isEmpty
            ? "Respondents agreed to: \(agreed). This needs: \(needed.joined(separator: ", "))."
            : "For practice it is taken that the made-up respondents agreed to \(assumed.joined(separator: ", ")); the "
                + "study's own scope is \(agreed)."
    }

    var within2: Int { utility.percentages.count { $0.shift <= 2 } }

    var utility: Utility {
        Utility(
            margins: rules.margins, tests: rules.tests, before: made.raw, after: table, layout: layout, full: made.full)
    }

    func name(_ variable: Int) -> String { study.codebook.variables[variable].labels["en"] ?? "" }

    /// The same within a sentence; an abbreviation keeps its capitals.
    func amid(_ variable: Int) -> String {
        let name = name(variable)
        let isAbbreviated = name.dropFirst().first?.isUppercase ?? false
        return isAbbreviated ? name : name.prefix(1).lowercased() + name.dropFirst()
    }

    private var recodedWords: String {
        let levels = Array(zip(profile.keys, made.result.levels))
        let recoded = levels.filter { $1 > 0 }.map { amid($0.0.variable) }
        let hasUntold = levels.contains { !rules.untoldMonths($0.variable, at: $1, in: table, study).isEmpty }
        return (recoded.isEmpty ? "None is made coarser." : "Made coarser: \(recoded.joined(separator: ", ")).")
            + (hasUntold ? " Rows that an earlier release told without a month are told without one here." : "")
    }

    /// How finely the release tells when an interview was submitted; nil where it does not.
    var timeTold: String? {
        let levels = Dictionary(
            zip(profile.keys.map(\.variable), made.result.levels), uniquingKeysWith: { first, _ in first })
        guard let month = study.monthVariable, let level = levels[month], let hierarchy = rules.hierarchies[month],
            level < hierarchy.levels.count
        else { return nil }
        let isOwn = hierarchy != SubmissionMonth.hierarchy(of: study.codebook.variables[month], at: month)
        return level > 0 && isOwn ? "group of months" : SubmissionMonth.levelNames[level]
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
            return ReleasePage.Key(
                name: name(key.variable), categories: told(key.variable, level),
                importance: key.importance.map(String.init) ?? neverSuppressed(key.variable),
                suppressed: suppressed(key.variable))
        }
    }

    /// Cells of a key that is never suppressed are those of the finer profile, and of rows that are out.
    private func neverSuppressed(_ variable: Int) -> String {
        guard cells(variable) > 0 else { return "never suppressed" }
        let finer = rules.finer(than: profile).filter { finer in
            finer.keys.contains { $0.variable == variable && $0.importance != nil }
        }
        return "never suppressed" + (finer.last.map { " beyond \($0.name)" } ?? "")
            + (news.isLater ? " in new rows" : "")
    }

    /// The categories of a key, those of which no row is told last.
    private func told(_ variable: Int, _ level: Int) -> String {
        let codes = Set(study.schema.places[variable].code.flatMap { table.codes[$0] } ?? [])
        let all = labels(variable, level)
        let list = { (isThere: Bool) in
            all.filter { codes.contains($0.code) == isThere }.map(\.label).joined(separator: "; ")
        }
        return list(true) + (list(false).isEmpty ? "" : " (of no row: \(list(false)))")
    }

    func labels(_ variable: Int, _ level: Int) -> [(code: UInt16, label: String)] {
        rules.labels(of: variable, at: level, in: table, study)
    }
}
