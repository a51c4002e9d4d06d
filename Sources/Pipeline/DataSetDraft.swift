import Foundation
import WeirCore
import WeirDeliver
import WeirFlow
import WeirFormats
import WeirKeys
import WeirMerge
import WeirProtect
import WeirRecord
import WeirReport
import WeirState
import WeirStudy

/// Makes the internal data set from the parts in force, seals it and publishes it.
struct DataSetDraft {
    let study: Study
    let keys: StudyKeys
    let state: StateFolder
    let flow: Flow
    /// As `ofDataSet` gives them.
    let uploads: [UploadRecord]
    let formats: [DataFormat]
    var withdrawals = Withdrawals()

    /// What was written.
    struct Written {
        var id: String
        var folder: URL
        var report: RunReport
        var timings: StageTimings
    }

    /// What the merge came to.
    private struct Merged {
        var learnt: Assembly.Finish.Learnt
        var counts: [DispositionCounts]
        var repeats: [UInt16: Int] { learnt.first.first.learnt.repeats }
        var protect: ProtectSummary { learnt.first.second.learnt }
        var deliver: DeliverSummary { learnt.second.learnt }
        var table: DataTable
        var files: [String]
        var rows: Int { deliver.rows }
    }

    /// The folder of a study's internal data sets.
    static func parent(of study: Study, below output: URL) -> URL {
        output.appending(path: "internal").appending(path: study.name)
    }

    func write(below output: URL, started: Date, clock: @Sendable () -> Date) throws -> Written {
        var timings = StageTimings()
        let publisher = try Publisher(parent: Self.parent(of: study, below: output), name: id)
        do {
            let merged = try merge(into: publisher, &timings)
            let report = report(merged)
            try document(report, merged, publisher)
            let sums = try Sums(of: publisher.draft)
            try publisher.write(sums.text.utf8, to: Sums.fileName)
            if try isPublished(sums, publisher) {
                try publisher.keepPublished()
            } else {
                try seal(sums, publisher, started: started, clock: clock)
                try publisher.publish()
            }
            return Written(id: id, folder: publisher.destination, report: report, timings: timings)
        } catch {
            publisher.discard()
            throw error
        }
    }

    /// A data set is named after its inputs: the definition, the keys, and the uploads with what people decided about
    /// them and what they were found to be. A part of an earlier definition is named by what it was prepared under.
    private var id: String {
        var digester = Digester()
        digester.update("weir data set 1, \(Program.version)")
        for file in study.files {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        digester.update(keys.fingerprint.hexadecimal)
        digester.update(formats.map(\.rawValue).joined(separator: " "))
        for rules in study.countries { digester.update(withdrawals.digest(of: rules.country)) }
        for upload in uploads {
            digester.update(upload.file)
            digester.update(upload.digest?.hexadecimal ?? "")
            digester.update(upload.state.rawValue)
            digester.update(upload.summary?.review ?? "")
            digester.update(upload.findings.contains { $0.code == .uploadStale } ? upload.summary?.basis ?? "" : "")
            for finding in upload.findings {
                digester.update("\(finding.code.rawValue) \(finding.label) \(finding.count)")
            }
        }
        return digester.finish().short
    }

    private var inForce: [UploadRecord] { uploads.filter { $0.state == .inForce } }

    private func merge(into publisher: Publisher, _ timings: inout StageTimings) throws -> Merged {
        let readers = try inForce.map { try PartReader(state.part($0.part ?? "")) }
        let parts = zip(inForce, readers).map { upload, part -> any PreparedPart in
            upload.withholdsAnswers ? WithheldAnswers(part, study.schema) : part
        }
        let merge = try PartMerge(
            parts: parts, schema: study.schema, merged: study.dispositions.merged, withdrawn: withdrawals.all)
        let table = DataTable(merged: study, readers.map(\.summary))
        let files = try TableFiles(table, formats) { try publisher.prepared("data/\($0)") }
        let run = try flow.run(
            Assembly.finish(study, files), reading: { try merge.next() }, emitting: { try files.append($0) })
        try files.finish()
        timings.add(run.learnt, run.timings)
        for (upload, counts) in zip(inForce, merge.counts) where counts.total != upload.summary?.rows {
            throw AccountsError.rowsLost(file: upload.file)
        }
        return Merged(learnt: run.learnt, counts: merge.counts, table: table, files: files.names)
    }

    private func document(_ report: RunReport, _ merged: Merged, _ publisher: Publisher) throws {
        let columns = columns(merged)
        let codebook = CodebookPage(
            title: study.title, columns: columns, numbers: study.schema.byName(merged.protect.numbers),
            isDemonstration: keys.isDemonstration)
        try publisher.write(codebook.page().utf8, to: "documentation/codebook.html")
        try publisher.write(report.page().utf8, to: "documentation/report.html")
        try publisher.write(readme(merged).utf8, to: "README.txt")
        if let counts = merged.deliver.counts {
            let tables = FrequencyTables(
                counts, of: merged.table, study: study, dataset: id, isDemonstration: keys.isDemonstration)
            try TableDocuments(table: merged.table, formats: formats, tables: tables).write(to: publisher)
        }
        try publisher.write(provenance(report, merged).text.utf8, to: Provenance.fileName)
        try publisher.write(graph.text.utf8, to: ProvenanceGraph.fileName)
        try DataSetDocuments(
            study: study, id: id, summary: "Internal data set \(id)", about: study.about.insideTheHouse
        ).write(columns, table: "data/merged.csv.gz", rows: merged.rows, to: publisher)
    }

    private func columns(_ merged: Merged) -> [ColumnDescription] {
        let protect = merged.protect
        let aboutInterview = [
            ColumnDescription(name: "pseudonym", content: .name, label: "The respondent, under another name"),
            ColumnDescription(name: "submitted_month", content: .month, label: "The month of submission"),
        ]
        return aboutInterview
            + ColumnDescriptions(study: study).describe(study.schema.columns) { column in
                switch column.kind {
                case .code(let place): .init(codes: protect.frequencies[place] ?? [:])
                case .number(let place): .init(numbers: protect.numbers[place] ?? [:])
                case .text: .init(filled: merged.rows - missingTexts(column, protect))
                }
            }
    }

    /// Rows without an open answer.
    private func missingTexts(_ column: DataColumn, _ protect: ProtectSummary) -> Int {
        let reasons = study.schema.places[column.variable].code.flatMap { protect.frequencies[$0] } ?? [:]
        return reasons.reduce(0) { $0 + ($1.key.isMissing ? $1.value : 0) }
    }

    private var graph: ProvenanceGraph {
        var graph = ProvenanceGraph(
            dataset: id, title: study.title, action: "weir merge", program: "weir \(Program.version)")
        if let publisher = study.about.publisher { graph.add(responsible: publisher.name, isPerson: false) }
        for file in study.files { graph.add(definition: file.name, digest: Digest(of: file.bytes)) }
        for upload in uploads {
            guard let digest = upload.digest, let country = upload.country else { continue }
            graph.add(
                upload: digest.hexadecimal, country: country.letters,
                isInForce: upload.state == .inForce)
        }
        return graph
    }

    private func readme(_ merged: Merged) -> String {
        let guide = ResearcherGuide(merged.table, formats, names: merged.files)
        let files = guide.files(and: [
            ("documentation/codebook.html", "what the codes mean"),
            ("documentation/report.html", "what came in, and what became of every row"),
            ("documentation/ddi-codebook.xml", "the codebook as archives take it (DDI-Codebook 2.5)"),
            ("datapackage.json", "the table's columns as programs read and check them (Data Package 2)"),
            ("provenance.jsonl", "how the data set came about; prov.json as a graph (PROV-JSON)"),
            ("SHA256SUMS", "digests of these files, signed in SHA256SUMS.sig"),
            ("ro-crate-metadata.json", "when it was made, signed as well"),
        ])
        return """
            \(study.title)
            Internal data set \(id)\(keys.isDemonstration ? ", a demonstration with the public sample keys" : "")

            This folder must not leave the house: it is pseudonymous, not anonymous. Open answers are withheld or
            scrubbed by machine, as the study says, unless a person decided on them in weir review.

            Convenience sample, not representative, completes only.

            \(files)

            \(guide.advice)

            Check it with: weir verify .

            """
    }

    /// Whether the same data set is there already, whole, signed by the same key and in this memory's chain.
    private func isPublished(_ sums: Sums, _ publisher: Publisher) throws -> Bool {
        let folder = publisher.destination
        let published = try? String(contentsOf: folder.appending(path: Sums.fileName), encoding: .utf8)
        return try published == sums.text && Chain(in: state.root).holds(root: Digest(of: sums.text))
            && Verifier(folder: folder, pinned: keys.signer.publicKey).verdict().isConsistent
    }

    private func seal(
        _ sums: Sums, _ publisher: Publisher, started: Date, clock: @Sendable () -> Date
    ) throws {
        let text = sums.text
        try publisher.write(keys.signer.signature(of: Array(text.utf8)).utf8, to: Sums.fileName + ".sig")
        var chain = try Chain(in: state.root)
        let root = Digest(of: text)
        let ended = clock().ISO8601Format()
        var sizes: [String: Int] = [:]
        for path in sums.digests.keys {
            sizes[path] = try publisher.draft.appending(path: path).resourceValues(forKeys: [.fileSizeKey]).fileSize
        }
        try chain.append(dataset: id, root: root, time: ended)
        try ReceiptBook(state: state.root).write(chain, signer: keys.signer)
        let crate = Crate(
            name: study.title, description: "Internal data set \(id)", sums: root, link: chain.newest,
            started: started.ISO8601Format(), ended: ended, version: Program.version, files: sizes,
            about: study.about.insideTheHouse)
        try publisher.write(crate.text.utf8, to: Crate.fileName)
        try publisher.write(keys.signer.signature(of: Array(crate.text.utf8)).utf8, to: Crate.fileName + ".sig")
    }

    private func provenance(_ report: RunReport, _ merged: Merged) -> Provenance {
        var provenance = Provenance(
            study: study.name, title: study.title, version: study.version, program: Program.version,
            isDemonstration: keys.isDemonstration, consent: study.consentScope,
            merged: study.dispositions.merged.map(\.word).sorted())
        for file in study.files { provenance.add(definition: file.name, digest: Digest(of: file.bytes)) }
        for upload in uploads {
            guard let digest = upload.digest else { continue }
            let counts = counts(of: upload, merged.counts)
            provenance.add(
                upload: digest.hexadecimal, country: upload.country?.letters ?? "",
                recognised: upload.recognised, verdict: upload.verdict ?? "", review: upload.summary?.review ?? "",
                inForce: upload.state == .inForce,
                rows: upload.state == .notReady ? ["not ready": upload.notReadyRows] : counts.byWord,
                endedAt: upload.summary?.endedAt ?? [:])
        }
        for rules in study.countries {
            guard let crosswalk = study.crosswalks[rules.country] else { continue }
            provenance.add(crosswalk: crosswalk, codebook: study.codebook)
        }
        let used = inForce.compactMap(\.summary)
        let counts = [
            "scrubbed": used.reduce(0) { $0 + $1.scrubbed }, "withheld": used.reduce(0) { $0 + $1.withheld },
            "untranslated": used.reduce(0) { $0 + $1.untranslated },
            "decided by a person": used.flatMap(\.decided.values).reduce(0) { $0 + $1.total },
        ]
        let mentions = used.reduce(into: [:]) { $0.merge($1.mentionsByKind, uniquingKeysWith: +) }
        provenance.add(stage: "redact", counts: counts)
        let decided = used.reduce(into: [:]) { $0.merge($1.decided, uniquingKeysWith: +) }
        for (variable, counts) in decided.sorted(by: { $0.key < $1.key }) {
            provenance.add(review: variable, counts: counts)
        }
        provenance.add(stage: "redact, mentions", counts: mentions)
        provenance.add(stage: "merge", counts: ["rows": merged.rows, "columns": study.schema.columns.count + 2])
        provenance.add(
            stage: "deliver",
            counts: [
                "open answers": merged.deliver.texts, "line breaks": merged.deliver.lineBreaks,
                "guarded": merged.deliver.guarded,
            ])
        for risk in report.risks {
            provenance.add(
                stage: "protect, \(risk.reading)",
                counts: ["smallest k": risk.smallest, "unique": risk.unique, "k below 5": risk.below5])
        }
        return provenance
    }

    /// An upload's rows after the merge; a replaced upload's are all superseded.
    private func counts(of upload: UploadRecord, _ merged: [DispositionCounts]) -> DispositionCounts {
        if let index = inForce.firstIndex(where: { $0.part == upload.part && $0.file == upload.file }),
            upload.state != .notReady, upload.state != .replaced
        {
            return merged[index]
        }
        var counts = DispositionCounts()
        counts[.superseded] = upload.summary?.rows ?? 0
        return counts
    }

    private func report(_ merged: Merged) -> RunReport {
        RunReport(
            title: study.title, dataset: id, isDemonstration: keys.isDemonstration,
            rows: merged.rows, columns: study.schema.columns.count + 2,
            countries: study.countries.map { country($0, merged.counts) },
            keys: study.keys.map { study.codebook.variables[$0].name }, risks: risks(merged.protect),
            findings: uploads.flatMap(\.findings) + repeats(merged), questions: questions)
    }

    private var questions: [String: String] {
        Dictionary(
            study.codebook.variables.map { ($0.name, $0.labels["en"] ?? $0.name) },
            uniquingKeysWith: { first, _ in first })
    }

    /// What came in on a night without any upload in force.
    var reportOfNothing: RunReport {
        RunReport(
            title: study.title, dataset: "", isDemonstration: keys.isDemonstration, rows: 0, columns: 0,
            countries: study.countries.map { country($0, []) }, keys: [], risks: [],
            findings: uploads.flatMap(\.findings))
    }

    /// Respondents with the same answers, counted by country.
    private func repeats(_ merged: Merged) -> [Diagnostic] {
        study.codebook.variables[study.countryVariable].categories.compactMap { category in
            merged.repeats[category.code].map {
                Diagnostic(.rowRepeated, at: Place(file: category.name), label: String($0))
            }
        }
    }

    private func country(_ rules: CountryRules, _ merged: [DispositionCounts]) -> RunReport.Country {
        var country = RunReport.Country(code: rules.country, name: rules.name)
        for upload in uploads where upload.country == rules.country && !upload.isNothing {
            let rows = upload.state == .notReady ? DispositionCounts() : counts(of: upload, merged)
            country.uploads.append(
                RunReport.Upload(
                    file: upload.file, digest: upload.digest?.short ?? "", verdict: upload.verdict ?? "",
                    state: upload.state, recognised: upload.recognised, rows: rows, notReady: upload.notReadyRows))
            country.rows.merge(rows)
            guard upload.state == .inForce, let summary = upload.summary else { continue }
            country.scrubbed += summary.scrubbed
            country.decided.merge(summary.decided, uniquingKeysWith: +)
            country.mentions.merge(summary.mentionsByKind, uniquingKeysWith: +)
            country.withheld += summary.withheld
            country.untranslated += summary.untranslated
            country.unmapped += upload.findings.reduce(0) {
                $0 + ([.answerUnknown, .answerMisread, .identifierMisplaced].contains($1.code) ? $1.count : 0)
            }
            country.endedAt.merge(summary.endedAt, uniquingKeysWith: +)
        }
        return country
    }

    private func risks(_ protect: ProtectSummary) -> [RunReport.Risk] {
        let measured = KAnonymity(combinations: protect.combinations)
        return [("strict", measured.strict), ("wildcard", measured.wildcard)].map { name, reading in
            RunReport.Risk(
                reading: name, smallest: reading.smallest, unique: reading.records(below: 2),
                below3: reading.records(below: 3), below5: reading.records(below: 5))
        }
    }
}
