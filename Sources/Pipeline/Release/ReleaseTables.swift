import WeirCore
import WeirDeliver
import WeirKeys
import WeirProtect
import WeirReport
import WeirState
import WeirStudy

/// The tables by country of a protected table, masked so that they tell nothing that those of the finer profiles mask, and
/// nothing of few people who are new since an earlier release: whoever has several releases may put them together.
struct ReleaseTables {
    let study: Study
    let rules: ReleaseRules
    let keys: StudyKeys
    /// What was released before, the oldest first.
    var entries: [ReleaseEntry] = []
    /// Where it is kept; nil where nothing is.
    var kept: EarlierReleases?

    /// A release's tables, and the mask of its other pages.
    struct Printed {
        /// Nil where nothing can be counted by country.
        var tables: FrequencyTables?
        var mask: ReleaseMask
    }

    /// What was printed of the rows of a release.
    private struct Out {
        var profile: String
        var tables: EarlierTables?
        var mask: ReleaseMask
        var rows: ProtectionChain.Basis
    }

    /// - Throws: what the file system says.
    func printed(_ made: ProtectionChain.Made, under profile: ReleaseProfile) throws -> Printed {
        try printed(made.tables(under: profile.name), after: out())
    }

    /// What is out, each release masked beside those before it. Nobody got the finer rows from which one was made.
    private func out() throws -> [Out] {
        var out: [Out] = []
        for entry in entries where !entry.id.contains(".") {
            guard let profile = rules.profile(named: entry.profile) else { continue }
            let ids = rules.finer(than: profile).map { "\(entry.id).\($0.name)" } + [entry.id]
            let chain = try ids.compactMap { id in try entries.first { $0.id == id }.flatMap(rows) }
            guard chain.count == ids.count, let rows = chain.last else { continue }
            let printed = try printed(chain, after: out)
            out.append(
                Out(
                    profile: profile.name, tables: printed.tables.map(EarlierTables.init), mask: printed.mask,
                    rows: rows))
        }
        return out
    }

    /// What is kept of a release; nil where its profile is gone.
    private func rows(_ entry: ReleaseEntry) throws -> ProtectionChain.Basis? {
        guard let profile = rules.profile(named: entry.profile), let (names, table) = try kept?.kept(entry.id) else {
            return nil
        }
        let columns = Set(entry.terms.columns)
        let told = Set(study.schema.columns.filter { columns.contains($0.name) }.map(\.variable))
        return ProtectionChain.Basis(
            profile: profile.name, pseudonyms: names, table: table,
            levels: profile.keys.map { entry.terms.levels[study.codebook.variables[$0.variable].name] ?? 0 },
            layout: ReleaseLayout(
                schema: study.schema, withheld: Set(study.codebook.variables.indices).subtracting(told)))
    }

    /// The last of a chain of rows, each beside the finer ones before it.
    private func printed(_ chain: [ProtectionChain.Basis], after out: [Out]) throws -> Printed {
        var tables: FrequencyTables?
        for rows in chain {
            guard let profile = rules.profile(named: rows.profile) else { continue }
            tables = try self.tables(rows, profile, beside: tables, after: out)
        }
        let profile = chain.last.flatMap { rules.profile(named: $0.profile) }
        var mask = ReleaseMask(k: profile?.k ?? 0, codebook: study.codebook, tables: tables?.maskedTotals ?? [:])
        mask.earlier = out.filter { $0.profile == profile?.name }.map { before in
            EarlierCounts(
                before.rows.layout.columns.map { column in
                    let counts = counted(column, before.rows)
                    return (column.name, counts, before.mask.told(column, counts))
                })
        }
        return Printed(tables: tables, mask: mask)
    }

    /// All values of a column with their counts, as the codebook has them.
    private func counted(_ column: DataColumn, _ rows: ProtectionChain.Basis) -> [(code: UInt16?, count: Int)] {
        let keys = rules.profile(named: rows.profile)?.keys ?? []
        let level = zip(keys, rows.levels).first { $0.0.variable == column.variable }?.1 ?? 0
        return rules.counted(column, at: level, in: rows.table, study).map { ($0.code, $0.count) }
    }

    private func tables(
        _ rows: ProtectionChain.Basis, _ profile: ReleaseProfile, beside finer: FrequencyTables?,
        after out: [Out]
    ) throws -> FrequencyTables? {
        let told = told(profile, rows.layout, at: rows.levels, in: rows.table)
        let stage = TableStage(counting: told, country: study.countryCode)
        var learnt = DeliverSummary()
        let names = rows.pseudonyms.map { keys.release("rows").id(of: $0) }
        for batch in ReleasedRows(table: rows.table, names: names, schema: study.schema).batches {
            learnt.merge(try stage.process(batch).1)
        }
        return learnt.counts.map {
            FrequencyTables(
                $0, of: told, study: study, dataset: "", isDemonstration: keys.isDemonstration, k: profile.k,
                finer: finer.map { recoded($0, to: profile, at: rows.levels) },
                earlier: out.filter { $0.profile == profile.name }.compactMap(\.tables),
                others: out.compactMap { other($0, beside: rows, profile) })
        }
    }

    /// What is out of another profile, beside rows of one that is finer or coarser.
    private func other(_ out: Out, beside rows: ProtectionChain.Basis, _ profile: ReleaseProfile) -> OtherTables? {
        guard let tables = out.tables, let before = rules.profile(named: out.profile) else { return nil }
        let isFiner = rules.finer(than: profile).contains { $0.name == before.name }
        guard isFiner || rules.finer(than: before).contains(where: { $0.name == profile.name }) else { return nil }
        let (fine, coarse) = isFiner ? (out.rows, rows) : (rows, out.rows)
        let codes = recoded(fine, isFiner ? before : profile, to: coarse, isFiner ? profile : before)
        let places = codes[study.countryVariable] ?? [:]
        let from = homes(of: fine).mapValues { places[$0] ?? $0 }
        let to = homes(of: coarse)
        var people: [UInt16: OtherTables.People] = [:]
        var all = OtherTables.People(more: 0, less: 0)
        for (name, place) in to where from[name] == nil {
            people[place, default: .init(more: 0, less: 0)].more += 1
            all.more += 1
        }
        for (name, place) in from where to[name] == nil {
            people[place, default: .init(more: 0, less: 0)].less += 1
            all.less += 1
        }
        let named = codes.map { (study.codebook.variables[$0.key].name, $0.value) }
        return OtherTables(
            tables, isFiner: isFiner, codes: Dictionary(named, uniquingKeysWith: { first, _ in first }), places: places,
            people: people, all: all)
    }

    /// Where each person is from, as rows tell it.
    private func homes(of rows: ProtectionChain.Basis) -> [String: UInt16] {
        let codes = rows.table.codes[study.countryCode] ?? []
        return Dictionary(zip(rows.pseudonyms, codes), uniquingKeysWith: { first, _ in first })
    }

    /// What the codes of a finer profile's keys become in a coarser one, by variable.
    private func recoded(
        _ fine: ProtectionChain.Basis, _ finer: ReleaseProfile, to coarse: ProtectionChain.Basis,
        _ coarser: ReleaseProfile
    ) -> [Int: [UInt16: UInt16]] {
        let level = Dictionary(zip(finer.keys.map(\.variable), fine.levels), uniquingKeysWith: { first, _ in first })
        let codes = zip(coarser.keys.map(\.variable), coarse.levels).map { variable, at in
            let told = rules.labels(of: variable, at: level[variable] ?? 0, in: fine.table, study).map(\.code)
            return (variable, told.map { ($0, rules.hierarchies[variable]?.code(of: $0, at: at) ?? $0) })
        }
        return Dictionary(
            codes.map { ($0.0, Dictionary($0.1, uniquingKeysWith: { first, _ in first })) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Finer tables, with what becomes of their answers and countries.
    private func recoded(_ finer: FrequencyTables, to profile: ReleaseProfile, at levels: [Int]) -> FinerTables {
        let level = Dictionary(
            zip(profile.keys.map(\.variable), levels), uniquingKeysWith: { first, _ in first })
        let coarser = { (variable: Int?, code: UInt16) -> UInt16 in
            guard let variable, let level = level[variable] else { return code }
            return rules.hierarchies[variable]?.code(of: code, at: level) ?? code
        }
        return FinerTables(
            finer, coarser: { coarser(study.codebook.index(of: $0), $1) }, place: { coarser(study.countryVariable, $0) }
        )
    }

    /// The columns that a profile tells, with the categories that it tells.
    func told(_ profile: ReleaseProfile, _ layout: ReleaseLayout, at levels: [Int], in table: MicroTable) -> DataTable {
        let levels = Dictionary(
            zip(profile.keys.map(\.variable), levels), uniquingKeysWith: { first, _ in first })
        return DataTable(
            title: study.title, name: "released",
            key: (name: "id", label: "The row, under a name of this release alone"),
            hasMonth: false, schema: study.schema, columns: layout.columns,
            categories: { variable in
                rules.labels(of: variable, at: levels[variable] ?? 0, in: table, study)
                    .map { DataTable.Meaning(code: $0.code, label: $0.label) }
            }, mostRows: table.rows)
    }
}
