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
    /// What `weir release` refuses the profile for as things stand, before any row is read.
    public let obstacles: [String]
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
        (self.study, self.rules, self.profile, self.keys) = (study.forReleases, rules, profile, keys)
        rows = try data.read(self.study.schema)
        let isThere = FileManager.default.fileExists(atPath: state.path)
        self.state = isThere ? try StateFolder(state) : nil
        entries = try self.state.map { try Ledger.ofReleases($0).releases() } ?? []
        obstacles = ReleaseObstacles(
            study: self.study, rules: rules, keys: keys, state: state, dataset: data
        ).sentences(against: profile)
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

    /// The choices as a table for a terminal: a block for each set of keys, a column for each key. Behind it, what stands
    /// against a release.
    public func text(_ choices: [Choice]) -> String {
        let refused = obstacles.map { "\n- \($0)." }.joined()
        return Self.text(choices) + (refused.isEmpty ? "" : "\n\n\(refusing):\(refused)")
    }

    private var refusing: String { "As things stand, weir release refuses \(profile.name)" }

    private static func text(_ choices: [Choice]) -> String {
        let all = choices.first?.keys ?? []
        let head = ["k", "rows below k", "loss", "cells"] + all + ["others"]
        let rows = choices.map { ["\($0.k)", "\($0.below)"] + ($0.told(all) ?? []) }
        let widths = head.indices.map { column in
            ([head] + rows).map { $0.dropFirst(column).first?.count ?? 0 }.max() ?? 0
        }
        let line = { (row: [String], note: String) in
            let cells = zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
            return (cells + [note]).joined(separator: "  ").trimmingTail
        }
        let blocks = sets(choices).map { block in
            block.map { line(rows[$0], choices[$0].note) }.joined(separator: "\n")
        }
        return line(head, "") + "\n" + blocks.joined(separator: "\n\n") + "\n\n" + explanation.joined(separator: "\n")
    }

    /// The places of the choices with the same keys.
    private static func sets(_ choices: [Choice]) -> [[Int]] {
        choices.indices.reduce(into: []) { sets, place in
            if let last = sets.last?.last, choices[last].keys == choices[place].keys {
                sets[sets.count - 1].append(place)
            } else {
                sets.append([place])
            }
        }
    }

    /// What the numbers stand for.
    public static let explanation = [
        "rows below k: rows that share the keys with fewer than k. cells: cells of the keys that would be suppressed, then of each key;",
        "– is no key of this set. others: cells of answers about children and the office, and of what would give a key away.",
        "loss: the share of what the keys tell that recoding and suppressing take, each key weighed by its importance.",
        "The profile's own line is what a release would suppress, with what was released before. The other lines are as if",
        "nothing had been, and come from a shorter search: a release suppresses about as many or fewer.",
    ]

    /// The same as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page(_ choices: [Choice]) throws -> String {
        let all = choices.first?.keys ?? []
        let labels = all.map { name in
            study.codebook.index(of: name).flatMap { study.codebook.variables[$0].labels["en"] } ?? name
        }
        let rows = choices.map { choice in
            RiskPage.Row(
                k: "\(choice.k)", below: "\(choice.below)",
                cells: choice.told(all) ?? [], note: choice.note)
        }
        return try RiskPage(
            title: study.title, profile: profile.name, rows: raw.rows, keys: labels,
            explanation: Self.explanation.joined(separator: " "), sets: Self.sets(choices).map { $0.map { rows[$0] } },
            obstacles: obstacles
        ).page()
    }
}

extension RiskTable.Choice {
    /// The loss, the cells, those of each key and the others; nil where nothing could be released.
    fileprivate func told(_ all: [String]) -> [String]? {
        guard refusal == nil else { return nil }
        let byKey = all.map { name in self.keys.firstIndex(of: name).map { String(self.byKey[$0]) } ?? "–" }
        return ["\(loss / 10).\(loss % 10) %", String(cells)] + byKey + [String(others)]
    }

    /// What has to be said besides.
    fileprivate var note: String {
        let recoded = zip(keys, levels).filter { $1 > 0 }.map { "\($0) at level \($1)" }
        let words = (isProfile ? ["as the profile says"] : []) + (refusal.map { [$0] } ?? recoded)
        return words.joined(separator: "; ")
    }
}

extension String {
    /// Without spaces at the end.
    fileprivate var trimmingTail: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
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
