import Mustache
import WeirCore

extension RunReport {
    /// The report as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String {
        try MustacheTemplate(string: Self.template).render(ViewFields(ReportView(self)))
    }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}: report</title><style>{{{css}}}</style></head><body><main>
        <h1>{{title}}: what came in, and what became of it</h1>
        <p class="mark">{{#isDemonstration}}<strong>Demonstration with the public sample keys: for practice only.</strong><br>{{/isDemonstration}}
        Internal data set <code>{{dataset}}</code>: {{rows}} rows, {{columns}} columns. It must not leave the house.
        Convenience sample, not representative; completes only.</p>
        <h2>Rows by country</h2>
        <p>Every uploaded row is in exactly one column.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Country</th>{{#titles}}<th class="n" scope="col">{{.}}</th>{{/titles}}</tr></thead>
        <tbody>{{#countries}}<tr><th scope="row">{{name}}</th>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>
        {{/countries}}</tbody><tfoot><tr><td>All</td>{{#totals}}<td class="n">{{.}}</td>{{/totals}}</tr></tfoot></table></div>
        {{{chart}}}
        <h2>Uploads</h2>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">File</th><th scope="col">State</th><th scope="col">Recognised</th><th class="n" scope="col">Rows</th><th scope="col">Digest</th><th scope="col">Verdict</th></tr></thead>
        <tbody>{{#uploads}}<tr><td>{{file}}</td><td class="line">{{state}}</td><td>{{recognised}}</td><td class="n">{{rows}}</td><td><code>{{digest}}…</code></td><td><code>{{verdict}}</code></td></tr>
        {{/uploads}}</tbody></table></div>
        <h2>Open answers, held and withheld</h2>
        <p>Open answers in the data set, where there are any, were scrubbed by machine, and no person has approved them,
        unless they are counted as decided.</p>
        <p class="soft">Counted over all rows of the uploads in force, also those that are not in the data set; of the
        data set alone the codebook tells. <em>Not usable</em>: numbers out of range or in words, and answers that exclude
        each other.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Country</th><th class="n" scope="col">Open answers scrubbed</th><th class="n" scope="col">Open answers withheld</th><th class="n" scope="col">Decided by a person</th><th class="n" scope="col">Not yet in English</th><th class="n" scope="col">Answers to map</th><th class="n" scope="col">Not usable</th></tr></thead>
        <tbody>{{#held}}<tr><th scope="row">{{name}}</th><td class="n">{{scrubbed}}</td><td class="n">{{withheld}}</td><td class="n">{{decided}}</td><td class="n">{{untranslated}}</td><td class="n">{{unmapped}}</td><td class="n">{{notUsable}}</td></tr>
        {{/held}}</tbody></table></div>
        {{#hasReviewed}}<h2>Open answers that people decided on</h2>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Question</th><th class="n" scope="col">Approved</th><th class="n" scope="col">Worded anew</th><th class="n" scope="col">Withheld</th></tr></thead>
        <tbody>{{#reviewed}}<tr><th scope="row">{{question}} <span class="soft"><code>{{name}}</code></span></th>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>
        {{/reviewed}}</tbody></table></div>
        {{/hasReviewed}}
        <h2>Mentions found in open answers</h2>
        {{^mentions}}<p>None.</p>{{/mentions}}
        {{#hasMentions}}<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Kind</th>{{#codes}}<th class="n" scope="col">{{.}}</th>{{/codes}}</tr></thead>
        <tbody>{{#mentions}}<tr><th scope="row">{{name}}</th>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>
        {{/mentions}}</tbody></table></div>{{/hasMentions}}
        <h2>Where interviews ended early</h2>
        <p class="soft">Of those who started and are neither complete nor a test: the question at which the interview ended,
        also for want of consent or eligibility. The most frequent first{{#endedRest}}; the first {{endedShown}} of
        {{endedAll}} questions, {{endedRest}} interviews ended at the others{{/endedRest}}.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Question</th><th class="n" scope="col">Interviews</th><td></td></tr></thead>
        <tbody>{{#ended}}<tr><td>{{question}}{{#name}} <span class="soft"><code>{{name}}</code></span>{{/name}}</td><td class="n">{{count}}</td><td>{{{bar}}}</td></tr>
        {{/ended}}</tbody></table></div>
        <h2>Disclosure risk</h2>
        <p>Measured over {{keys}} together. <em>Strict</em>: a missing value is a value of its own. <em>Wildcard</em>: a
        value that may be anything matches every value. Nothing was protected yet.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Reading</th><th class="n" scope="col">Smallest k</th><th class="n" scope="col">Unique records</th><th class="n" scope="col">k below 3</th><th class="n" scope="col">k below 5</th></tr></thead>
        <tbody>{{#risks}}<tr><th scope="row">{{reading}}</th><td class="n">{{smallest}}</td><td class="n">{{unique}}</td><td class="n">{{below3}}</td><td class="n">{{below5}}</td></tr>
        {{/risks}}</tbody></table></div>
        <h2>To do</h2>
        {{^todo}}<p>Nothing.</p>{{/todo}}
        {{#todo}}<details><summary>{{#refuses}}<strong class="refusal">Not used:</strong> {{/refuses}}<strong>{{place}}</strong> {{what}}</summary><p>Expected: {{expected}}.<br>To do: {{remedy}}. <span class="soft">{{code}}</span></p></details>
        {{/todo}}
        <h2>For information</h2>
        {{^notes}}<p>Nothing.</p>{{/notes}}
        {{#notes}}<details><summary><strong>{{place}}</strong> {{what}}</summary><p>Expected: {{expected}}.<br>To do: {{remedy}}. <span class="soft">{{code}}</span></p></details>
        {{/notes}}
        </main></body></html>

        """
}

/// The report as the template reads it.
private struct ReportView {
    struct Line {
        var name: String
        var cells: [Int]
    }
    struct UploadLine { var file, state, recognised, rows, digest, verdict: String }
    struct HeldLine {
        var name: String
        var scrubbed, withheld, decided, untranslated, unmapped, notUsable: Int
    }
    struct ReviewedLine {
        var question, name: String
        var cells: [Int]
    }
    struct FindingLine {
        var place, what, expected, remedy, code: String
        var refuses: Bool
    }
    struct EndedLine {
        var question: String
        /// The variable's name, unless nothing else is known of the question.
        var name: String?
        var count: Int
        var bar: String
    }

    let css = PageStyle.css
    let title, dataset, keys, chart: String
    let isDemonstration: Bool
    let rows, columns: Int
    let titles: [String]
    let countries: [Line]
    let totals: [Int]
    let uploads: [UploadLine]
    let held: [HeldLine]
    let codes: [String]
    let reviewed: [ReviewedLine]
    let hasReviewed: Bool
    let mentions: [Line]
    let hasMentions: Bool
    let risks: [RunReport.Risk]
    let ended: [EndedLine]
    let endedShown, endedAll: Int
    /// Nil when every question is shown.
    let endedRest: Int?
    let todo, notes: [FindingLine]

    private static let questionsShown = 20

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
                rows: String($0.rows.total + $0.notReady), digest: $0.digest, verdict: String($0.verdict.prefix(16)))
        }
        held = report.countries.map {
            HeldLine(
                name: $0.name, scrubbed: $0.scrubbed, withheld: $0.withheld,
                decided: $0.decided.values.reduce(0) { $0 + $1.total }, untranslated: $0.untranslated,
                unmapped: $0.unmapped,
                notUsable: report.notUsable(in: $0))
        }
        codes = report.countries.map(\.code.letters) + ["all"]
        reviewed = report.decided.map {
            ReviewedLine(
                question: report.questions[$0.variable] ?? "", name: $0.variable,
                cells: [$0.counts.approved, $0.counts.edited, $0.counts.withheld])
        }
        hasReviewed = !reviewed.isEmpty
        mentions = report.mentionLines.map { Line(name: $0.kind, cells: $0.counts) }
        hasMentions = !mentions.isEmpty
        risks = report.risks
        chart = BarChart.dispositions(report.countries)
        let sums = report.countries.reduce(into: [:]) { $0.merge($1.endedAt, uniquingKeysWith: +) }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = sums.prefix(Self.questionsShown)
        ended = shown.map { name, count in
            let question = report.questions[name]
            return EndedLine(
                question: question ?? name, name: question == nil ? nil : name, count: count,
                bar: BarChart.bar(count, of: sums[0].value))
        }
        (endedShown, endedAll) = (shown.count, sums.count)
        let rest = sums.dropFirst(shown.count).reduce(0) { $0 + $1.value }
        endedRest = rest == 0 ? nil : rest
        todo = report.findings.filter { $0.severity >= .open }.map(FindingLine.init)
        notes = report.findings.filter { $0.severity < .open }.map(FindingLine.init)
    }
}

extension ReportView.FindingLine {
    init(_ finding: Diagnostic) {
        let parts = FindingText.parts(finding)
        self.init(
            place: parts.place, what: parts.what, expected: parts.expected, remedy: parts.remedy,
            code: finding.code.rawValue, refuses: finding.severity == .refusal)
    }
}
