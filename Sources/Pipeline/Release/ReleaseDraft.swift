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
    let made: DataRelease.Made

    var table: MicroTable { made.result.table }
    var layout: ReleaseLayout { made.layout }

    /// A release is named after its inputs and what a person said about it.
    private var id: String {
        var digester = Digester()
        for text in ["weir release 1", Program.version, dataset, profile.name, order.approver, order.reason] {
            digester.update(text)
        }
        for file in rules.files + study.files {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        digester.update(keys.fingerprint.hexadecimal)
        for name in made.pseudonyms { digester.update(keys.release("rows").id(of: name).text) }
        return digester.finish().short
    }

    func write(
        _ state: StateFolder, started: Date, clock: @Sendable () -> Date
    ) throws -> (id: String, folder: URL) {
        let id = id
        let parent = order.output.appending(path: "releases").appending(path: study.name)
        let publisher = try Publisher(parent: parent, name: id)
        do {
            let files = try writeRows(id, publisher)
            if let inbox = order.inbox, let excerpts = try excerpts.text(inbox: inbox, state: state) {
                try publisher.write(excerpts, to: "data/excerpts.csv")
            }
            try publisher.write(try codebook.page().utf8, to: "documentation/codebook.html")
            try publisher.write(try page(id).page().utf8, to: "documentation/page-to-sign.html")
            try publisher.write(provenance.text.utf8, to: Provenance.fileName)
            try publisher.write(graph(id).text.utf8, to: ProvenanceGraph.fileName)
            try DataSetDocuments(
                study: study, id: id, summary: "Release \(id), profile \(profile.name)", smallestCount: profile.k,
                about: study.about.outsideTheHouse
            ).write(columns, table: "data/released.csv.gz", rows: table.rows, to: publisher)
            try publisher.write(readme(id, files).utf8, to: "README.txt")
            try seal(id, publisher, state, started: started, clock: clock)
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
        let stage = TableStage(files, country: study.schema.places[study.countryVariable].code ?? 0)
        var learnt = DeliverSummary()
        for batch in rows.batches {
            let (block, summary) = try stage.process(batch)
            try files.append(block)
            learnt.merge(summary)
        }
        try files.finish()
        if let counts = learnt.counts {
            let tables = FrequencyTables(
                counts, of: released, study: study, dataset: id, isDemonstration: keys.isDemonstration, k: profile.k)
            try TableDocuments(table: released, formats: profile.formats, tables: tables).write(to: publisher)
        }
        return files.names
    }

    /// The columns that the profile tells, with the categories that it tells.
    var released: DataTable {
        let levels = Dictionary(
            zip(profile.keys.map(\.variable), made.result.levels), uniquingKeysWith: { first, _ in first })
        return DataTable(
            title: study.title, name: "released",
            key: (name: "id", label: "The row, under a name of this release alone"),
            hasMonth: false, schema: study.schema, columns: layout.columns,
            categories: { variable in
                labels(variable, levels[variable] ?? 0).map { DataTable.Meaning(code: $0.code, label: $0.label) }
            }, mostRows: table.rows)
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
        try ReceiptBook(state: state).write(chain, signer: keys.signer)
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
