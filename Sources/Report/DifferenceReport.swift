import Mustache

/// What is different between two data sets: sentences first, then tables.
public struct DifferenceReport: Sendable {
    /// A table with its heading.
    public struct Table: Sendable {
        /// The heading, and what the table says.
        public var title, note: String
        /// The columns' titles; the first column is a name, the others are numbers unless `hasWords`.
        public var columns: [String]
        /// The rows.
        public var rows: [[String]]
        /// Whether the cells are words.
        public var hasWords: Bool

        /// A table.
        public init(title: String, note: String, columns: [String], rows: [[String]], hasWords: Bool = false) {
            self.title = title
            self.note = note
            self.columns = columns
            self.rows = rows
            self.hasWords = hasWords
        }
    }

    /// What is compared with what.
    public var title, before, after: String
    /// Where the page may go.
    public var caution: String
    /// What is different, in words.
    public var sentences: [String]
    /// The same in detail.
    public var tables: [Table]

    /// A report.
    public init(
        title: String, before: String, after: String, caution: String, sentences: [String], tables: [Table]
    ) {
        self.title = title
        self.before = before
        self.after = after
        self.caution = caution
        self.sentences = sentences
        self.tables = tables
    }

    // MARK: Text

    /// The report for a terminal.
    public var text: String {
        let head = sentences.joined(separator: "\n")
        let rest = tables.filter { !$0.rows.isEmpty }.map { "\n\($0.title)\n" + Self.aligned($0) }
        return ([head] + rest).joined(separator: "\n")
    }

    private static func aligned(_ table: Table) -> String {
        let lines = [table.columns] + table.rows
        let widths = table.columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            var text = ""
            for (column, cell) in line.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                let isLast = column == line.count - 1
                if column > 0 { text += "  " }
                text += table.hasWords || column == 0 ? cell + (isLast ? "" : blanks) : blanks + cell
            }
            return text
        }.joined(separator: "\n")
    }

    // MARK: Page

    private struct View {
        struct Cell { var text: String; var isNumber: Bool }
        struct Row { var cells: [Cell] }
        struct Section { var title, note: String; var head: [Cell]; var rows: [Row]; var isEmpty: Bool }
        let css = PageStyle.css
        var title, before, after, caution: String
        var sentences: [String]
        var sections: [Section]
    }

    /// The report as a page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String {
        let sections = tables.map { table in
            let cells = { (line: [String]) in
                line.enumerated().map { View.Cell(text: $1, isNumber: $0 > 0 && !table.hasWords) }
            }
            return View.Section(
                title: table.title, note: table.note, head: cells(table.columns),
                rows: table.rows.map { View.Row(cells: cells($0)) }, isEmpty: table.rows.isEmpty)
        }
        return try MustacheTemplate(string: Self.template).render(
            View(
                title: title, before: before, after: after, caution: caution, sentences: sentences, sections: sections))
    }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{title}}: what is different</title><style>{{{css}}}</style></head><body><main>
        <h1>{{title}}: what is different</h1>
        <p class="soft">Before: <code>{{before}}</code>. After: <code>{{after}}</code>.</p>
        <p class="mark">{{caution}}</p>
        <ol>{{#sentences}}<li>{{.}}</li>
        {{/sentences}}</ol>
        {{#sections}}<h2>{{title}}</h2><p class="soft">{{note}}</p>
        {{#isEmpty}}<p>Nothing is different.</p>{{/isEmpty}}{{^isEmpty}}<div class="wide" tabindex="0"><table><thead><tr>{{#head}}<th scope="col"{{#isNumber}} class="n"{{/isNumber}}>{{text}}</th>{{/head}}</tr></thead>
        <tbody>{{#rows}}<tr>{{#cells}}<td{{#isNumber}} class="n"{{/isNumber}}>{{text}}</td>{{/cells}}</tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        {{/sections}}
        </main></body></html>

        """
}
