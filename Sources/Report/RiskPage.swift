import Mustache

/// What protecting would cost, for the house: its counts are of the internal rows.
public struct RiskPage {
    /// A choice of keys and k.
    public struct Row {
        var k, below, cells, others, loss, keys: String

        /// A choice, in words.
        public init(k: String, below: String, cells: String, others: String, loss: String, keys: String) {
            (self.k, self.below, self.cells) = (k, below, cells)
            (self.others, self.loss, self.keys) = (others, loss, keys)
        }
    }

    private struct View {
        let css = PageStyle.css
        var title: String
        var rows: Int
        var explanation: String
        var choices: [Row]
    }

    private let view: View

    /// A page about a data set.
    /// - Parameter explanation: what the numbers stand for.
    public init(title: String, rows: Int, explanation: String, choices: [Row]) {
        view = View(title: title, rows: rows, explanation: explanation, choices: choices)
    }

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(view)) }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}: what protecting costs</title><style>{{{css}}}</style></head><body><main>
        <h1>{{title}}: what protecting costs</h1>
        <p class="mark">Internal: counts are exact, of {{rows}} rows. This page stays in the house.</p>
        <p>The more somebody may know beforehand, and the more people have to be alike, the more has to go. Loss is the share of what
        the keys tell that recoding and suppressing take, each key weighed by its importance. {{explanation}}</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col" class="n">k</th><th scope="col" class="n">Rows below k</th><th scope="col" class="n">Cells suppressed</th><th scope="col" class="n">Others</th><th scope="col" class="n">Loss</th><th scope="col">Keys, with the cells suppressed in each</th></tr></thead>
        <tbody>{{#choices}}<tr><td class="n">{{k}}</td><td class="n">{{below}}</td><td class="n">{{cells}}</td><td class="n">{{others}}</td><td class="n line">{{loss}}</td><td>{{keys}}</td></tr>
        {{/choices}}</tbody></table></div>
        </main></body></html>

        """
}
