import Mustache

extension FrequencyTables {
    /// The tables as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(View(self))) }

    private struct View {
        struct Heading { var text: String; var span: Int }
        struct Line { var label, style: String; var cells: [String] }
        struct Table {
            var name, text: String
            var universe: String?
            /// Columns of each country.
            var span: Int
            var heads: [Heading]
            var units: [String]
            var lines: [Line]
        }

        let css = PageStyle.css
        let policy = PageSearch.policy
        let search = PageSearch.field("Search questions, categories and names")
        let script = PageSearch.script
        let title, dataset, notes: String
        let isDemonstration: Bool
        let kind: String
        let sentence = FrequencyTables.sentence
        let tables: [Table]

        init(_ tables: FrequencyTables) {
            title = tables.title
            dataset = tables.dataset
            notes = tables.notes
            isDemonstration = tables.isDemonstration
            kind = tables.k == nil ? "Internal data set" : "Release"
            let heads = zip(tables.columnNames, tables.columnRows).map { "\($0) (\($1))" }
            self.tables = tables.shown.map { View.table($0, heads) }
        }

        private static func table(_ shown: ShownQuestion, _ heads: [String]) -> Table {
            let question = shown.question
            let units =
                question.sums != nil
                ? ["n", "mean"] : question.isMultiple ? ["n", "% resp.", "% answers"] : ["n", "%"]
            return Table(
                name: question.name, text: question.text, universe: question.universe.isEmpty ? nil : question.universe,
                span: units.count,
                heads: heads.map { Heading(text: $0, span: units.count) }, units: heads.flatMap { _ in units },
                lines: shown.lines.map { line in
                    Line(
                        label: line.label, style: line.kind == .reason || line.kind == .base ? "soft" : "",
                        cells: line.cells.flatMap { line.kind == .mean ? Self.mean($0) : Self.texts($0, units.count) })
                })
        }

        /// A mean stands behind the place of a count.
        private static func mean(_ cell: ShownQuestion.Cell) -> [String] {
            ["", cell.isMasked ? "–" : cell.mean.map { WeirReport.text(tenths: $0) } ?? ""]
        }

        private static func texts(_ cell: ShownQuestion.Cell, _ count: Int) -> [String] {
            let first = cell.isMasked ? "–" : cell.count.map(String.init) ?? ""
            let shares = [cell.share, cell.shareOfAnswers].map { $0.map { WeirReport.text(tenths: $0) } ?? "" }
            return [first] + shares.prefix(count - 1)
        }
    }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        {{{policy}}}<title>{{title}}: tables</title><style>{{{css}}}
        body { max-width: none; } table { width: auto; } td, th { padding: .2rem .5rem; }
        th.unit { font-weight: 400; color: var(--soft); } th[colspan] { border-bottom: 0; text-align: left; }
        tbody th { min-width: 16rem; font-weight: 400; position: sticky; left: 0; background: var(--page); }
        .s2 td:nth-child(2n), .s3 td:nth-child(3n+2) { border-left: 1px solid var(--line); }
        @media (max-width: 40rem) { tbody th { min-width: 8rem; max-width: 9rem; } }</style></head><body><main>
        <h1>{{title}}: frequencies by country</h1>
        <p class="mark">{{#isDemonstration}}<strong>Demonstration with the public sample keys.</strong> {{/isDemonstration}}{{kind}} <code>{{dataset}}</code>.
        <strong>{{sentence}}</strong></p>
        <p class="soft">{{notes}}</p>
        {{{search}}}
        {{#tables}}<section id="{{name}}"><details><summary>{{text}} <span class="soft"><code>{{name}}</code></span></summary>
        <p class="soft">{{sentence}}{{#universe}} Asked when <code>{{universe}}</code>.{{/universe}}</p>
        <div class="wide" tabindex="0"><table class="s{{span}}"><thead><tr><td></td>{{#heads}}<th scope="colgroup" colspan="{{span}}">{{text}}</th>{{/heads}}</tr>
        <tr><td></td>{{#units}}<th class="n unit" scope="col">{{.}}</th>{{/units}}</tr></thead>
        <tbody>{{#lines}}<tr class="{{style}}"><th scope="row">{{label}}</th>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>
        {{/lines}}</tbody></table></div></details></section>
        {{/tables}}
        </main>{{{script}}}
        </body></html>

        """
}
