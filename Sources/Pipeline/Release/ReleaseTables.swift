import WeirCore
import WeirDeliver
import WeirKeys
import WeirProtect
import WeirReport
import WeirStudy

/// The tables by country of a protected table, masked so that they tell nothing that those of the finer profiles mask:
/// whoever has both releases may put them together.
struct ReleaseTables {
    let study: Study
    let rules: ReleaseRules
    let keys: StudyKeys

    /// - Returns: nil where nothing can be counted by country.
    func tables(of made: ProtectionChain.Made, under profile: ReleaseProfile) throws -> FrequencyTables? {
        var finer: FrequencyTables?
        for basis in made.bases {
            guard let profile = rules.profile(named: basis.profile) else { continue }
            let told = told(profile, basis.layout, at: basis.levels, in: basis.table)
            finer = try tables(basis.table, basis.pseudonyms, told, profile, at: basis.levels, beside: finer)
        }
        let told = told(profile, made.layout, at: made.result.levels, in: made.result.table)
        return try tables(
            made.result.table, made.pseudonyms, told, profile, at: made.result.levels, beside: finer)
    }

    private func tables(
        _ rows: MicroTable, _ pseudonyms: [String], _ told: DataTable, _ profile: ReleaseProfile, at levels: [Int],
        beside finer: FrequencyTables?
    ) throws -> FrequencyTables? {
        let stage = TableStage(counting: told, country: study.countryCode)
        var learnt = DeliverSummary()
        let names = pseudonyms.map { keys.release("rows").id(of: $0) }
        for batch in ReleasedRows(table: rows, names: names, schema: study.schema).batches {
            learnt.merge(try stage.process(batch).1)
        }
        return learnt.counts.map {
            FrequencyTables(
                $0, of: told, study: study, dataset: "", isDemonstration: keys.isDemonstration, k: profile.k,
                finer: finer.map { recoded($0, to: profile, at: levels) })
        }
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
