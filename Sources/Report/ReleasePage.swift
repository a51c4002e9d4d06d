import Mustache

/// The page that a person signs: what leaves, for whom it is safe, what it cost.
public struct ReleasePage {
    /// A key of the release.
    public struct Key {
        /// The question in English.
        public var name: String
        /// How coarse it is.
        public var categories: String
        /// What suppressing one of its cells costs, one key against the other; empty for other questions.
        public var importance: String
        /// Cells suppressed in the released rows, or that it is masked how many.
        public var suppressed: String

        /// A key.
        public init(name: String, categories: String, importance: String = "", suppressed: String) {
            self.name = name
            self.categories = categories
            self.importance = importance
            self.suppressed = suppressed
        }
    }

    /// A figure before and after.
    public struct Figure {
        /// What it is.
        public var name: String
        /// Its source and formula.
        public var source: String
        /// Rounded, because it is about the internal rows.
        public var before: String
        /// Of the released rows.
        public var after: String

        /// A figure.
        public init(name: String, source: String, before: String, after: String) {
            self.name = name
            self.source = source
            self.before = before
            self.after = after
        }
    }

    /// The study's title and the release's name.
    public var title: String
    /// The release's name.
    public var id: String
    /// The profile's name.
    public var profile: String
    /// Who might recognise whom.
    public var scenario: String
    /// Who approved it.
    public var approver: String
    /// Why.
    public var reason: String
    /// Who gets it.
    public var recipients: [String]
    /// Whether it is made with the public sample keys.
    public var isDemonstration: Bool
    /// Released rows.
    public var rows: Int
    /// How many share each combination of keys.
    public var k: Int
    /// The page's first sentences.
    public var words: [String]
    /// Whether approved answers leave with it.
    public var hasExcerpts: Bool
    /// What the profile asks: what, and how much.
    public var parameters: [(name: String, value: String)]
    /// The keys.
    public var keys: [Key]
    /// The figures of risk.
    public var figures: [Figure]
    /// Variables with suppressed cells besides the keys, and how many cells.
    public var others: [Key]
    /// What is not told of the time of an interview.
    public var untoldTime: String
    /// Questions that are not in the release.
    public var withheld: [String]
    /// Figures of utility: what, and how many.
    public var utility: [(name: String, value: String)]

    /// A page.
    public init(
        title: String, id: String, profile: String, scenario: String, approver: String, reason: String,
        recipients: [String],
        isDemonstration: Bool, rows: Int, k: Int, words: [String], hasExcerpts: Bool,
        parameters: [(name: String, value: String)], keys: [Key], figures: [Figure], others: [Key],
        untoldTime: String, withheld: [String], utility: [(name: String, value: String)]
    ) {
        self.title = title
        self.id = id
        self.profile = profile
        self.scenario = scenario
        self.approver = approver
        self.reason = reason
        self.recipients = recipients
        self.isDemonstration = isDemonstration
        self.rows = rows
        self.k = k
        self.words = words
        self.hasExcerpts = hasExcerpts
        self.parameters = parameters
        self.keys = keys
        self.figures = figures
        self.others = others
        self.untoldTime = untoldTime
        self.withheld = withheld
        self.utility = utility
    }

    private struct View {
        struct Line { var name, value: String }
        let css = PageStyle.css
        var page: ReleasePage
        var parameters: [Line]
        var utility: [Line]
        // The template sees what is stored.
        var recipients: String
        var openAnswers: String
        var hasOthers: Bool
        var others: [Key]
    }

    /// The page.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String {
        try MustacheTemplate(string: Self.template).render(
            View(
                page: self, parameters: parameters.map { View.Line(name: $0.name, value: $0.value) },
                utility: utility.map { View.Line(name: $0.name, value: $0.value) },
                recipients: recipients.isEmpty
                    ? "nobody was named when it was made" : recipients.joined(separator: ", "),
                openAnswers: hasExcerpts ? "Open answers other than the approved excerpts" : "Open answers",
                hasOthers: !others.isEmpty, others: others))
    }

    private static let template = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{{page.title}}: page to sign</title><style>{{{css}}}
        .sign { margin: 0; } .sign td { height: 2.6rem; width: 33%; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
        @media print { @page { margin: 13mm 16mm; } body { font-size: 10pt; line-height: 1.3; } h1 { font-size: 15pt; margin: 0 0 .4rem; }
          h2 { font-size: 11.5pt; margin: .8rem 0 .2rem; break-after: avoid; } p { margin: .25rem 0; } .mark { padding: .2rem 1rem; } .annex { break-before: page; margin-top: 0; }
          th, td { padding: .15rem .4rem; } thead { display: table-header-group; } tr { break-inside: avoid; } .wide { overflow: visible; } }</style></head><body><main>
        <h1>{{page.title}}: release {{page.id}}</h1>
        {{#page.isDemonstration}}<p class="mark"><strong>Demonstration with the public sample keys: for practice only.</strong></p>{{/page.isDemonstration}}
        <h2>What leaves</h2>
        {{#page.words}}<p>{{.}}</p>
        {{/page.words}}
        <h2>Against whom it protects</h2>
        <p>{{page.scenario}}</p>
        <h2>What is not in it</h2>
        <p>{{openAnswers}}; pseudonyms; {{page.untoldTime}}{{#page.withheld}}; {{.}}{{/page.withheld}}.</p>
        <h2>Who approves, and why</h2>
        <p>Approved by <strong>{{page.approver}}</strong>. Reason: {{page.reason}}</p>
        <p>For: {{recipients}}. Whoever gets it later is noted in the house's register of releases.</p>
        <div class="wide" tabindex="0"><table class="sign"><tbody><tr><td>{{page.approver}}</td><td></td><td></td></tr></tbody></table></div>
        <p class="soft">Name, date, signature. The figures behind these sentences follow.</p>
        <h2 class="annex">What the profile {{page.profile}} asks</h2>
        <div class="wide" tabindex="0"><table><tbody>{{#parameters}}<tr><td>{{name}}</td><td>{{value}}</td></tr>
        {{/parameters}}</tbody></table></div>
        <h2>The characteristics that could recognise somebody</h2>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Characteristic</th><th scope="col">Told as</th><th scope="col">Importance</th><th scope="col" class="n">Cells suppressed</th></tr></thead>
        <tbody>{{#page.keys}}<tr><td>{{name}}</td><td>{{categories}}</td><td>{{importance}}</td><td class="n">{{suppressed}}</td></tr>
        {{/page.keys}}</tbody></table></div>
        <h2>Risk</h2>
        <p class="soft">Figures before are about the internal rows: the smallest k and l as they are, shares and distances to the nearest 5 in a hundred, so that no count of these rows follows. Figures after are about the released rows, exact, and can be computed anew.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Measure</th><th scope="col" class="n">Before</th><th scope="col" class="n">After</th><th scope="col">Source and formula</th></tr></thead>
        <tbody>{{#page.figures}}<tr><td>{{name}}</td><td class="n line">{{before}}</td><td class="n line">{{after}}</td><td class="soft">{{source}}</td></tr>
        {{/page.figures}}</tbody></table></div>
        {{#hasOthers}}<h2>Answers suppressed besides</h2>
        <p class="soft">Answers about children and the office that fewer than {{page.k}} workers of a country gave, or fewer than {{page.k}} in print, with as many further ones as hide them, and what would give a suppressed cell away.</p>
        <div class="wide" tabindex="0"><table><thead><tr><th scope="col">Question</th><th scope="col">Kind</th><th scope="col" class="n">Cells suppressed</th></tr></thead>
        <tbody>{{#others}}<tr><td>{{name}}</td><td>{{categories}}</td><td class="n">{{suppressed}}</td></tr>
        {{/others}}</tbody></table></div>{{/hasOthers}}
        <h2>What the release keeps of the published reports</h2>
        <div class="wide" tabindex="0"><table><tbody>{{#utility}}<tr><td>{{name}}</td><td class="n">{{value}}</td></tr>
        {{/utility}}</tbody></table></div>
        </main></body></html>

        """
}
