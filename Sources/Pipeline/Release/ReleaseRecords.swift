import Foundation
import WeirCore
import WeirDeliver
import WeirKeys
import WeirProtect
import WeirRecord
import WeirReport
import WeirStudy

/// Where the release comes from, the approved answers, and what a researcher reads first.
extension ReleaseDraft {
    func graph(_ id: String) -> ProvenanceGraph {
        var graph = ProvenanceGraph(
            dataset: id, title: study.title, action: "weir release", program: "weir \(Program.version)")
        if let publisher = study.about.publisher { graph.add(responsible: publisher.name, isPerson: false) }
        graph.add(responsible: order.approver, isPerson: true)
        for file in study.files + rules.files { graph.add(definition: file.name, digest: Digest(of: file.bytes)) }
        graph.add(source: dataset)
        return graph
    }

    var provenance: Provenance {
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
            var counts = ["level": level]
            counts["suppressed"] = toldCells(key.variable)
            provenance.add(stage: "protect, \(variable)", counts: counts)
        }
        return provenance
    }

    /// - Parameter told: for each released pseudonym its turn, as `EarlierReleases` tells it.
    func excerpts(_ told: [String: Int]) -> Excerpts {
        let level = zip(profile.keys, made.result.levels).first { $0.0.variable == study.countryVariable }?.1 ?? 0
        let codes = study.schema.places[study.countryVariable].code.flatMap { table.codes[$0] } ?? []
        let categories = study.codebook.variables[study.countryVariable].categories
        let labels = labels(study.countryVariable, level)
        let countries = study.countries.compactMap { rules -> (CountryCode, (label: String, rows: Int))? in
            guard let category = categories.first(where: { $0.name == rules.country.letters }) else { return nil }
            let code =
                self.rules.hierarchies[study.countryVariable]?.code(of: category.code, at: level) ?? category.code
            let label = level == 0 ? rules.name : labels.first { $0.code == code }?.label ?? ""
            return (rules.country, (label, codes.count { $0 == code }))
        }
        return Excerpts(
            study: study, keys: keys, k: profile.k,
            countries: Dictionary(countries, uniquingKeysWith: { first, _ in first }), told: told)
    }

    /// What the rows tell of the time, in lines that begin behind other words.
    private var time: String {
        timeTold.map { "No date is told finer than\nthe \($0) in which an interview was submitted (submitted_month)." }
            ?? "No date is told, and no month,\nquarter or year of an interview."
    }

    func readme(_ id: String, _ names: [String], hasExcerpts: Bool) -> String {
        let guide = ResearcherGuide(released, profile.formats, names: names)
        let excerpts = [("data/excerpts.csv", "approved answers in an order of their own")]
        let files = guide.files(
            and: (hasExcerpts ? excerpts : []) + [
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
            cells out of a base. Shares of children are means of several workers of a country. \(time)

            \(files)

            \(guide.advice)

            Check it with: weir verify .
            Do not try to recognise anybody. Who believes to have recognised somebody tells the house, and nobody else.

            """
    }
}
