import Mustache

/// How a study stands, for its director: who is in, how many, what waits, what changed and why. For the house.
public struct StatusPage {
    /// One country's cells; `progress` is a share of the target between 0 and 100.
    public struct Country {
        let name: String
        let cells: [String]
        let bar: Int
        let isComplete: Bool

        /// A country.
        public init(name: String, cells: [String], progress: Int?) {
            self.name = name
            self.cells = cells
            bar = min(max(progress ?? 0, 0), 100)
            isComplete = (progress ?? 0) >= 100
        }
    }

    /// A night.
    public struct Night {
        let when, result, rows, summary: String

        /// A night, in words.
        public init(when: String, result: String, rows: String, summary: String) {
            (self.when, self.result, self.rows, self.summary) = (when, result, rows, summary)
        }
    }

    private struct View {
        let css = PageStyle.css
        var title, verdict, night: String
        var concerns, titles: [String]
        var countries: [Country]
        var waiting: [String]
        var nights: [Night]
        // Stored, because a template sees no other properties.
        var hasConcerns, hasWaiting: Bool
    }

    private let view: View

    /// A page.
    /// - Parameters:
    ///   - night: the last night in a sentence.
    ///   - concerns: what somebody has to see to.
    ///   - titles: of the countries' cells.
    ///   - waiting: findings that nobody has seen to, or that somebody accepted.
    public init(
        title: String, night: String, concerns: [String], titles: [String], countries: [Country], waiting: [String],
        nights: [Night]
    ) {
        let verdict =
            concerns.isEmpty
            ? "All is well: nobody has to do anything."
            : "\(concerns.count) \(concerns.count == 1 ? "thing needs" : "things need") somebody."
        view = View(
            title: title, verdict: verdict, night: night, concerns: concerns, titles: titles, countries: countries,
            waiting: waiting, nights: nights, hasConcerns: !concerns.isEmpty, hasWaiting: !waiting.isEmpty)
    }

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(view)) }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}: how it stands</title><style>{{{css}}}</style></head><body><main>
        <h1>{{title}}: how it stands</h1>
        <p class="mark"><strong>{{verdict}}</strong> This page stays in the house: its counts are exact.</p>
        {{#hasConcerns}}<ul>
        {{#concerns}}<li>{{.}}</li>
        {{/concerns}}</ul>
        {{/hasConcerns}}<p class="soft">{{night}}</p>
        <h2>Countries</h2>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Country</th><th scope="col">Progress</th>{{#titles}}<th class="n" scope="col">{{.}}</th>{{/titles}}</tr></thead>
        <tbody>{{#countries}}<tr><th scope="row">{{name}}</th><td><svg viewBox="0 0 100 16" preserveAspectRatio="none" width="200" height="16" role="img" aria-label="progress to the target: {{bar}} %"><rect class="d" width="100%" height="12" y="2"/><rect class="a" width="{{bar}}%" height="12" y="2"/></svg></td>{{#cells}}<td class="n line">{{.}}</td>{{/cells}}</tr>
        {{/countries}}</tbody></table></div>
        {{#hasWaiting}}<h2>What waits</h2>
        <p>The first word names a finding for <code>weir accept</code>.</p>
        <ul>
        {{#waiting}}<li>{{.}}</li>
        {{/waiting}}</ul>
        {{/hasWaiting}}
        <h2>The last nights</h2>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Night (UTC)</th><th scope="col">Came to</th><th class="n" scope="col">Rows</th><th scope="col">In a sentence</th></tr></thead>
        <tbody>{{#nights}}<tr><td class="line">{{when}}</td><td>{{result}}</td><td class="n">{{rows}}</td><td class="words">{{summary}}</td></tr>
        {{/nights}}</tbody></table></div>
        </main></body></html>

        """
}
