import Mustache
public import WeirCore

/// The codebook as a page: questions as fielded and in today's words, who was asked, categories, counts. Of a release it
/// tells what the release tells, in the same way.
public struct CodebookPage {
    private let view: CodebookView

    /// A page about a data set.
    /// - Parameters:
    ///   - columns: in their order; every count in them may be printed.
    ///   - numbers: for each question's name, records by number or missing reason, where how they are spread may be told.
    ///   - smallestCount: the lowest count that is told; nil where all are exact and the page stays in the house.
    public init(
        title: String, columns: [ColumnDescription], numbers: [String: [Double: Int]] = [:], smallestCount: Int? = nil,
        isDemonstration: Bool
    ) {
        let questions = Self.byQuestion(columns)
        view = CodebookView(
            title: title, isDemonstration: isDemonstration, count: questions.count, smallestCount: smallestCount,
            interview: columns.filter { $0.variable == nil }.map {
                InterviewView($0, isReleased: smallestCount != nil)
            },
            variables: questions.compactMap { columns in
                columns[0].variable.map {
                    VariableView($0, columns, numbers: numbers[$0.name] ?? [:], isReleased: smallestCount != nil)
                }
            })
    }

    /// The columns of each question; those about the interview are of none.
    private static func byQuestion(_ columns: [ColumnDescription]) -> [[ColumnDescription]] {
        columns.reduce(into: []) { questions, column in
            guard let name = column.variable?.name else { return }
            if questions.last?[0].variable?.name == name {
                questions[questions.count - 1].append(column)
            } else {
                questions.append([column])
            }
        }
    }

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(view)) }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        {{{policy}}}<title>{{title}}: codebook{{#smallestCount}} of the release{{/smallestCount}}</title><style>{{{css}}}
        td code { white-space: normal; } tr.reason td { color: var(--soft); } td.answer { min-width: 11rem; }
        @media (max-width: 40rem) { td.answer { min-width: 8rem; } th, td { padding: .35rem .4rem; } td svg { width: 4rem; min-width: 4rem; } }</style></head><body><main>
        <h1>{{title}}: codebook{{#smallestCount}} of the release{{/smallestCount}}</h1>
        <p class="mark">{{#isDemonstration}}<strong>Demonstration with the public sample keys.</strong> {{/isDemonstration}}{{^smallestCount}}Internal:
        counts are exact.{{/smallestCount}}{{#smallestCount}}Counts are of the released rows. One below {{smallestCount}} is masked, and another with
        it when a sum on this or another page would give it back.{{/smallestCount}} {{count}} variables. <em>Published</em> marks what the reports print, <em>assumed</em> what the
        reconstruction of the questionnaire assumes. Missing values: 9990 not asked, 9991 not reached, 9992 not in this
        country, 9993 preferred not to answer, 9994 no answer, 9995 unmapped, 9996 withheld, 9997 suppressed, 9998 not usable.
        {{#smallestCount}}Suppressed is neither no nor nothing: leave such cells out of a base.{{/smallestCount}}</p>
        <p class="soft">A multi-select question has one 0/1 column for each category, <code>question__category</code>.
        {{^smallestCount}}An open
        answer stands in <code>name</code> in English as a machine scrubbed it, with a word in brackets such as
        <code>[PERSON 1]</code> where something may identify; or in the wording a person approved. Where there is none,
        <code>name__missing</code> says why (9996 also where it stays doubtful or is not yet in English).{{/smallestCount}}{{#smallestCount}}Of an open
        answer the rows do not have the text; <code>name__missing</code> says why there is none.{{/smallestCount}} Its length class is
        in <code>name__length</code>
        (1 up to 20 characters, 2 up to 80, 3 up to 240, 4 longer, 5 not yet translated).</p>
        {{{search}}}
        <h2>Columns about the interview</h2>
        {{#interview}}<details id="{{name}}"><summary><strong><code>{{name}}</code></strong> {{label}} <span class="soft">{{type}}</span></summary>
        <p class="soft">{{words}}</p></details>
        {{/interview}}
        {{#variables}}
        {{#newSection}}<h2>{{section}}</h2>{{/newSection}}
        <details id="{{name}}"><summary><strong><code>{{name}}</code></strong> {{question}} <span class="soft">{{type}}</span> <span class="tag {{basis}}">{{basis}}</span></summary>
        {{#preferred}}<p>Today's wording: {{preferred}}</p>{{/preferred}}
        <p class="soft">{{#universe}}Asked when <code>{{universe}}</code>. {{/universe}}{{^universe}}Asked of everybody who came to it. {{/universe}}{{#countries}}Only in {{countries}}. {{/countries}}{{#limit}}At most {{limit}} choices. {{/limit}}{{#range}}From {{range}}. {{/range}}{{#required}}Required. {{/required}}Role: {{role}}.{{#comparability}} Comparable: {{comparability}}.{{/comparability}}</p>
        {{#wordings}}<p lang="{{tag}}"><span class="soft">{{tag}}</span> {{text}}</p>{{/wordings}}
        {{#distribution}}<div class="wide" tabindex="0"><table><thead><tr><th scope="col" class="n">Records with a number</th>{{#smallest}}<th scope="col" class="n">Smallest</th>{{/smallest}}<th scope="col" class="n">Lower quartile</th><th scope="col" class="n">Median</th><th scope="col" class="n">Upper quartile</th>{{#largest}}<th scope="col" class="n">Largest</th>{{/largest}}<th scope="col" class="n">Mean</th></tr></thead>
        <tbody><tr><td class="n">{{count}}</td>{{#smallest}}<td class="n">{{smallest}}</td>{{/smallest}}<td class="n">{{lower}}</td><td class="n">{{median}}</td><td class="n">{{upper}}</td>{{#largest}}<td class="n">{{largest}}</td>{{/largest}}<td class="n">{{mean}}</td></tr></tbody></table></div>{{/distribution}}
        {{#tables}}<div class="wide" tabindex="0"><table class="codes" data-column="{{column}}"><thead><tr><th scope="col" class="n">Code</th><th scope="col">{{heading}}</th><th scope="col" class="n">Records</th><td></td>{{#hasTongues}}<th scope="col">Shqip</th><th scope="col">Bosanski</th><th scope="col">Română</th><th scope="col">Español</th>{{/hasTongues}}</tr></thead>
        <tbody>{{#rows}}<tr class="{{style}}"><td class="n">{{code}}</td><td class="answer" lang="en">{{en}}{{#todays}}<br><span class="soft">today: {{todays}}</span>{{/todays}}{{#category}}<br><code class="soft">{{category}}</code>{{/category}}{{#assumed}} <span class="tag assumed">assumed</span>{{/assumed}}</td><td class="n">{{records}}</td><td>{{{bar}}}</td>{{#hasTongues}}<td lang="sq">{{sq}}</td><td lang="bs">{{bs}}</td><td lang="ro">{{ro}}</td><td lang="es">{{es}}</td>{{/hasTongues}}</tr>
        {{/rows}}</tbody></table></div>{{/tables}}
        {{#options}}<div class="wide" tabindex="0"><table class="options"><thead><tr><th scope="col">Option and its column</th><th scope="col" class="n">1 picked</th><td></td><th scope="col" class="n">0 not picked</th><th scope="col">Missing</th><th scope="col">Shqip</th><th scope="col">Bosanski</th><th scope="col">Română</th><th scope="col">Español</th></tr></thead>
        <tbody>{{#rows}}<tr data-column="{{column}}"><td class="answer" lang="en">{{en}}{{#todays}}<br><span class="soft">today: {{todays}}</span>{{/todays}}<br><code class="soft">{{#parts}}{{.}}<wbr/>{{/parts}}</code>{{#assumed}} <span class="tag assumed">assumed</span>{{/assumed}}</td><td class="n">{{picked}}</td><td>{{{bar}}}</td><td class="n">{{notPicked}}</td><td class="soft">{{missing}}</td><td lang="sq">{{sq}}</td><td lang="bs">{{bs}}</td><td lang="ro">{{ro}}</td><td lang="es">{{es}}</td></tr>
        {{/rows}}</tbody></table></div>{{/options}}
        </details>
        {{/variables}}
        </main>{{{script}}}
        </body></html>

        """
}

private struct CodebookView {
    let css = PageStyle.css
    let policy = PageSearch.policy
    let search = PageSearch.field("Search questions, categories and names, in any language")
    let script = PageSearch.script
    var title: String
    var isDemonstration: Bool
    var count: Int
    var smallestCount: Int?
    var interview: [InterviewView]
    var variables: [VariableView]

    init(
        title: String, isDemonstration: Bool, count: Int, smallestCount: Int?, interview: [InterviewView],
        variables: [VariableView]
    ) {
        self.title = title
        self.isDemonstration = isDemonstration
        self.count = count
        self.smallestCount = smallestCount
        self.interview = interview
        self.variables = variables
        var section = ""
        for index in self.variables.indices {
            self.variables[index].newSection = self.variables[index].section != section
            section = self.variables[index].section
        }
    }
}

/// A column that no question stands for.
private struct InterviewView {
    let name, label, type, words: String

    init(_ column: ColumnDescription, isReleased: Bool) {
        name = column.name
        label = column.label
        switch column.content {
        case .month:
            type = "year and month"
            words = "The day and the hour are left behind. Blank when the upload does not tell."
        default:
            type = "text"
            words =
                isReleased
                ? "Sixteen letters and digits that stand in no other release. Rows are ordered by it."
                : "Sixteen letters and digits, made with the study's secret key from country, platform, collector and the "
                    + "platform's id: the same respondent has the same pseudonym every night. Without an id it stands for "
                    + "the row. Rows are ordered by it."
        }
    }
}

/// A question with all its columns.
private struct VariableView {
    struct Wording { var tag, text: String }
    struct Row {
        var style, code, en, sq, bs, ro, es: String
        /// The category's name, and today's word for it.
        var category, todays: String?
        var assumed: Bool
        var records, bar: String
    }
    /// What the codes of a column mean.
    struct Table {
        var column, heading: String
        var hasTongues: Bool
        var rows: [Row]
    }
    struct Option {
        var column, en, sq, bs, ro, es: String
        /// The column's name, cut where a narrow page may break it.
        var parts: [String]
        var todays: String?
        var assumed: Bool
        var picked, bar, notPicked, missing: String
    }
    struct Options { var rows: [Option] }

    var newSection = false
    let name, question, section, type, basis, role: String
    /// Nil where there is nothing to say: the template takes an empty text for something.
    let universe, countries, limit, range, preferred, comparability: String?
    let required: Bool
    let distribution: Distribution?
    let wordings: [Wording]
    let tables: [Table]
    let options: Options?

    init(_ variable: Variable, _ columns: [ColumnDescription], numbers: [Double: Int], isReleased: Bool) {
        comparability = Self.words(columns[0].comparability).nonEmpty
        name = variable.name
        question = variable.labels["en"] ?? ""
        section = variable.section
        type = variable.type.rawValue
        basis = variable.basis.rawValue
        role = variable.role.rawValue
        universe = variable.universe.text.nonEmpty
        countries = variable.countries.sorted().map(\.letters).joined(separator: ", ").nonEmpty
        limit = variable.selectLimit.map(String.init)
        range = variable.range.map { "\($0.lowerBound.written) to \($0.upperBound.written)" }
        required = variable.isRequired
        preferred = variable.preferred.nonEmpty
        wordings = DataSetDescription.languages.dropFirst().compactMap { tag in
            variable.labels[tag].map { Wording(tag: tag, text: $0) }
        }
        distribution = Distribution(numbers, hasEnds: !isReleased)
        let picked = columns.filter { $0.option != nil }
        let most = picked.compactMap { Self.count(1, $0) }.max() ?? 0
        options = picked.isEmpty ? nil : Options(rows: picked.map { Self.option($0, most) })
        tables = columns.filter { $0.option == nil && !$0.values.isEmpty }.map { Self.table($0, variable) }
    }

    private static func count(_ code: UInt16, _ column: ColumnDescription) -> Int? {
        column.values.first { $0.code == code }?.count
    }

    private static func told(_ count: Int?) -> String { count.map(String.init) ?? "masked" }

    private static func bar(_ count: Int?, of most: Int) -> String { count.map { BarChart.bar($0, of: most) } ?? "" }

    /// An option's name and wordings are those of its category; its column has 0 and 1.
    private static func option(_ column: ColumnDescription, _ most: Int) -> Option {
        let labels = column.option?.labels ?? [:]
        let missing = column.values.filter(\.isMissing).map { value in
            "\(value.code) \(value.labels["en"] ?? ""): \(told(value.count))"
        }
        return Option(
            column: column.name, en: labels["en"] ?? "", sq: labels["sq"] ?? "", bs: labels["bs"] ?? "",
            ro: labels["ro"] ?? "", es: labels["es"] ?? "", parts: parts(of: column.name),
            todays: column.option?.preferred.nonEmpty,
            assumed: column.option?.basis == .assumed, picked: told(count(1, column)),
            bar: bar(count(1, column), of: most), notPicked: told(count(0, column)),
            missing: missing.joined(separator: ", "))
    }

    /// `org_services__legal_support` breaks behind `org_`, `services__`, `legal_`.
    private static func parts(of name: String) -> [String] {
        name.indices.reduce(into: [""]) { parts, index in
            let before = index == name.startIndex ? index : name.index(before: index)
            if name[before] == "_", name[index] != "_" { parts.append("") }
            parts[parts.count - 1].append(name[index])
        }
    }

    private static func table(_ column: ColumnDescription, _ variable: Variable) -> Table {
        let isReason = column.content == .reason
        let values = column.values.filter { !isReason || $0.count != 0 }
        let most = values.filter { !$0.isMissing }.compactMap(\.count).max() ?? 0
        let rows = values.map { value -> Row in
            // A coarser category of a release may have the code of another one.
            let category = variable.categories.first { $0.code == value.code && $0.labels == value.labels }
            return Row(
                style: value.isMissing ? "reason" : "", code: String(value.code), en: value.labels["en"] ?? "",
                sq: value.labels["sq"] ?? "", bs: value.labels["bs"] ?? "", ro: value.labels["ro"] ?? "",
                es: value.labels["es"] ?? "", category: category?.name.nonEmpty, todays: value.preferred.nonEmpty,
                assumed: category?.basis == .assumed, records: told(value.count),
                bar: value.isMissing ? "" : bar(value.count, of: most))
        }
        let hasTongues = column.values.contains { $0.labels.count > 1 }
        return Table(column: column.name, heading: heading(column, variable), hasTongues: hasTongues, rows: rows)
    }

    private static func heading(_ column: ColumnDescription, _ variable: Variable) -> String {
        if column.content == .reason { return "Why there is no text" }
        if column.name != variable.name { return "Length of the answer" }
        return column.content == .code ? "Category" : "Why there is no number"
    }

    /// `complete in AL, BA; impossible in PE`.
    private static func words(
        _ comparability: [(country: CountryCode, degree: ColumnDescription.Comparability)]
    ) -> String {
        [ColumnDescription.Comparability.complete, .partial, .impossible].compactMap { degree in
            let countries = comparability.filter { $0.degree == degree }.map(\.country.letters)
            return countries.isEmpty ? nil : "\(degree.rawValue) in \(countries.joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
