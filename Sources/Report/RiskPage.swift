import Mustache

/// What protecting would cost, for the house: its counts are of the internal rows.
public struct RiskPage {
    /// A choice of keys and k.
    public struct Row {
        var k, below: String
        var cells: [String]
        var note: String

        /// A choice.
        /// - Parameters:
        ///   - cells: the loss, the cells suppressed, those of each key, those of other answers; none where nothing could be
        ///     released, for the reason that the note tells.
        ///   - note: what has to be said besides.
        public init(k: String, below: String, cells: [String], note: String) {
            (self.k, self.below, self.cells, self.note) = (k, below, cells, note)
        }
    }

    private struct View {
        let css = PageStyle.css
        var title: String
        var profile: String
        var rows: Int
        var keys: [String]
        var explanation: String
        var sets: [Rows]
        var obstacles: [String]
        var isRefused: Bool
    }

    private struct Line {
        var row: Row
        /// How many columns the note takes.
        var span: Int
    }

    private struct Rows { var choices: [Line] }

    private let view: View

    /// A page about a data set.
    /// - Parameters:
    ///   - title: the study's.
    ///   - profile: the profile whose keys are tried.
    ///   - keys: all keys in words, a column for each.
    ///   - explanation: what the numbers stand for.
    ///   - sets: the choices with the same keys together.
    ///   - obstacles: what a release is refused for as things stand.
    public init(
        title: String, profile: String, rows: Int, keys: [String], explanation: String, sets: [[Row]],
        obstacles: [String]
    ) {
        view = View(
            title: title, profile: profile, rows: rows, keys: keys, explanation: explanation,
            sets: sets.map { Rows(choices: $0.map { Line(row: $0, span: $0.cells.isEmpty ? keys.count + 4 : 1) }) },
            obstacles: obstacles, isRefused: !obstacles.isEmpty)
    }

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(view)) }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}: what protecting costs ({{profile}})</title><style>{{{css}}}
        tbody + tbody::before { content: ""; display: block; height: .9rem; } tbody { break-inside: avoid; } thead th { vertical-align: bottom; } td:last-child { min-width: 11rem; }</style></head><body><main>
        <h1>{{title}}: what protecting costs under the profile {{profile}}</h1>
        <p class="mark">Internal: counts are exact, of {{rows}} rows. This page stays in the house.</p>
        {{#isRefused}}<h2>What stands against a release</h2>
        <p>As things stand, <code>weir release</code> refuses {{profile}}:</p>
        <ul>{{#obstacles}}<li>{{.}}.</li>{{/obstacles}}</ul>
        {{/isRefused}}<h2>Each set of keys and each k</h2>
        <p>The more somebody may know beforehand, and the more people have to be alike, the more has to go. Each block is a set of keys:
        what somebody may know of a worker.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col" class="n">k</th><th scope="col" class="n">Rows below k</th><th scope="col" class="n">Loss</th><th scope="col" class="n">Cells</th>{{#keys}}<th scope="col" class="n">{{.}}</th>{{/keys}}<th scope="col" class="n">Others</th><th scope="col">Note</th></tr></thead>
        {{#sets}}<tbody>{{#choices}}<tr><th scope="row" class="n">{{row.k}}</th><td class="n">{{row.below}}</td>{{#row.cells}}<td class="n line">{{.}}</td>{{/row.cells}}<td colspan="{{span}}">{{row.note}}</td></tr>
        {{/choices}}</tbody>
        {{/sets}}</table></div>
        <h2>What the numbers stand for</h2>
        <p class="soft">{{explanation}}</p>
        </main></body></html>

        """
}
