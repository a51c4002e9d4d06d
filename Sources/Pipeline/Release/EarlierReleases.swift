import Foundation
import WeirCore
import WeirProtect
import WeirState

/// What earlier releases of a profile tell, row by row: a cell suppressed there stays suppressed, a cell told there is
/// out. Recalled releases count too, because nobody can make others forget.
struct EarlierReleases {
    let state: StateFolder
    let schema: Schema
    /// What stands for any month; nil in a study without field period.
    var anyMonth: UInt16?
    /// All that the study says of months and groups of them.
    var monthCodes: Set<UInt16> = []

    /// The rows of a new table that were released before; nil without an earlier release.
    /// - Parameters:
    ///   - entries: all releases.
    ///   - profile: the profile whose rows are looked for.
    func settled(_ pseudonyms: [String], entries: [ReleaseEntry], of profile: ReleaseProfile) throws -> SettledRows? {
        // Nobody has a table that a recalled release was made from either.
        let recalled = Set(entries.filter { $0.recalled != nil }.map(\.id))
        let entries = entries.filter { $0.profile == profile.name }
        guard let newest = entries.last else { return nil }
        var places: [String: Int] = [:]
        var inForce: Set<String> = []
        var all: MicroTable?
        for entry in entries {
            var (names, table) = try kept(entry.id)
            try refuseForgottenMonths(table, entry)
            if let month, let anyMonth, !isMonthTold(table) {
                table.codes[month] = [UInt16](repeating: anyMonth, count: table.rows)
            }
            let start = all?.rows ?? 0
            for (row, name) in names.enumerated() { places[name] = start + row }
            let isRecalled = recalled.contains(entry.id) || recalled.contains(String(entry.id.prefix { $0 != "." }))
            if !isRecalled { inForce.formUnion(names) }
            all = all.map { $0.adding(table) } ?? table
        }
        return all.map { table in
            SettledRows(
                earlier: pseudonyms.map { places[$0] }, table: table,
                levels: profile.keys.map { newest.terms.levels[schema.codebook.variables[$0.variable].name] },
                recalled: Set(places.filter { !inForce.contains($0.key) }.values),
                areSomeGone: !Set(places.keys).isSubset(of: pseudonyms))
        }
    }

    /// For each of some people which other profiles have a release that tells them, as a number; 0 for those that the most
    /// profiles tell. Whoever has these releases can tell such people apart from others for ever, also when they wait, so
    /// that all releases count, however long ago. Which release of a profile tells them does not matter: from a finer
    /// table everybody knows them better than from this one.
    func cohorts(_ pseudonyms: [String], _ entries: [ReleaseEntry], of profile: String) throws -> [Int] {
        let others = entries.filter { !$0.id.contains(".") && $0.profile != profile }
        let told = try Dictionary(grouping: others, by: \.profile).sorted { $0.key < $1.key }.map { _, releases in
            try releases.reduce(into: Set<String>()) { $0.formUnion(try kept($1.id).pseudonyms) }
        }
        guard !told.isEmpty else { return [] }
        let tellers = pseudonyms.map { name in told.map { $0.contains(name) ? 0 : 1 } }
        let ranks = Set(tellers).sorted { ($0.reduce(0, +), $0.description) < ($1.reduce(0, +), $1.description) }
        let places = Dictionary(zip(ranks, ranks.indices), uniquingKeysWith: min)
        return tellers.map { places[$0] ?? 0 }
    }

    /// The turns of some people in the excerpts of a profile.
    func turns(_ pseudonyms: [String], _ entries: [ReleaseEntry], of profile: String) throws -> [String: Int] {
        let released = try entries.filter { !$0.id.contains(".") }
            .map { (isOwn: $0.profile == profile, people: try kept($0.id).pseudonyms) }
        return ExcerptTurns.turns(of: pseudonyms, after: released)
    }

    /// A released month stays as it is in the rows, and a codebook that does not have it any more would not explain it.
    private func refuseForgottenMonths(_ table: MicroTable, _ entry: ReleaseEntry) throws {
        let told = month.flatMap { table.codes[$0] } ?? []
        let forgotten = Set(told).filter { !$0.isMissing && !monthCodes.contains($0) }
        guard let first = forgotten.min(), let variable = schema.codebook.variable(named: SubmissionMonth.name) else {
            return
        }
        let text = SubmissionMonth.text(of: first, in: variable)
        let remedy =
            text.map { "Put field_period back in pipeline.yaml so that it includes \($0)" }
            ?? "Put that group back in release/hierarchies.csv"
        throw ReleaseRefusal(sentences: [
            "held: release \(entry.id.prefix { $0 != "." }) tells \(text ?? "a group of months of the code \(first)"), which is no "
                + "month of the study any more. \(remedy)"
        ])
    }

    /// What is kept of a release, row by row.
    func kept(_ id: String) throws -> (pseudonyms: [String], table: MicroTable) {
        let file = state.releasedTable(id)
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw ReleaseRefusal(sentences: [
                "held: the table of release \(id) is missing in \(file.path), and what it hides is not known without it. Restore "
                    + "it from the backup"
            ])
        }
        guard state.isWhole(releasedTable: id) else {
            throw ReleaseRefusal(sentences: [
                "held: the table of release \(id) in \(file.path) is not as it was written, and what it hides is not known. Restore "
                    + "it from the backup, with the file \(id).csv.sha256 beside it"
            ])
        }
        var scan = try RecordScan(file)
        return try AnswerRows(schema: schema).read(&scan, first: "pseudonym", isWhole: false)
    }

    /// Whether rows that are kept tell a month.
    private func isMonthTold(_ table: MicroTable) -> Bool { month.map { table.codes[$0] != nil } ?? false }

    /// The column of the month of submission, by its place among codes.
    private var month: Int? { schema.codebook.index(of: SubmissionMonth.name).flatMap { schema.places[$0].code } }

    /// Keeps what a release tells for later ones, for nobody else's eyes. What it does not tell has no protection in it, and
    /// is not kept.
    /// - Parameter averaged: the numbers behind its means.
    func keep(
        _ id: String, _ rows: ProtectionChain.Basis, averaged: [(header: String, numbers: [Double])]
    ) throws {
        let text = AnswerRows(schema: schema).text(
            rows.pseudonyms, rows.table, rows.layout.columns, first: "pseudonym", order: Array(0..<rows.table.rows),
            further: averaged)
        try state.write(releasedTable: id, Data(text))
    }
}
