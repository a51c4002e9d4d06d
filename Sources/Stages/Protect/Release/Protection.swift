public import WeirCore

/// Makes a table fit for a profile.
public struct Protection {
    /// Why a release is held.
    public enum Held: Error, Equatable {
        /// Fewer than k rows share values of keys that are never suppressed.
        case beyondReach(keys: [Int], k: Int)
        /// Respondents are gone, and an earlier release tells what would have to be suppressed now: that people are alike
        /// in the keys, of whom fewer than k are left; and answers to some variables.
        case gone(alike: Bool, variables: [Int])
        /// A class has rows of fewer than k offices.
        case offices(found: Int)
        /// Rows that share the keys that are never suppressed are less diverse than the profile asks.
        case diversity(variables: [Int], least: Int)
        /// A class is farther from the whole than the profile allows.
        case closeness(variable: Int)
        /// All rows are of one country of the region that they would be told as.
        case lone
        /// No row can be hidden.
        case nobody
    }

    let layout: ReleaseLayout
    let profile: ReleaseProfile
    private let hierarchies: [Int: Hierarchy]
    private let margins: [PublishedMargin]
    private let country: Int

    /// - Parameters:
    ///   - margins: what is in print.
    ///   - country: the variable within which case variables are judged.
    public init(
        layout: ReleaseLayout, profile: ReleaseProfile, hierarchies: [Int: Hierarchy], margins: [PublishedMargin],
        country: Int
    ) {
        self.layout = layout
        self.profile = profile
        self.hierarchies = hierarchies
        self.margins = margins
        self.country = country
    }

    /// The keys' weights; behind them the country, which classes never cross where it is only told more coarsely: printed
    /// counts about a country can tell which rows are from there.
    private var cost: SuppressionCost {
        SuppressionCost(weights: profile.keys.map(\.importance) + (isCountryKept ? [nil] : []))
    }
    private var isCountryKept: Bool {
        profile.keys.contains { $0.variable == country && $0.importance == nil && $0.coarsest > 0 }
    }

    /// What classes are made of: the keys as they are told, and the country where it has to be kept.
    private func classed(_ keys: [[UInt16]], _ countries: [UInt16]) -> Combinations {
        Combinations(columns: keys + (isCountryKept ? [countries] : []))
    }

    private var fixed: Set<Int> { Set(profile.keys.filter { $0.importance == nil }.map(\.variable)) }

    /// Recodes, suppresses and measures.
    /// - Parameters:
    ///   - lot: for each row a number that nobody without the key can know.
    ///   - settled: what an earlier release of this profile tells.
    ///   - cohorts: for each row which other profiles have a release that tells it, as a number, 0 for those that the most
    ///     do: whoever has these releases can tell the rows apart. Empty where there are none.
    ///   - effort: how long is searched for the fewest cells.
    /// - Throws: `Held`.
    public func protect(
        _ given: MicroTable, lot: [UInt64], settled: SettledRows? = nil, cohorts: [Int] = [],
        effort: ClassSuppression.Effort = .thorough
    ) throws -> ProtectedTable {
        var rows = Array(0..<given.rows)
        var isCrowded = false
        while true {
            guard !rows.isEmpty || given.rows == 0 else { throw isCrowded ? Held.lone : Held.nobody }
            var tried = settled
            tried?.earlier = rows.map { settled?.earlier[$0] }
            let told = cohorts.isEmpty ? [Int](repeating: 0, count: rows.count) : rows.map { cohorts[$0] }
            switch try attempt(given.keeping(rows), rows.map { lot[$0] }, tried, told, effort) {
            case .fits(var result):
                if rows.count < given.rows { measure(given, before: &result) }
                result.kept = rows
                result.isRegionCrowded = isCrowded
                return result
            case .waiting(let gone, let areCrowded):
                isCrowded = isCrowded || areCrowded
                rows = rows.indices.filter { !gone.contains($0) }.map { rows[$0] }
            }
        }
    }

    /// What comes of some rows together.
    private enum Attempt {
        case fits(ProtectedTable)
        /// New rows, by their places, that cannot be hidden yet. Others hid among them: without them, all begins again.
        case waiting(Set<Int>, areCrowded: Bool = false)
    }

    private func attempt(
        _ given: MicroTable, _ lot: [UInt64], _ settled: SettledRows?, _ cohorts: [Int],
        _ effort: ClassSuppression.Effort
    ) throws -> Attempt {
        let recoding = Recoding(layout: layout, hierarchies: hierarchies, keys: profile.keys)
        let isRecalled = (0..<given.rows).map { row in
            settled?.earlier[row].map { settled?.recalled.contains($0) ?? false } ?? false
        }
        let isSettled = (0..<given.rows).map { settled?.earlier[$0] != nil && !isRecalled[$0] }
        let parts = Parts(cohorts: cohorts, isSettled: isSettled, isRecalled: isRecalled)
        let caseRules = parts.all.map { part in
            CaseRule(
                layout: layout, margins: margins, country: country, origin: layout.codes(country, given),
                isOriginKept: isCountryKept, keys: Set(profile.keys.map(\.variable)), k: profile.k, lot: lot,
                parts: parts, part: part)
        }
        var table = given
        // Classes have to differ in what is released.
        var early = CaseRule.Outcome()
        for rule in caseRules { rule.average(&table, &early) }
        let levels = cheapest(table, recoding, settled?.levels)
        set(recoding.columns(given, at: levels), in: &table)
        let crowded = crowded(table, layout.codes(country, given), at: levels, settled, cohorts, lot)
        guard crowded.isEmpty else { return .waiting(crowded, areCrowded: true) }
        if let settled { carryOver(settled, &table) }
        let suppression = suppressKeys(&table, layout.codes(country, given), parts, lot, effort)
        if settled == nil { try refuse(suppression, given, cohorts) }
        hideForeignPatterns(&table, isSettled, levels)
        let outcome = apply(caseRules, &table)
        guard outcome.exposed.isEmpty else {
            throw Held.gone(alike: smallest(in: table) < profile.k, variables: outcome.exposed.sorted())
        }
        let gone = outcome.heldBack.union(early.heldBack).union(suppression.unprotected).union(suppression.alike)
        guard gone.isEmpty else { return .waiting(gone) }
        let result = try measured(given, table, levels, suppression)
        let alike = alike(in: result, isSettled)
        // In a first release only those wait whom earlier releases of other profiles lack.
        if settled == nil, alike.contains(where: { row in row.value.contains { cohorts[$0] == 0 } }) {
            throw Held.diversity(variables: alike.keys.sorted(), least: profile.diversity ?? 1)
        }
        guard alike.isEmpty else { return .waiting(alike.values.reduce(into: []) { $0.formUnion($1) }) }
        return .fits(result)
    }

    /// What is hidden of some rows may leave too few answers to those of another part.
    private func apply(_ rules: [CaseRule], _ table: inout MicroTable) -> CaseRule.Outcome {
        var outcome = CaseRule.Outcome()
        while rules.reduce(false, { $1.apply(to: &table, &outcome) || $0 }), rules.count > 1 {}
        return outcome
    }

    /// New rows whose region would tell their country.
    private func crowded(
        _ table: MicroTable, _ origin: [UInt16], at levels: [Int], _ settled: SettledRows?, _ cohorts: [Int],
        _ lot: [UInt64]
    ) -> Set<Int> {
        let level = zip(profile.keys, levels).first { $0.0.variable == country }?.1 ?? 0
        guard level > 0, let groups = hierarchies[country]?.levels[level - 1] else { return [] }
        let members = Dictionary(groups.map { ($0.code, $0.members) }, uniquingKeysWith: { first, _ in first })
        let new = (0..<table.rows).filter { settled?.earlier[$0] == nil }
        let told = layout.codes(country, table)
        return Dictionary(grouping: new, by: { cohorts[$0] }).reduce(into: []) { waiting, cohort in
            // Of a first release the rows that other profiles tell are no news.
            waiting.formUnion(
                CrowdedRegions(members: members, isLater: settled != nil || cohort.key > 0)
                    .waiting(cohort.value, told: told, origin: origin, lot: lot))
        }
    }

    private func smallest(in table: MicroTable) -> Int {
        let classes = Combinations(columns: profile.keys.map { layout.codes($0.variable, table) })
        return KAnonymity(classes).strict.smallest
    }

    /// New rows of classes that tell too few answers to a sensitive question, by question; what is out stays out. Where the
    /// country may be suppressed, answers of several are averaged and hidden together once the classes are made.
    private func alike(in result: ProtectedTable, _ isSettled: [Bool]) -> [Int: [Int]] {
        let classes = Combinations(columns: profile.keys.map { layout.codes($0.variable, result.table) })
        let found = profile.sensitive.map { ($0, alike($0, classes, result.table).filter { !isSettled[$0] }) }
        return Dictionary(found.filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first })
    }

    /// In a first release no row waits for others but those that earlier releases of other profiles lack.
    private func refuse(_ suppression: Suppression, _ given: MicroTable, _ cohorts: [Int]) throws {
        guard !suppression.unprotected.contains(where: { cohorts[$0] == 0 }) else {
            throw Held.beyondReach(keys: profile.keys.filter { $0.importance == nil }.map(\.variable), k: profile.k)
        }
        guard !suppression.alike.contains(where: { cohorts[$0] == 0 }) else {
            if let found = fewestOffices(suppression.alike, given), found < profile.k {
                throw Held.offices(found: found)
            }
            throw Held.diversity(variables: profile.sensitive, least: profile.diversity ?? 1)
        }
    }

    /// What recoding the keys to some levels loses: cells that cannot be told from others, by the keys' importance.
    public func lossByRecoding(_ given: MicroTable, to levels: [Int]) -> Double {
        Recoding(layout: layout, hierarchies: hierarchies, keys: profile.keys).loss(given, at: levels)
    }

    /// The levels with the least loss by recoding and suppressing together.
    private func cheapest(_ given: MicroTable, _ recoding: Recoding, _ settled: [Int?]?) -> [Int] {
        let all = recoding.allowed(settled)
        guard all.count > 1 else { return all[0] }
        var best = (loss: Double.infinity, levels: all[0])
        for levels in all {
            let combinations = classed(recoding.columns(given, at: levels), layout.codes(country, given))
            let found = ClassSuppression(combinations, cost: cost, k: profile.k, effort: .quick).solve()
            let loss = recoding.loss(given, at: levels) + Double(found.cost)
            let isReached = found.unprotected.isEmpty && alike(combinations, given).isEmpty
            if isReached, loss < best.loss { best = (loss, levels) }
        }
        return best.levels
    }

    /// Rows that no suppression makes diverse.
    private func alike(_ combinations: Combinations, _ table: MicroTable) -> [Int] {
        ClassSuppression(
            combinations, cost: cost, k: profile.k, diversity: diversity(of: Array(0..<table.rows), table)
        ).alike
    }

    private func set(_ columns: [[UInt16]], in table: inout MicroTable) {
        for (key, column) in zip(profile.keys, columns) {
            if let place = layout.schema.places[key.variable].code { table.codes[place] = column }
        }
    }

    /// A row that was released before is released as it was; what was not told of it stays untold. Of a recalled row what
    /// a finer profile hides by now is hidden here too.
    private func carryOver(_ settled: SettledRows, _ table: inout MicroTable) {
        for column in layout.columns {
            for (row, earlier) in settled.earlier.enumerated() {
                guard let earlier else { continue }
                if settled.recalled.contains(earlier), table.isSuppressed(column.kind, row) { continue }
                switch column.kind {
                case .code(let place):
                    table.codes[place]?[row] =
                        settled.table.codes[place]?[earlier] ?? MissingReason.suppressed.rawValue
                case .number(let place):
                    table.numbers[place]?[row] =
                        settled.table.numbers[place]?[earlier] ?? Double(MissingReason.suppressed.rawValue)
                case .text: break
                }
            }
        }
    }

    /// New rows hide among new rows: whoever knows the earlier release knows who is new. So do those of each part.
    /// Which of equally good classes are taken depends on the key: nobody else can try which table leads to them.
    private func suppressKeys(
        _ table: inout MicroTable, _ countries: [UInt16], _ parts: Parts, _ lot: [UInt64],
        _ effort: ClassSuppression.Effort
    ) -> Suppression {
        let fresh = (0..<table.rows).filter { !parts.isSettled[$0] }
        let columns = profile.keys.map { key in
            let codes = layout.codes(key.variable, table)
            return fresh.map { codes[$0] }
        }
        // A column that nobody gives up keeps the parts apart.
        let apart: [[UInt16]] = parts.all.count > 1 ? [fresh.map { UInt16(parts.ofRow[$0]) }] : []
        let cost = SuppressionCost(weights: cost.weights + apart.map { _ in nil })
        let classed = Combinations(columns: columns + (isCountryKept ? [fresh.map { countries[$0] }] : []) + apart)
        let solved = ClassSuppression(
            classed, cost: cost, k: profile.k, isBalanced: true,
            diversity: diversity(of: fresh, table, parts), seed: fresh.reduce(0) { $0 &+ lot[$1] },
            effort: effort
        ).solve()
        var classes: [[UInt16]: [Int]] = [:]
        var changed: Set<[UInt16]> = []
        for (place, row) in fresh.enumerated() {
            let seen = columns.indices.map { key in
                solved.masks[place] & (1 << UInt32(key)) != 0 ? MissingReason.suppressed.rawValue : columns[key][place]
            }
            let together = seen + (isCountryKept ? [countries[row]] : []) + [UInt16(parts.ofRow[row])]
            classes[together, default: []].append(row)
            // What a finer profile hid is hidden among more rows now.
            if seen.contains(MissingReason.suppressed.rawValue) { changed.insert(together) }
        }
        let variables = Set(profile.keys.map(\.variable))
        let group = ExchangeGroup(layout: layout, margins: margins)
        for seen in changed.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let rows = classes[seen] else { continue }
            group.hide(variables, in: rows, of: &table, fixed: fixed)
        }
        var result = solved
        result.unprotected = solved.unprotected.map { fresh[$0] }
        result.alike = solved.alike.map { fresh[$0] }
        result.masks = [UInt32](repeating: 0, count: table.rows)
        for (place, row) in fresh.enumerated() { result.masks[row] = solved.masks[place] }
        return result
    }

    /// What the classes of some rows have to differ in: sensitive answers, and k offices where they are known.
    private func diversity(of rows: [Int], _ table: MicroTable, _ parts: Parts? = nil) -> Diversity? {
        var diversity = Diversity(values: [[Double]](), least: 1)
        if let least = profile.diversity, least > 1 {
            for variable in profile.sensitive where layout.ofVariable[variable] != nil {
                let answers = layout.answers(variable, table)
                // What a recalled release hid of a row stays hidden, and is the same answer as nobody's.
                let values = rows.map { row in
                    let isGone = parts?.isRecalled[row] == true && layout.isHidden(variable, row, table)
                    return isGone ? Double(-1 - row) : answers[row]
                }
                diversity.add(values, least: least)
            }
        }
        if let codes = profile.office.map({ layout.codes($0, table) }), !codes.isEmpty {
            // Nothing says that a row without an office is of one of the others'.
            diversity.add(rows.map { codes[$0].isMissing ? -1 - $0 : Int(codes[$0]) }, least: profile.k)
        }
        return diversity.isEmpty ? nil : diversity
    }

    /// What only some countries were asked tells the country where that is recoded or suppressed.
    private func hideForeignPatterns(_ table: inout MicroTable, _ isSettled: [Bool], _ levels: [Int]) {
        let codes = layout.codes(country, table)
        let asked = Set(layout.schema.codebook.variables[country].categories.map(\.code))
        let rows = codes.indices.filter { !asked.contains(codes[$0]) && !isSettled[$0] }
        guard !rows.isEmpty else { return }
        for column in layout.columns {
            let variable = layout.schema.codebook.variables[column.variable]
            let option = column.category.map { variable.categories[$0] }
            let options = column.category == nil ? variable.categories : []
            let isLocal = !variable.countries.isEmpty || !(option?.countries.isEmpty ?? true)
            if isLocal { for row in rows { table.suppress(column.kind, row) } }
            let local = Set(options.filter { !$0.countries.isEmpty }.map { Double($0.code) })
            guard !local.isEmpty, column.variable != country else { continue }
            if rows.contains(where: { local.contains(table.value(column.kind, $0)) }) {
                for row in rows { table.suppress(column.kind, row) }
            }
        }
    }

    /// How few offices rows have that share the keys that are never suppressed.
    private func fewestOffices(_ rows: [Int], _ table: MicroTable) -> Int? {
        let kept = profile.keys.map(\.variable).filter(fixed.contains).map { variable in
            let codes = layout.codes(variable, table)
            return rows.map { codes[$0] }
        }
        let all = kept.isEmpty ? [[UInt16](repeating: 0, count: rows.count)] : kept
        return offices(table, rows).map { RiskMeasures(Combinations(columns: all), offices: $0).offices ?? 0 }
    }
}
