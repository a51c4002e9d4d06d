public import Foundation
public import WeirCore
public import WeirKeys
import WeirProtect
import WeirReport
public import WeirStudy

/// What protecting a data set would cost for each set of keys and each k, before anybody fixes a profile.
public struct RiskTable {
    /// One choice.
    public struct Choice: Sendable {
        /// The keys' names.
        public var keys: [String]
        /// How many share each combination.
        public var k: Int
        /// Rows with fewer than k equals.
        public var below: Int
        /// The level each key would be recoded to.
        public var levels: [Int]
        /// Cells that would be suppressed.
        public var cells: Int
        /// Of them, by key.
        public var byKey: [Int]
        /// The share of what the keys tell that would be lost, recoding and suppressing together, in thousandths.
        public var loss: Int
    }

    private let study: Study
    private let rules: ReleaseRules
    private let profile: ReleaseProfile
    private let raw: MicroTable

    /// Reads a data set.
    /// - Throws: `ReleaseRefusal`, or what the file system says.
    public init(study: Study, rules: ReleaseRules, profile: String, dataset: URL, keys: StudyKeys) throws {
        guard let profile = rules.profile(named: profile) else {
            let known = rules.profiles.map(\.name).joined(separator: ", ")
            throw ReleaseRefusal(sentences: ["there is no profile \(profile). The study has: \(known)"])
        }
        let data = InternalDataSet(folder: dataset, keys: keys)
        let problems = data.problems(rowsNeeded: 2)
        guard problems.isEmpty else { throw ReleaseRefusal(sentences: problems) }
        (self.study, self.rules, self.profile) = (study, rules, profile)
        raw = try data.read(study.schema).table
    }

    /// All sets of at least two keys that hold the country, the largest first, with each k.
    public func choices(ks: [Int]) -> [Choice] {
        let others = profile.keys.filter { $0.variable != study.countryVariable }
        let country = profile.keys.filter { $0.variable == study.countryVariable }
        let sets = (1..<(1 << others.count)).map { mask in
            country + others.indices.filter { mask & (1 << $0) != 0 }.map { others[$0] }
        }
        return sets.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .flatMap { _, keys in ks.map { choice(keys, $0) } }
    }

    private func choice(_ keys: [ReleaseProfile.Key], _ k: Int) -> Choice {
        var tried = profile
        tried.k = k
        tried.keys = keys
        let layout = ReleaseLayout(schema: study.schema, withheld: [])
        let found = Protection(
            layout: layout, profile: tried, hierarchies: rules.hierarchies, margins: [], country: study.countryVariable
        ).preview(raw)
        let columns = keys.map { key in study.schema.places[key.variable].code.flatMap { raw.codes[$0] } ?? [] }
        let below = KAnonymity(Combinations(columns: columns)).strict.records(below: k)
        let whole = keys.reduce(0) { $0 + ($1.importance ?? 1) } * max(1, raw.rows)
        return Choice(
            keys: keys.map { study.codebook.variables[$0.variable].name }, k: k, below: below, levels: found.levels,
            cells: found.suppression.cells,
            byKey: keys.indices.map { key in found.suppression.masks.count { $0 & (1 << UInt32(key)) != 0 } },
            loss: Int(((found.loss + Double(found.suppression.cost)) * 1000 / Double(whole)).rounded()))
    }

    /// The choices as a table for a terminal.
    public static func text(_ choices: [Choice]) -> String {
        let rows = [["k", "below k", "suppressed", "loss", "keys (cells suppressed)"]] + choices.map(cells)
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            (0..<4).map { String(repeating: " ", count: widths[$0] - row[$0].count) + row[$0] }.joined(separator: "  ")
                + "  "
                + row[4]
        }.joined(separator: "\n")
    }

    private static func cells(_ choice: Choice) -> [String] {
        let keys = zip(choice.keys, zip(choice.levels, choice.byKey)).map { key, facts in
            key + (facts.0 > 0 ? " at level \(facts.0)" : "") + " (\(facts.1))"
        }
        return [
            String(choice.k), String(choice.below), String(choice.cells), "\(choice.loss / 10).\(choice.loss % 10) %",
            keys.joined(separator: ", "),
        ]
    }

    /// The same as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page(_ choices: [Choice]) throws -> String {
        try RiskPage(
            title: study.title, rows: raw.rows,
            choices: choices.map(Self.cells).map {
                RiskPage.Row(k: $0[0], below: $0[1], cells: $0[2], loss: $0[3], keys: $0[4])
            }
        ).page()
    }
}
