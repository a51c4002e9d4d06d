import Mustache
import WeirCore

extension RunReport {
    /// The report as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String {
        try MustacheTemplate(string: Self.template).render(ReportView(self))
    }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}: report</title><style>{{{css}}}</style></head><body>
        <h1>{{title}}: what came in, and what became of it</h1>
        <p class="mark">{{#isDemonstration}}<strong>Demonstration with the public sample keys: for practice only.</strong><br>{{/isDemonstration}}
        Internal data set <code>{{dataset}}</code>: {{rows}} rows, {{columns}} columns. It must not leave the house.
        Convenience sample, not representative; completes only.</p>
        <h2>Rows by country</h2>
        <p>Every uploaded row is in exactly one column.</p>
        <div class="wide"><table><thead><tr><th scope="col">Country</th>{{#titles}}<th class="n" scope="col">{{.}}</th>{{/titles}}</tr></thead>
        <tbody>{{#countries}}<tr><th scope="row">{{name}}</th>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>
        {{/countries}}</tbody><tfoot><tr><td>All</td>{{#totals}}<td class="n">{{.}}</td>{{/totals}}</tr></tfoot></table></div>
        {{{chart}}}
        <h2>Uploads</h2>
        <div class="wide"><table><thead><tr><th scope="col">File</th><th scope="col">State</th><th scope="col">Recognised</th><th class="n" scope="col">Rows</th><th scope="col">Digest</th></tr></thead>
        <tbody>{{#uploads}}<tr><td>{{file}}</td><td class="line">{{state}}</td><td>{{recognised}}</td><td class="n">{{rows}}</td><td><code>{{digest}}…</code></td></tr>
        {{/uploads}}</tbody></table></div>
        <h2>Held and withheld</h2>
        <div class="wide"><table><thead><tr><th scope="col">Country</th><th class="n" scope="col">Open answers withheld</th><th class="n" scope="col">Not yet in English</th><th class="n" scope="col">Answers to map</th></tr></thead>
        <tbody>{{#held}}<tr><th scope="row">{{name}}</th><td class="n">{{withheld}}</td><td class="n">{{untranslated}}</td><td class="n">{{unmapped}}</td></tr>
        {{/held}}</tbody></table></div>
        <h2>Where interviews ended early</h2>
        <p class="soft">Of those who started: the question they ended at. Consent and eligibility questions first.</p>
        {{{ended}}}
        <h2>Disclosure risk</h2>
        <p>Measured over {{keys}} together. <em>Strict</em>: a missing value is a value of its own. <em>Wildcard</em>: a
        value that may be anything matches every value. Nothing was protected yet.</p>
        <div class="wide"><table><thead><tr><th scope="col">Reading</th><th class="n" scope="col">Smallest k</th><th class="n" scope="col">Unique records</th><th class="n" scope="col">k below 3</th><th class="n" scope="col">k below 5</th></tr></thead>
        <tbody>{{#risks}}<tr><th scope="row">{{reading}}</th><td class="n">{{smallest}}</td><td class="n">{{unique}}</td><td class="n">{{below3}}</td><td class="n">{{below5}}</td></tr>
        {{/risks}}</tbody></table></div>
        <h2>Findings</h2>
        {{^findings}}<p>None.</p>{{/findings}}
        {{#findings}}<details><summary><strong>{{place}}</strong> {{what}}</summary><p>Expected: {{expected}}.<br>To do: {{remedy}}. <span class="soft">{{code}}</span></p></details>
        {{/findings}}
        </body></html>

        """
}

/// The report as the template reads it.
private struct ReportView {
    struct Line {
        var name: String
        var cells: [Int]
    }
    struct UploadLine { var file, state, recognised, rows, digest: String }
    struct HeldLine {
        var name: String
        var withheld, untranslated, unmapped: Int
    }
    struct FindingLine { var place, what, expected, remedy, code: String }

    let css = PageStyle.css
    let title, dataset, keys, chart, ended: String
    let isDemonstration: Bool
    let rows, columns: Int
    let titles: [String]
    let countries: [Line]
    let totals: [Int]
    let uploads: [UploadLine]
    let held: [HeldLine]
    let risks: [RunReport.Risk]
    let findings: [FindingLine]

    init(_ report: RunReport) {
        title = report.title
        dataset = report.dataset
        keys = report.keys.joined(separator: ", ")
        isDemonstration = report.isDemonstration
        rows = report.rows
        columns = report.columns
        titles = RunReport.columnTitles
        countries = report.countries.map { Line(name: $0.name, cells: $0.cells) }
        totals = report.totals
        uploads = report.countries.flatMap(\.uploads).map {
            UploadLine(
                file: $0.file, state: $0.state.rawValue, recognised: $0.recognised.joined(separator: "; "),
                rows: String($0.rows.total + $0.notReady), digest: $0.digest)
        }
        held = report.countries.map {
            HeldLine(name: $0.name, withheld: $0.withheld, untranslated: $0.untranslated, unmapped: $0.unmapped)
        }
        risks = report.risks
        chart = BarChart.dispositions(report.countries)
        ended = BarChart.ended(report.countries)
        findings = report.findings.map {
            let parts = FindingText.parts($0)
            return FindingLine(
                place: parts.place, what: parts.what, expected: parts.expected, remedy: parts.remedy,
                code: $0.code.rawValue)
        }
    }
}
