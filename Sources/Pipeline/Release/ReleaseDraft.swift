import Foundation
import WeirCore
import WeirDeliver
import WeirKeys
import WeirProtect
import WeirRecord
import WeirReport
import WeirState
import WeirStudy

/// Writes a release: data, excerpts, codebook, the page to sign, provenance, digests and signatures.
struct ReleaseDraft {
    let study: Study
    let rules: ReleaseRules
    let keys: StudyKeys
    let order: ReleaseOrder
    let profile: ReleaseProfile
    let dataset: String
    let made: ProtectionChain.Made
    /// The tables by country.
    private let tables: FrequencyTables?
    /// What no page tells.
    let mask: ReleaseMask
    /// The approved answers that leave: read once, so that what is signed is what leaves.
    private(set) var approved: Excerpts.Approved?
    /// What is new beside earlier releases.
    private(set) var news: ReleaseNews

    init(
        study: Study, rules: ReleaseRules, keys: StudyKeys, order: ReleaseOrder, profile: ReleaseProfile,
        dataset: String, pseudonyms: [String], made: ProtectionChain.Made, state: StateFolder, entries: [ReleaseEntry]
    ) throws {
        (self.study, self.rules, self.keys, self.order) = (study, rules, keys, order)
        (self.profile, self.dataset, self.made) = (profile, dataset, made)
        news = ReleaseNews(profile: profile.name)
        let earlier = EarlierReleases(state: state, schema: study.schema)
        let printed = try ReleaseTables(study: study, rules: rules, keys: keys, entries: entries, kept: earlier)
            .printed(made, under: profile)
        (tables, mask) = (printed.tables, printed.mask)
        if let inbox = order.inbox {
            let told = try earlier.turns(made.pseudonyms, entries, of: profile.name)
            approved = try excerpts(told).approved(inbox: inbox, state: state)
        }
        news = try news(since: entries, earlier, given: (pseudonyms, made.raw))
    }

    var table: MicroTable { made.result.table }
    var layout: ReleaseLayout { made.layout }

    /// A release is named after its inputs, what a person said about it, and the answers that leave with it: with others it is
    /// another one, and takes nobody's place.
    var id: String {
        var digester = Digester()
        let said = [dataset, profile.name, order.approver, order.reason] + order.recipients
        for text in ["weir release 1", Program.version] + said { digester.update(text) }
        for file in rules.files + study.files {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        if let excerpts = approved?.file { digester.update(Digest(of: excerpts).hexadecimal) }
        digester.update(keys.fingerprint.hexadecimal)
        for name in made.pseudonyms { digester.update(keys.release("rows").id(of: name).text) }
        return digester.finish().short
    }

    /// - Parameter remember: notes the release, before it is published.
    func write(
        _ state: StateFolder, started: Date, clock: @Sendable () -> Date, remember: (String) throws -> Void
    ) throws -> (id: String, folder: URL) {
        let id = id
        let parent = order.output.appending(path: "releases").appending(path: study.name)
        let publisher = try Publisher(parent: parent, name: id)
        do {
            let files = try writeRows(id, publisher)
            if let file = approved?.file { try publisher.write(file, to: "data/excerpts.csv") }
            try publisher.write(try codebook.page().utf8, to: "documentation/codebook.html")
            try publisher.write(try page(id).page().utf8, to: "documentation/page-to-sign.html")
            try publisher.write(provenance.text.utf8, to: Provenance.fileName)
            try publisher.write(graph(id).text.utf8, to: ProvenanceGraph.fileName)
            try DataSetDocuments(
                study: study, id: id, summary: "Release \(id), profile \(profile.name)", smallestCount: profile.k,
                about: study.about.outsideTheHouse, consent: consent
            ).write(columns, table: "data/released.csv.gz", rows: table.rows, to: publisher)
            try publisher.write(readme(id, files, hasExcerpts: approved?.file != nil).utf8, to: "README.txt")
            try seal(id, publisher, state, started: started, clock: clock)
            try remember(id)
            try publisher.publish()
            return (id, publisher.destination)
        } catch {
            publisher.discard()
            throw error
        }
    }

    /// Rows under names of this release alone, in the order of these names.
    /// - Returns: the names of the files.
    private func writeRows(_ id: String, _ publisher: Publisher) throws -> [String] {
        let key = keys.release("ids \(profile.name) \(id)")
        let rows = ReleasedRows(table: table, names: made.pseudonyms.map { key.id(of: $0) }, schema: study.schema)
        let files = try TableFiles(released, profile.formats) { try publisher.prepared("data/\($0)") }
        let stage = TableStage(files, country: study.countryCode)
        for batch in rows.batches { try files.append(try stage.process(batch).0) }
        try files.finish()
        if var tables {
            tables.dataset = id
            try TableDocuments(table: released, formats: profile.formats, tables: tables).write(to: publisher)
        }
        return files.names
    }

    /// The columns that the profile tells, with the categories that it tells.
    var released: DataTable {
        ReleaseTables(study: study, rules: rules, keys: keys).told(profile, layout, at: made.result.levels, in: table)
    }

    private func seal(
        _ id: String, _ publisher: Publisher, _ state: StateFolder, started: Date, clock: @Sendable () -> Date
    ) throws {
        let sums = try Sums(of: publisher.draft)
        try publisher.write(sums.text.utf8, to: Sums.fileName)
        try publisher.write(keys.signer.signature(of: Array(sums.text.utf8)).utf8, to: Sums.fileName + ".sig")
        var chain = try Chain(in: state.root)
        let root = Digest(of: sums.text)
        let ended = clock().ISO8601Format()
        try chain.append(dataset: id, root: root, time: ended)
        try ReceiptBook(state: state.root).write(chain, signer: keys.signer)
        var sizes: [String: Int] = [:]
        for path in sums.digests.keys {
            sizes[path] = try publisher.draft.appending(path: path).resourceValues(forKeys: [.fileSizeKey]).fileSize
        }
        let crate = Crate(
            name: study.title, description: "Release \(id), profile \(profile.name)", sums: root, link: chain.newest,
            started: started.ISO8601Format(), ended: ended, version: Program.version, files: sizes,
            action: "weir release", about: study.about.outsideTheHouse)
        try publisher.write(crate.text.utf8, to: Crate.fileName)
        try publisher.write(keys.signer.signature(of: Array(crate.text.utf8)).utf8, to: Crate.fileName + ".sig")
    }
}

extension Study {
    /// The place of the country's column among codes.
    var countryCode: Int { schema.places[countryVariable].code ?? 0 }
}

extension ReleaseRules {
    /// The categories of a variable as a level of its hierarchy tells them; any month too, where a table has such rows.
    func labels(
        of variable: Int, at level: Int, in table: MicroTable, _ study: Study
    ) -> [(code: UInt16, label: String)] {
        if level > 0, let groups = hierarchies[variable]?.levels[level - 1] {
            return groups.map { ($0.code, $0.label) } + untoldMonths(variable, at: level, in: table, study)
        }
        return study.codebook.variables[variable].categories.map { ($0.code, $0.labels["en"] ?? $0.name) }
            + untoldMonths(variable, at: level, in: table, study)
    }

    /// What rows are called that an earlier release told without a month, where the level tells months or groups of them.
    func untoldMonths(
        _ variable: Int, at level: Int, in table: MicroTable, _ study: Study
    ) -> [(code: UInt16, label: String)] {
        guard variable == study.monthVariable, let levels = hierarchies[variable]?.levels, level < levels.count,
            let all = levels.last?.first,
            let codes = study.schema.places[variable].code.flatMap({ table.codes[$0] }), codes.contains(all.code)
        else { return [] }
        return [(all.code, all.label)]
    }
}
