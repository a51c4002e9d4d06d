public import Foundation
public import WeirCore
public import WeirKeys
import WeirProtect
import WeirReport
import WeirState
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
        /// Cells of other answers that would be suppressed: about children and the office, and what would give keys away.
        public var others: Int
        /// The share of what the keys tell that would be lost, recoding and suppressing together, in thousandths.
        public var loss: Int
        /// Whether this is what the profile says: found in the very way of a release, with what was released before.
        public var isProfile: Bool
        /// Why nothing could be released; nil when it could.
        public var refusal: String?
    }

    private let study: Study
    private let rules: ReleaseRules
    private let profile: ReleaseProfile
    private let rows: (pseudonyms: [String], table: MicroTable)
    private let keys: StudyKeys
    private let state: StateFolder?
    private let entries: [ReleaseEntry]
    private var raw: MicroTable { rows.table }

    /// Reads a data set.
    /// - Parameter state: the study's memory, with what was released before.
    /// - Throws: `ReleaseRefusal`, or what the file system and SQLite say.
    public init(
        study: Study, rules: ReleaseRules, profile: String, dataset: URL, keys: StudyKeys, state: URL
    ) throws {
        guard let profile = rules.profile(named: profile) else {
            let known = rules.profiles.map(\.name).joined(separator: ", ")
            throw ReleaseRefusal(sentences: ["there is no profile \(profile). The study has: \(known)"])
        }
        let data = InternalDataSet(folder: dataset, keys: keys)
        let problems = data.problems(rowsNeeded: 2)
        guard problems.isEmpty else { throw ReleaseRefusal(sentences: problems) }
        (self.study, self.rules, self.profile, self.keys) = (study, rules, profile, keys)
        rows = try data.read(study.schema)
        let isThere = FileManager.default.fileExists(atPath: state.path)
        self.state = isThere ? try StateFolder(state) : nil
        entries = try self.state.map { try Ledger($0).releases() } ?? []
    }

    /// All sets of at least two keys that hold the country, the largest first, with each k.
    /// - Throws: what the file system says.
    public func choices(ks: [Int]) throws -> [Choice] {
        let others = profile.keys.filter { $0.variable != study.countryVariable }
        let country = profile.keys.filter { $0.variable == study.countryVariable }
        let sets = (1..<(1 << others.count)).map { mask in
            country + others.indices.filter { mask & (1 << $0) != 0 }.map { others[$0] }
        }
        return try sets.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .flatMap { _, keys in try ks.map { try choice(keys, $0) } }
    }

    private func choice(_ keys: [ReleaseProfile.Key], _ k: Int) throws -> Choice {
        let isProfile = k == profile.k && keys.count == profile.keys.count
        let tried = isProfile ? rules : rules.trying(Set(keys.map(\.variable)), k: k, in: profile)
        let columns = keys.map { key in study.schema.places[key.variable].code.flatMap { raw.codes[$0] } ?? [] }
        var choice = Choice(
            keys: keys.map { study.codebook.variables[$0.variable].name }, k: k,
            below: KAnonymity(Combinations(columns: columns)).strict.records(below: k),
            levels: keys.map { _ in 0 }, cells: 0, byKey: keys.map { _ in 0 }, others: 0, loss: 0, isProfile: isProfile)
        guard let wanted = tried.profile(named: profile.name) else { return choice }
        let chain = ProtectionChain(
            study: study, rules: tried, keys: self.keys, state: isProfile ? state : nil, entries: entries,
            effort: isProfile ? .thorough : .quick)
        do {
            try note(chain.protect(wanted, rows), wanted, in: &choice)
        } catch let refusal as ReleaseRefusal { choice.refusal = refusal.sentences.joined(separator: "; ") }
        return choice
    }

    private func note(_ made: ProtectionChain.Made, _ tried: ReleaseProfile, in choice: inout Choice) throws {
        let table = made.result.table
        let isKey = Set(tried.keys.map(\.variable))
        choice.levels = made.result.levels
        choice.byKey = tried.keys.map { key in
            table.suppressed(made.layout.columns.filter { $0.variable == key.variable })
        }
        choice.cells = choice.byKey.reduce(0, +)
        choice.others = table.suppressed(made.layout.columns.filter { !isKey.contains($0.variable) })
        let whole = tried.keys.reduce(0) { $0 + ($1.importance ?? 1) } * max(1, raw.rows)
        let recoded = Protection(
            layout: made.full, profile: tried, hierarchies: rules.hierarchies, margins: [],
            country: study.countryVariable
        ).lossByRecoding(raw, to: made.result.levels)
        let suppressed = zip(tried.keys, choice.byKey).reduce(0) { $0 + ($1.0.importance ?? 1) * $1.1 }
        choice.loss = Int(((recoded + Double(suppressed)) * 1000 / Double(whole)).rounded())
    }

    /// The choices as a table for a terminal.
    public static func text(_ choices: [Choice]) -> String {
        let head = ["k", "below k", "suppressed", "others", "loss", "keys (cells suppressed)"]
        let rows = [head] + choices.map(cells)
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            (0..<5).map { String(repeating: " ", count: widths[$0] - row[$0].count) + row[$0] }.joined(separator: "  ")
                + "  "
                + row[5]
        }.joined(separator: "\n") + "\n" + explanation
    }

    /// What the numbers stand for.
    public static let explanation =
        "Others: cells of answers about children and the office, and of what would give a key away. The profile's own line is "
        + "what a release would suppress, with what was released before; the other lines are as if nothing had been, and "
        + "come from a shorter search: a release suppresses about as many or fewer."

    private static func cells(_ choice: Choice) -> [String] {
        let keys = zip(choice.keys, zip(choice.levels, choice.byKey)).map { key, facts in
            key + (facts.0 > 0 ? " at level \(facts.0)" : "") + " (\(facts.1))"
        }
        let words = keys.joined(separator: ", ") + (choice.isProfile ? "; as the profile says" : "")
        if let refusal = choice.refusal {
            return [String(choice.k), String(choice.below), "–", "–", "–", "\(words): \(refusal)"]
        }
        return [
            String(choice.k), String(choice.below), String(choice.cells), String(choice.others),
            "\(choice.loss / 10).\(choice.loss % 10) %", words,
        ]
    }

    /// The same as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page(_ choices: [Choice]) throws -> String {
        try RiskPage(
            title: study.title, rows: raw.rows, explanation: Self.explanation,
            choices: choices.map(Self.cells).map {
                RiskPage.Row(k: $0[0], below: $0[1], cells: $0[2], others: $0[3], loss: $0[4], keys: $0[5])
            }
        ).page()
    }
}

extension ReleaseRules {
    /// The rules with some keys only and another k, in a profile and the finer ones it is made from.
    fileprivate func trying(_ keys: Set<Int>, k: Int, in profile: ReleaseProfile) -> ReleaseRules {
        var tried = self
        var name = Optional(profile.name)
        while let place = tried.profiles.firstIndex(where: { $0.name == name }) {
            tried.profiles[place].keys.removeAll { !keys.contains($0.variable) }
            tried.profiles[place].k = name == profile.name ? k : min(k, tried.profiles[place].k)
            name = tried.profiles[place].finer
        }
        return tried
    }
}
