import Mustache

/// The codebook of a release: its columns, what their codes mean, how many rows have each.
public struct ReleaseCodebookPage {
    /// A column of the release.
    public struct Column {
        /// The column's name.
        public var name: String
        /// The question in English.
        public var question: String
        /// The codes with their labels and counts; nil where a count is masked.
        public var values: [(code: String, label: String, count: Int?)]

        /// A column.
        public init(name: String, question: String, values: [(code: String, label: String, count: Int?)]) {
            self.name = name
            self.question = question
            self.values = values
        }
    }

    private struct View {
        struct Row { var code, label, count: String }
        struct Question { var name, question: String; var rows: [Row] }
        let css = PageStyle.css
        let policy = PageSearch.policy
        let search = PageSearch.field
        let script = PageSearch.script
        var title: String
        var k: Int
        var isDemonstration: Bool
        var columns: [Question]
    }

    private let view: View

    /// A page about a release.
    public init(title: String, columns: [Column], k: Int, isDemonstration: Bool) {
        view = View(
            title: title, k: k, isDemonstration: isDemonstration,
            columns: columns.map { column in
                let rows = column.values.map {
                    View.Row(code: $0.code, label: $0.label, count: $0.count.map(String.init) ?? "masked")
                }
                return View.Question(name: column.name, question: column.question, rows: rows)
            })
    }

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(view)) }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        {{{policy}}}<title>{{title}}: codebook of the release</title><style>{{{css}}}</style></head><body>
        <h1>{{title}}: codebook of the release</h1>
        <p class="mark">{{#isDemonstration}}<strong>Demonstration with the public sample keys.</strong> {{/isDemonstration}}Counts
        are of the released rows. One below {{k}} is masked, and another with it when a sum on this or another page would give it back. Missing values:
        9990 not asked, 9991 not reached, 9992 not in this country, 9993 preferred not to answer, 9994 no answer, 9995 unmapped,
        9997 suppressed, 9998 not usable. Suppressed is neither no nor nothing: leave such cells out of a base.</p>
        {{{search}}}
        <details open><summary><strong><code>id</code></strong> The row, under a name of this release alone</summary></details>
        {{#columns}}<details id="{{name}}"><summary><strong><code>{{name}}</code></strong> {{question}}</summary>
        <div class="wide"><table><thead><tr><th scope="col" class="n">Code</th><th scope="col">Meaning</th><th scope="col" class="n">Rows</th></tr></thead>
        <tbody>{{#rows}}<tr><td class="n">{{code}}</td><td>{{label}}</td><td class="n">{{count}}</td></tr>
        {{/rows}}</tbody></table></div></details>
        {{/columns}}
        {{{script}}}
        </body></html>

        """
}
