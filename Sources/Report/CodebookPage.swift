import Mustache
public import WeirCore

/// The codebook as a page: questions as fielded and in today's words, who was asked, categories, counts.
public struct CodebookPage {
    private let view: CodebookView

    /// A page about a data set.
    /// - Parameters:
    ///   - frequencies: for each code column of the schema, records by code.
    ///   - numbers: for each number column, records by number or missing reason.
    ///   - comparability: for each variable's name, how far each country's answers can be compared.
    public init(
        title: String, schema: Schema, frequencies: [Int: [UInt16: Int]], numbers: [Int: [Double: Int]] = [:],
        comparability: [String: [(country: CountryCode, degree: ColumnDescription.Comparability)]] = [:],
        isDemonstration: Bool
    ) {
        let variables = schema.codebook.variables
        let sections = variables.indices.filter { variables[$0].isDelivered }
        view = CodebookView(
            title: title, isDemonstration: isDemonstration, count: sections.count,
            languages: Self.languages,
            variables: sections.map {
                VariableView(
                    variables[$0], at: $0, schema: schema, frequencies: frequencies, numbers: numbers,
                    comparability: comparability[variables[$0].name] ?? [])
            })
    }

    static let languages = ["en", "sq", "bs", "ro", "es"]

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String { try MustacheTemplate(string: Self.template).render(ViewFields(view)) }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        {{{policy}}}<title>{{title}}: codebook</title><style>{{{css}}}</style></head><body>
        <h1>{{title}}: codebook</h1>
        <p class="mark">{{#isDemonstration}}<strong>Demonstration with the public sample keys.</strong> {{/isDemonstration}}Internal:
        counts are exact. {{count}} variables. <em>Published</em> marks what the reports print, <em>assumed</em> what the
        reconstruction of the questionnaire assumes. Missing values: 9990 not asked, 9991 not reached, 9992 not in this
        country, 9993 preferred not to answer, 9994 no answer, 9995 unmapped, 9996 withheld, 9997 suppressed, 9998 not usable.</p>
        <p class="soft">A multi-select question has one 0/1 column for each category, <code>question__category</code>. An open
        answer stands in <code>name</code> in English as a machine scrubbed it, with a word in brackets such as
        <code>[PERSON 1]</code> where something may identify; or in the wording a person approved. Where there is none,
        <code>name__missing</code> says why (9996 also where it stays doubtful or is not yet in English). Its length class is
        in <code>name__length</code>
        (1 up to 20 characters, 2 up to 80, 3 up to 240, 4 longer, 5 not yet translated).</p>
        {{{search}}}
        <h2>Columns about the interview</h2>
        <details id="pseudonym"><summary><strong><code>pseudonym</code></strong> The respondent, under another name <span class="soft">text</span></summary>
        <p class="soft">Sixteen letters and digits, made with the study's secret key from country, platform, collector and the platform's id: the
        same respondent has the same pseudonym every night. Without an id it stands for the row. Rows are ordered by it.</p></details>
        <details id="submitted_month"><summary><strong><code>submitted_month</code></strong> The month of submission <span class="soft">year and month</span></summary>
        <p class="soft">The day and the hour are left behind. Blank when the upload does not tell.</p></details>
        {{#variables}}
        {{#newSection}}<h2>{{section}}</h2>{{/newSection}}
        <details id="{{name}}"><summary><strong><code>{{name}}</code></strong> {{question}} <span class="soft">{{type}}</span> <span class="tag {{basis}}">{{basis}}</span></summary>
        {{#preferred}}<p>Today's wording: {{preferred}}</p>{{/preferred}}
        <p class="soft">{{#universe}}Asked when <code>{{universe}}</code>. {{/universe}}{{^universe}}Asked of everybody who came to it. {{/universe}}{{#countries}}Only in {{countries}}. {{/countries}}{{#limit}}At most {{limit}} choices. {{/limit}}{{#range}}From {{range}}. {{/range}}{{#required}}Required. {{/required}}Role: {{role}}.{{#comparability}} Comparable: {{comparability}}.{{/comparability}}</p>
        {{#wordings}}<p lang="{{tag}}"><span class="soft">{{tag}}</span> {{text}}</p>{{/wordings}}
        {{#hasCategories}}<div class="wide"><table><thead><tr><th scope="col" class="n">Code</th><th scope="col">Category</th><th scope="col">English</th><th scope="col">Shqip</th><th scope="col">Bosanski</th><th scope="col">Română</th><th scope="col">Español</th><th scope="col" class="n">Records</th><th scope="col"></th></tr></thead>
        <tbody>{{#categories}}<tr><td class="n">{{code}}</td><td><code>{{name}}</code>{{#assumed}} <span class="tag assumed">assumed</span>{{/assumed}}</td><td lang="en">{{en}}{{#preferred}}<br><span class="soft">today: {{preferred}}</span>{{/preferred}}</td><td lang="sq">{{sq}}</td><td lang="bs">{{bs}}</td><td lang="ro">{{ro}}</td><td lang="es">{{es}}</td><td class="n">{{records}}</td><td>{{{bar}}}</td></tr>
        {{/categories}}</tbody></table></div>{{/hasCategories}}
        {{#hasOptions}}<div class="wide"><table><thead><tr><th scope="col">Column</th><th scope="col">English</th><th scope="col">Shqip</th><th scope="col">Bosanski</th><th scope="col">Română</th><th scope="col">Español</th><th scope="col" class="n">0 not picked</th><th scope="col" class="n">1 picked</th><th scope="col"></th><th scope="col">Missing</th></tr></thead>
        <tbody>{{#categories}}<tr><td><code>{{column}}</code>{{#assumed}} <span class="tag assumed">assumed</span>{{/assumed}}</td><td lang="en">{{en}}{{#preferred}}<br><span class="soft">today: {{preferred}}</span>{{/preferred}}</td><td lang="sq">{{sq}}</td><td lang="bs">{{bs}}</td><td lang="ro">{{ro}}</td><td lang="es">{{es}}</td><td class="n">{{notPicked}}</td><td class="n">{{records}}</td><td>{{{bar}}}</td><td class="soft">{{missing}}</td></tr>
        {{/categories}}</tbody></table></div>{{/hasOptions}}
        {{#distribution}}<div class="wide"><table><thead><tr><th scope="col" class="n">Records with a number</th><th scope="col" class="n">Smallest</th><th scope="col" class="n">Lower quartile</th><th scope="col" class="n">Median</th><th scope="col" class="n">Upper quartile</th><th scope="col" class="n">Largest</th><th scope="col" class="n">Mean</th></tr></thead>
        <tbody><tr><td class="n">{{count}}</td><td class="n">{{smallest}}</td><td class="n">{{lower}}</td><td class="n">{{median}}</td><td class="n">{{upper}}</td><td class="n">{{largest}}</td><td class="n">{{mean}}</td></tr></tbody></table></div>{{/distribution}}
        {{#missing}}<p class="soft">{{code}} {{label}}: {{records}}</p>{{/missing}}
        </details>
        {{/variables}}
        {{{script}}}
        </body></html>

        """
}

private struct CodebookView {
    let css = PageStyle.css
    let policy = PageSearch.policy
    let search = PageSearch.field
    let script = PageSearch.script
    var title: String
    var isDemonstration: Bool
    var count: Int
    var languages: [String]
    var variables: [VariableView]

    init(title: String, isDemonstration: Bool, count: Int, languages: [String], variables: [VariableView]) {
        self.title = title
        self.isDemonstration = isDemonstration
        self.count = count
        self.languages = languages
        self.variables = variables
        var section = ""
        for index in self.variables.indices {
            self.variables[index].newSection = self.variables[index].section != section
            section = self.variables[index].section
        }
    }
}

private struct VariableView {
    struct Wording { var tag, text: String }
    struct CategoryView {
        var code: UInt16
        var name, en, sq, bs, ro, es: String
        var preferred: String?
        var assumed: Bool
        var records: Int
        var bar: String
        /// Of a multi-select: the column in the data set, and the records that did not pick it or have no answer.
        var column: String
        var notPicked: Int
        var missing: String
    }
    struct MissingView {
        var code: UInt16
        var label: String
        var records: Int
    }

    var newSection = false
    let name, question, section, type, basis, role: String
    /// Nil where there is nothing to say: the template takes an empty text for something.
    let universe, countries, limit, range, preferred, comparability: String?
    let required, hasCategories, hasOptions: Bool
    let distribution: Distribution?
    let wordings: [Wording]
    let categories: [CategoryView]
    let missing: [MissingView]

    init(
        _ variable: Variable, at index: Int, schema: Schema, frequencies: [Int: [UInt16: Int]],
        numbers: [Int: [Double: Int]],
        comparability: [(country: CountryCode, degree: ColumnDescription.Comparability)]
    ) {
        self.comparability = Self.words(comparability).nonEmpty
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
        wordings = CodebookPage.languages.dropFirst().compactMap { tag in
            variable.labels[tag].map { Wording(tag: tag, text: $0) }
        }
        let isMulti = variable.type == .multi
        let first = schema.places[index].code
        let counts = variable.categories.indices.map { option in
            first.flatMap { frequencies[isMulti ? $0 + option : $0] } ?? [:]
        }
        let records = variable.categories.indices.map { counts[$0][isMulti ? 1 : variable.categories[$0].code] ?? 0 }
        let most = records.max() ?? 0
        categories = variable.categories.enumerated().map { option, category in
            CategoryView(
                code: category.code, name: category.name, en: category.labels["en"] ?? "",
                sq: category.labels["sq"] ?? "", bs: category.labels["bs"] ?? "", ro: category.labels["ro"] ?? "",
                es: category.labels["es"] ?? "", preferred: category.preferred.nonEmpty,
                assumed: category.basis == .assumed, records: records[option],
                bar: BarChart.bar(records[option], of: most), column: "\(variable.name)__\(category.name)",
                notPicked: counts[option][0] ?? 0,
                missing: Self.missing(counts[option]).map { "\($0.code) \($0.label): \($0.records)" }
                    .joined(separator: ", "))
        }
        hasCategories = !categories.isEmpty && !isMulti
        hasOptions = !categories.isEmpty && isMulti
        let values = schema.places[index].number.flatMap { numbers[$0] } ?? [:]
        distribution = Distribution(values)
        // Each option of a multi-select tells its own.
        missing =
            isMulti
            ? []
            : Self.missing(first.flatMap { frequencies[$0] } ?? [:]) + Self.missing(Distribution.reasons(in: values))
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

    private static func missing(_ counts: [UInt16: Int]) -> [MissingView] {
        MissingReason.allCases.compactMap { reason in
            counts[reason.rawValue].map { MissingView(code: reason.rawValue, label: reason.label, records: $0) }
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
