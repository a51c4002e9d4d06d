import Mustache
import WeirCore

extension CheckReport {
    /// The report as a page: one file, no network, no script; whoever hears it hears the verdict first.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String {
        try MustacheTemplate(string: Self.template).render(ViewFields(CheckView(self)))
    }

    private static let template = """
        <!DOCTYPE html>
        <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{verdict}}</title><style>{{{css}}}</style></head><body><main>
        <h1><span class="sign" aria-hidden="true">{{sign}}</span> {{verdict}}</h1>
        <p class="mark">{{unchanged}}</p>
        {{#files}}<section>
        <h2>{{name}}</h2>
        {{#several}}<p><strong>{{verdict}}</strong></p>
        {{/several}}<p>{{country}}. {{#counts}}{{.}} {{/counts}}</p>
        {{#hasTodo}}<h3>{{todoTitle}}</h3>
        <ol class="todo">{{#todo}}\(item){{/todo}}</ol>
        {{/hasTodo}}{{#hasState}}<h3>{{stateTitle}}</h3>
        <ul>{{#state}}\(item){{/state}}</ul>
        {{/hasState}}{{#hasNotes}}<h3>{{notesTitle}}</h3>
        <ul>{{#notes}}\(item){{/notes}}</ul>
        {{/hasNotes}}{{#hasQuality}}<h3>{{qualityTitle}}</h3>
        {{#hasMeasures}}        <div class="wide"><table><thead><tr><th scope="col">{{measureTitle}}</th><th scope="col">{{numberTitle}}</th></tr></thead>
        <tbody>{{#measures}}<tr><th scope="row">{{name}}{{#column}}{{columnTitle}} <b>{{.}}</b>{{/column}}{{#header}} – <span lang="{{headerLanguage}}">{{.}}</span>{{/header}}</th><td>{{value}}</td></tr>
        {{/measures}}</tbody></table></div>
        {{/hasMeasures}}{{#hasQualityNotes}}<ul>{{#quality}}\(item){{/quality}}</ul>
        {{/hasQualityNotes}}        {{/hasQuality}}{{#hasGiveaways}}<h3>{{giveawaysTitle}}</h3>
        {{#giveaways}}<details><summary>{{what}}</summary><p>{{remedy}} <span class="soft"><code>{{code}}</code></span></p>
        <div class="wide"><table><thead><tr><th scope="col" class="half">{{whereTitle}}</th><th scope="col">{{measureTitle}}</th></tr></thead>
        <tbody>{{#columns}}<tr><th scope="row">{{columnTitle}} <b>{{letters}}</b>{{#header}} – <span lang="{{headerLanguage}}">{{.}}</span>{{/header}}</th><td>{{#kinds}}{{kind}}: {{rows}}<br>{{/kinds}}</td></tr>
        {{/columns}}</tbody></table></div></details>
        {{/giveaways}}{{/hasGiveaways}}{{#code}}<p class="soft">{{codeTitle}}: <code>{{.}}</code><br>{{codeHelp}}</p>
        {{/code}}</section>
        {{/files}}{{#hasGeneral}}<h2>{{stateTitle}}</h2>
        <ul>{{#general}}\(item){{/general}}</ul>
        {{/hasGeneral}}<details{{#isHelpOpen}} open{{/isHelpOpen}}><summary>{{helpTitle}}</summary>
        <ol>{{#help}}<li>{{.}}</li>{{/help}}</ol><p>{{helpAfter}}</p></details>
        {{#receipts}}<p class="soft">{{.}}</p>
        {{/receipts}}{{#machine}}<p class="soft">{{.}}</p>
        {{/machine}}<p class="soft" lang="en">{{study}}</p>
        </main></body></html>

        """

    private static let item = """
        <li><strong>{{what}}</strong>
        <dl>{{#hasPlace}}<dt>{{whereTitle}}</dt><dd>{{#column}}{{columnTitle}} <b>{{.}}</b>{{/column}}{{#header}} – <span lang="{{headerLanguage}}">{{.}}</span>{{/header}}{{#rows}}{{#column}}<br>{{/column}}{{.}}{{/rows}}</dd>{{/hasPlace}}
        <dt>{{expectedTitle}}</dt><dd>{{expected}}{{#nearest}}<br><span lang="{{headerLanguage}}">{{.}}</span>{{/nearest}}</dd>
        <dt>{{remedyTitle}}</dt><dd>{{remedy}}</dd></dl>
        <p class="soft"><code>{{code}}</code></p></li>
        """

    /// What this page adds to all pages' style: a list to tick off, names above what they name on a narrow screen.
    static let css = """
        h1 { font-size: 1.6rem; } main { max-width: 46rem; margin: 0 auto; }
        h2, dd, th, td { overflow-wrap: anywhere; } tbody th { overflow-wrap: break-word; } td { min-width: 7rem; }
        .half { width: 50%; } .sign { color: var(--bar2); } ol.todo { list-style: none; padding: 0; counter-reset: todo; }
        ol.todo > li { counter-increment: todo; border-top: 1px solid var(--line); padding: .8rem 0 .2rem 2.2rem; position: relative; }
        ol.todo > li::before { content: ""; position: absolute; left: 0; top: 1rem; width: 1.1rem; height: 1.1rem;
          border: 2px solid var(--ink); border-radius: 3px; }
        ol.todo > li > strong::before { content: counter(todo) ". "; }
        ul { padding-left: 1.2rem; } dl { margin: .4rem 0; display: grid; grid-template-columns: 9rem 1fr; gap: .2rem .8rem; }
        dt { color: var(--soft); } dd { margin: 0; } li > p { margin: .2rem 0 .6rem; }
        @media (max-width: 34rem) { dl { display: block; } dt { margin-top: .3rem; } }
        @media print { li { break-inside: avoid; } details::details-content { content-visibility: visible; height: auto; } }
        """
}

/// The report as the template reads it.
private struct CheckView {
    struct File {
        var name, country, verdict: String
        var several: Bool
        var counts: [String]
        var todo, state, notes, quality: [Item]
        var hasTodo, hasState, hasNotes, hasGiveaways, hasQuality, hasMeasures, hasQualityNotes: Bool
        var giveaways: [Giveaway]
        var measures: [Measure]
        var code: String?
    }

    struct Measure {
        var name, value: String
        var column, header: String?
    }

    struct Giveaway {
        var what, remedy, code: String
        var columns: [Column]
    }

    struct Column {
        var letters: String
        var header: String?
        var kinds: [Kind]
    }

    struct Kind {
        var kind, rows: String
    }

    struct Item {
        var what, expected, remedy, code: String
        var column, header, rows, nearest: String?
        var hasPlace: Bool
    }

    let css = PageStyle.css + "\n" + CheckReport.css
    let language, headerLanguage, study, verdict, sign, unchanged: String
    let todoTitle, notesTitle, expectedTitle, remedyTitle, columnTitle, whereTitle, codeTitle, codeHelp: String
    let stateTitle, qualityTitle, measureTitle, numberTitle, giveawaysTitle: String
    let helpTitle, helpAfter: String
    let help: [String]
    let isHelpOpen: Bool
    let machine, receipts: String?
    let files: [File]
    let general: [Item]
    let hasGeneral: Bool

    init(_ report: CheckReport) {
        let sentences = CheckSentences(report)
        language = report.language.rawValue
        headerLanguage = report.headerLanguage
        study = report.study
        verdict = sentences.verdict
        sign = report.todo == 0 && !report.uploads.isEmpty ? "✓" : "☐"
        general = report.general.map { Item(sentences.item($0)) }
        hasGeneral = !report.general.isEmpty
        unchanged = sentences.wording.text("unchanged")
        todoTitle = sentences.label("todo")
        notesTitle = sentences.label("notes")
        expectedTitle = sentences.label("expected")
        remedyTitle = sentences.label("remedy")
        columnTitle = sentences.label("column")
        whereTitle = sentences.label("where")
        stateTitle = sentences.label("state")
        qualityTitle = sentences.label("quality")
        measureTitle = sentences.label("measure")
        numberTitle = sentences.label("number")
        giveawaysTitle = sentences.label("giveaways")
        codeTitle = sentences.label("verdict")
        codeHelp = sentences.wording.text("verdict/help")
        helpTitle = sentences.wording.text("help/title")
        help = ["export", "translate", "folder", "replace"].map { sentences.wording.text("help/\($0)") }
        helpAfter = sentences.wording.text("help/after")
        // Who has sent nothing yet begins here.
        isHelpOpen = report.uploads.isEmpty
        receipts = report.isBesideReceipts ? sentences.wording.text("receipts") : nil
        machine = sentences.wording.isReviewed ? nil : sentences.wording.text("machine")
        files = report.uploads.map { File($0, sentences, several: report.uploads.count > 1) }
    }
}

extension CheckView.File {
    init(_ upload: CheckedUpload, _ sentences: CheckSentences, several: Bool) {
        self.init(
            name: upload.file, country: sentences.country(upload), verdict: sentences.verdict(upload.todo.count),
            several: several, counts: sentences.counts(upload),
            todo: upload.todo.map { .init(sentences.item($0)) },
            state: upload.stateItems.map { .init(sentences.item($0)) },
            notes: upload.notes.map { .init(sentences.item($0)) },
            quality: upload.qualityNotes.map { .init(sentences.item($0)) }, hasTodo: !upload.todo.isEmpty,
            hasState: !upload.stateItems.isEmpty, hasNotes: !upload.notes.isEmpty,
            hasGiveaways: !upload.identifying.isEmpty,
            hasQuality: upload.quality.eligible > 0 || !upload.qualityNotes.isEmpty,
            hasMeasures: upload.quality.eligible > 0, hasQualityNotes: !upload.qualityNotes.isEmpty,
            giveaways: sentences.giveaways(upload).map(CheckView.Giveaway.init),
            measures: sentences.measures(upload).map { measure in
                CheckView.Measure(
                    name: measure.name, value: measure.value, column: measure.column.isEmpty ? nil : measure.column,
                    header: measure.header.isEmpty ? nil : measure.header)
            }, code: upload.verdict)
    }
}

extension CheckView.Giveaway {
    init(_ giveaway: CheckSentences.Giveaway) {
        self.init(
            what: giveaway.what, remedy: giveaway.remedy, code: giveaway.code,
            columns: giveaway.columns.map { column in
                .init(
                    letters: column.letters, header: column.header.isEmpty ? nil : column.header,
                    kinds: column.kinds.map(CheckView.Kind.init))
            })
    }
}

extension CheckView.Item {
    init(_ item: CheckSentences.Item) {
        func given(_ text: String) -> String? { text.isEmpty ? nil : text }
        self.init(
            what: item.what, expected: item.expected, remedy: item.remedy, code: item.code,
            column: given(item.column), header: given(item.header), rows: given(item.rows),
            nearest: given(item.nearest),
            hasPlace: !item.column.isEmpty || !item.rows.isEmpty)
    }
}
