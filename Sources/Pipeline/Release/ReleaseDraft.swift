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

    private var table: MicroTable { made.result.table }
    private var layout: ReleaseLayout { made.layout }

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
    private var released: DataTable {
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

    // MARK: What is said about it

    /// The release in words: what a person reads before signing.
    var words: [String] {
        let keyCells = keyLines.reduce(0) { $0 + $1.suppressed }
        let country = keyLines.first { $0.name == name(study.countryVariable) }?.suppressed ?? 0
        let heldBack = made.result.kept.count < made.raw.rows
        let kept = utility.tests.count(where: \.isKept)
        return [
            "\(table.rows) rows leave the house under the profile \(profile.name). Everybody shares their combination of "
                + "\(profile.keys.count) characteristics with at least \(made.result.after.anonymity.strict.smallest - 1) others, "
                + "also for somebody who has read the published reports.",
            "Each row is one worker's interview: \(rowsByPlace).",
            "\(keyCells) of \(table.rows * profile.keys.count) cells of these characteristics are suppressed, \(country) of them "
                + "the country. \(recodedWords)",
            "Answers about children and the office that fewer than \(profile.k) workers of a country gave are hidden among others; shares of "
                + "children are means of at least \(profile.k) workers.",
            sameAnswers,
            closeness,
            journalist,
            heldBack
                ? "Some rows stay behind, because they could not be hidden."
                : "No row stays behind.",
            "Of \(utility.tests.count) published tests that can be recomputed \(kept) keep their conclusion. Of "
                + "\(utility.percentages.count) published percentages \(within2) stay within 2 points"
                + (utility.largest.map { "; the largest shift is \(Self.one($0.shift)) points (\(described($0)))." }
                    ?? "."),
        ] + assumed
    }

    /// k says nothing about classes in which everybody answered alike.
    private var sameAnswers: String {
        let same = made.result.sensitive.filter { $0.value.after.distinct < 2 }.keys.sorted().map(name)
        return same.isEmpty
            ? "In no class did everybody give the same answer to a sensitive question."
            : "In some classes everybody gave the same answer. Who knows that somebody is in such a class knows their answer to: "
                + same.joined(separator: "; ") + "."
    }

    /// How many rows are from each place, as the release tells it.
    private var rowsByPlace: String {
        let level = zip(profile.keys, made.result.levels).first { $0.0.variable == study.countryVariable }?.1 ?? 0
        let codes = study.schema.places[study.countryVariable].code.flatMap { table.codes[$0] } ?? []
        let told =
            labels(study.countryVariable, level) + [(code: MissingReason.suppressed.rawValue, label: "suppressed")]
        return told.map { place in (place.label, codes.count { $0 == place.code }) }.filter { $0.1 > 0 }
            .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    /// A printed percentage by its question and group, and its name.
    private func described(_ percentage: Utility.Percentage) -> String {
        guard let margin = rules.margins.first(where: { $0.id == percentage.id }) else { return percentage.id }
        let groups = margin.group.flatMap { condition in
            study.codebook.variables[condition.variable].categories.filter { condition.codes.contains($0.code) }
                .map { $0.labels["en"] ?? $0.name }
        }
        return ([name(margin.answer.variable)] + groups + [percentage.id]).joined(separator: ", ")
    }

    /// How far the suppression may be from the least there is, in steps of 5 in a hundred, because it is about the
    /// internal rows.
    private var closeness: String {
        let (cost, bound) = (made.result.suppression.cost, made.result.suppression.bound)
        guard bound > 0 else { return "No further cell of these characteristics had to be suppressed." }
        let gap = Self.about(Double(cost - bound) / Double(bound))
        return
            "Weighed by importance, these cells are at most \(gap) more than the proven least that k alone takes. "
            + "What is above it keeps shares of categories even\(profile.diversity == nil ? "" : " and answers in a class different"), or was not found."
    }

    private var journalist: String {
        "How many such workers a country has, nobody has counted. The figures therefore take it that all of them are in the "
            + "release: who does not know who took part finds a person with that probability at most."
    }

    /// What nobody asked the respondents of a demonstration.
    private var assumed: [String] {
        let needed = profile.scope + (order.inbox == nil ? [] : ["quotes"])
        let assumed = needed.filter { !study.consentScope.contains($0) }
        return assumed.isEmpty
            ? []
            : [
                "For practice it is taken that the made-up respondents agreed to \(assumed.joined(separator: ", ")); the "
                    + "study's own scope is \(study.consentScope.joined(separator: ", "))."
            ]
    }

    private var within2: Int { utility.percentages.count { $0.shift <= 2 } }

    private var utility: Utility {
        Utility(
            margins: rules.margins, tests: rules.tests, before: made.raw, after: table, layout: layout, full: made.full)
    }

    private func name(_ variable: Int) -> String { study.codebook.variables[variable].labels["en"] ?? "" }

    private var recodedWords: String {
        let recoded = zip(profile.keys, made.result.levels).filter { $1 > 0 }.map { name($0.0.variable).lowercased() }
        return recoded.isEmpty ? "None is made coarser." : "Made coarser: \(recoded.joined(separator: ", "))."
    }

    private func suppressed(_ variable: Int) -> Int {
        layout.columns.filter { $0.variable == variable }.reduce(0) { sum, column in
            switch column.kind {
            case .code(let place):
                sum + (table.codes[place] ?? []).count { $0 == MissingReason.suppressed.rawValue }
            case .number(let place):
                sum + (table.numbers[place] ?? []).count { $0 == Double(MissingReason.suppressed.rawValue) }
            case .text: sum
            }
        }
    }

    private var keyLines: [ReleasePage.Key] {
        zip(profile.keys, made.result.levels).map { key, level in
            let told = labels(key.variable, level).map(\.label).joined(separator: ", ")
            return ReleasePage.Key(
                name: name(key.variable), categories: told, suppressed: suppressed(key.variable))
        }
    }

    private func labels(_ variable: Int, _ level: Int) -> [(code: UInt16, label: String)] {
        if level > 0, let groups = rules.hierarchies[variable]?.levels[level - 1] {
            return groups.map { ($0.code, $0.label) }
        }
        return study.codebook.variables[variable].categories.map { ($0.code, $0.labels["en"] ?? $0.name) }
    }

    private func kind(of variable: Int) -> String {
        switch study.codebook.variables[variable].role {
        case .case: "about children"
        case .office: "about the office, or linked"
        default: "in print of few, or linked"
        }
    }

    private func page(_ id: String) -> ReleasePage {
        let isKey = Set(profile.keys.map(\.variable))
        let others = study.codebook.variables.indices.filter { !isKey.contains($0) && suppressed($0) > 0 }
        let facts = utility
        return ReleasePage(
            title: study.title, id: id, profile: profile.name, scenario: profile.scenario, approver: order.approver,
            reason: order.reason, isDemonstration: keys.isDemonstration, rows: table.rows, k: profile.k, words: words,
            keys: keyLines, figures: figures,
            others: others.map {
                ReleasePage.Key(
                    name: name($0),
                    categories: kind(of: $0),
                    suppressed: suppressed($0))
            },
            withheld: profile.withheld.sorted().map { name($0).lowercased() },
            utility: [
                ("Published tests that can be recomputed", "\(facts.tests.count)"),
                ("… of which keep their conclusion", "\(facts.tests.count(where: \.isKept))"),
                ("Published tests that the release cannot tell", "\(facts.lostTests)"),
                ("Published percentages that can be recomputed", "\(facts.percentages.count)"),
                ("… of which stay within 2 points", "\(within2)"),
                ("Published percentages that the release cannot tell", "\(facts.lostPercentages)"),
                (
                    "Largest shift of a published percentage",
                    facts.largest.map { "\(Self.one($0.shift)) points" } ?? "none"
                ),
            ])
    }

    /// Figures about the internal rows are rounded to 5 in a hundred.
    private static func about(_ share: Double) -> String { "\(Int((share * 20).rounded()) * 5) %" }
    private static func one(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
    private static func thousandths(_ number: Double) -> String {
        let parts = Int((number * 1000).rounded())
        return "\(parts / 1000)." + String(1000 + parts % 1000).dropFirst()
    }

    private var figures: [ReleasePage.Figure] {
        let (before, after) = (made.result.before, made.result.after)
        let rows = Double(max(1, made.raw.rows))
        let share = { (count: Int, all: Double) in Double(count) / max(1, all) }
        let few = before.anonymity.strict.records(below: profile.k)
        var figures = [
            ReleasePage.Figure(
                name: "Smallest k, missing as a value", source: "smallest class f; Samarati and Sweeney 1998",
                before: "–",
                after: "\(after.anonymity.strict.smallest)"),
            ReleasePage.Figure(
                name: "Smallest k, missing matches all", source: "as sdcMicro's freqCalc", before: "–",
                after: "\(after.anonymity.wildcard.smallest)"),
            ReleasePage.Figure(
                name: "Rows with fewer than k equals", source: "f < \(profile.k)", before: Self.about(share(few, rows)),
                after: "\(after.anonymity.strict.records(below: profile.k))"),
            ReleasePage.Figure(
                name: "Sample uniques", source: "f = 1; Skinner and Elliot 2002",
                before: Self.about(share(before.uniques, rows)),
                after: "\(after.uniques)"),
            ReleasePage.Figure(
                name: "Prosecutor risk, highest", source: "1 / f; Marsh et al. 1991, El Emam 2013",
                before: Self.about(before.prosecutor), after: Self.thousandths(after.prosecutor)),
            ReleasePage.Figure(
                name: "Journalist risk, highest", source: "1 / F, with F = f for want of figures about the population",
                before: Self.about(before.journalist), after: Self.thousandths(after.journalist)),
            ReleasePage.Figure(
                name: "Marketer risk", source: "classes / rows; El Emam 2013", before: Self.about(before.marketer),
                after: Self.thousandths(after.marketer)),
        ]
        for (variable, told) in made.result.sensitive.sorted(by: { $0.key < $1.key }) {
            let question = name(variable)
            figures += [
                ReleasePage.Figure(
                    name: "Distinct l: \(question)", source: "fewest values in a class; Machanavajjhala et al. 2007",
                    before: "–", after: "\(told.after.distinct)"),
                ReleasePage.Figure(
                    name: "Entropy l: \(question)", source: "least exp(−Σ q ln q) of a class; same source", before: "–",
                    after: Self.thousandths(told.after.entropy)),
                ReleasePage.Figure(
                    name: "t: \(question)", source: "largest distance of a class from all rows; Li et al. 2007",
                    before: "–",
                    after: Self.thousandths(told.after.closeness)),
            ]
        }
        return figures
    }

    private var codebook: ReleaseCodebookPage {
        let levels = Dictionary(
            zip(profile.keys.map(\.variable), made.result.levels), uniquingKeysWith: { first, _ in first })
        let columns = layout.columns.map { column -> ReleaseCodebookPage.Column in
            let variable = study.codebook.variables[column.variable]
            var question = variable.labels["en"] ?? variable.name
            if let option = column.category { question += ": " + (variable.categories[option].labels["en"] ?? "") }
            return .init(name: column.name, question: question, values: values(column, levels[column.variable] ?? 0))
        }
        return ReleaseCodebookPage(
            title: study.title, columns: columns, k: profile.k, isDemonstration: keys.isDemonstration)
    }

    private func values(_ column: DataColumn, _ level: Int) -> [(code: String, label: String, count: Int)] {
        var meanings: [(code: UInt16, label: String)] =
            column.category == nil ? labels(column.variable, level) : [(0, "not picked"), (1, "picked")]
        meanings += MissingReason.allCases.map { ($0.rawValue, $0.label) }
        switch column.kind {
        case .code(let place):
            let counts = Dictionary((table.codes[place] ?? []).map { ($0, 1) }, uniquingKeysWith: +)
            return meanings.filter { !$0.code.isMissing || counts[$0.code] != nil }
                .map { (String($0.code), $0.label, counts[$0.code] ?? 0) }
        case .number(let place):
            let numbers = table.numbers[place] ?? []
            let told = numbers.count { $0 < Double(MissingReason.codes.lowerBound) }
            let missing = MissingReason.allCases.map { reason in
                (String(reason.rawValue), reason.label, numbers.count { $0 == Double(reason.rawValue) })
            }
            return [("", "a number", told)] + missing.filter { $0.2 > 0 }
        case .text: return []
        }
    }

    /// The columns as documented; every count is of released rows, and masked as on the codebook's page.
    private var columns: [ColumnDescription] {
        let levels = zip(profile.keys, made.result.levels).compactMap { key, level -> (Int, [Hierarchy.Group])? in
            guard level > 0, let groups = rules.hierarchies[key.variable]?.levels[level - 1] else { return nil }
            return (key.variable, groups)
        }
        let descriptions = ColumnDescriptions(
            study: study, smallestCount: profile.k,
            coarser: Dictionary(levels, uniquingKeysWith: { first, _ in first }))
        let row = ColumnDescription(name: "id", content: .name, label: "The row, under a name of this release alone")
        return [row]
            + descriptions.describe(layout.columns) { column in
                switch column.kind {
                case .code(let place): .init(codes: Self.counted(table.codes[place] ?? []))
                case .number(let place): .init(numbers: Self.counted(table.numbers[place] ?? []))
                case .text: .init()
                }
            }
    }

    private static func counted<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
        Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    }

    private func graph(_ id: String) -> ProvenanceGraph {
        var graph = ProvenanceGraph(
            dataset: id, title: study.title, action: "weir release", program: "weir \(Program.version)")
        if let publisher = study.about.publisher { graph.add(responsible: publisher.name, isPerson: false) }
        graph.add(responsible: order.approver, isPerson: true)
        for file in study.files + rules.files { graph.add(definition: file.name, digest: Digest(of: file.bytes)) }
        graph.add(source: dataset)
        return graph
    }

    private var provenance: Provenance {
        var provenance = Provenance(
            study: study.name, title: study.title, version: study.version, program: Program.version,
            isDemonstration: keys.isDemonstration, consent: study.consentScope,
            merged: study.dispositions.merged.map(\.word).sorted(), audience: "release, \(profile.name)")
        for file in study.files + rules.files {
            provenance.add(definition: file.name, digest: Digest(of: file.bytes))
        }
        provenance.add(
            stage: "release", counts: ["rows": table.rows, "columns": layout.columns.count + 1, "k": profile.k])
        for (key, level) in zip(profile.keys, made.result.levels) {
            let variable = study.codebook.variables[key.variable].name
            provenance.add(
                stage: "protect, \(variable)", counts: ["level": level, "suppressed": suppressed(key.variable)])
        }
        return provenance
    }

    private var excerpts: Excerpts {
        let level = zip(profile.keys, made.result.levels).first { $0.0.variable == study.countryVariable }?.1 ?? 0
        let codes = study.schema.places[study.countryVariable].code.flatMap { table.codes[$0] } ?? []
        let categories = study.codebook.variables[study.countryVariable].categories
        let told = labels(study.countryVariable, level)
        let countries = study.countries.compactMap { rules -> (CountryCode, (label: String, rows: Int))? in
            guard let category = categories.first(where: { $0.name == rules.country.letters }) else { return nil }
            let code =
                self.rules.hierarchies[study.countryVariable]?.code(of: category.code, at: level) ?? category.code
            let label = level == 0 ? rules.name : told.first { $0.code == code }?.label ?? ""
            return (rules.country, (label, codes.count { $0 == code }))
        }
        return Excerpts(
            study: study, keys: keys, k: profile.k,
            countries: Dictionary(countries, uniquingKeysWith: { first, _ in first }))
    }

    private func readme(_ id: String, _ names: [String]) -> String {
        let guide = ResearcherGuide(released, profile.formats, names: names)
        let files = guide.files(and: [
            ("data/excerpts.csv", "approved answers, if there are any, in an order of their own"),
            ("documentation/codebook.html", "what the codes mean"),
            ("documentation/ddi-codebook.xml", "the same as archives take it (DDI-Codebook 2.5)"),
            ("documentation/page-to-sign.html", "who approved it, what was protected and what it cost"),
            ("datapackage.json", "the columns as programs read and check them (Data Package 2)"),
            ("provenance.jsonl", "how it came about; prov.json as a graph (PROV-JSON)"),
            ("SHA256SUMS", "digests of these files, signed in SHA256SUMS.sig"),
            ("ro-crate-metadata.json", "when it was made, signed as well"),
        ])
        return """
            \(study.title)
            Release \(id), profile \(profile.name)\(keys.isDemonstration ? ", a demonstration with the public sample keys" : "")

            Convenience sample, not representative, completes only. 9997 is suppressed: neither no nor nothing. Leave such
            cells out of a base. Shares of children are means of several workers of a country.

            \(files)

            \(guide.advice)

            Check it with: weir verify .
            Do not try to recognise anybody. Who believes to have recognised somebody tells the house, and nobody else.

            """
    }
}
