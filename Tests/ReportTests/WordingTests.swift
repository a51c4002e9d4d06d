import TestSupport
import Testing
import WeirCore

@testable import WeirReport

/// The wording of partners' reports: nothing is missing in any language.
@Suite struct WordingTests {
    private static let entries = WordingCatalogue.shipped.entries

    /// What the program asks for besides findings.
    private static let texts = [
        "verdict/ready", "verdict/help", "unchanged", "machine", "receipts", "offered", "quality/most", "rows/one",
        "label/todo", "label/notes",
        "label/expected", "label/remedy", "label/column", "label/where", "label/verdict", "label/state",
        "label/quality",
        "label/measure", "label/number", "nearest", "quality/none", "quality/few", "quality/share", "quality/speeders",
        "quality/straight", "verdict/none", "template/sheet-data", "template/sheet-help", "template/title",
        "template/rows",
        "template/ids", "template/lists", "template/several", "template/dates", "template/decimals",
        "template/preferred", "template/english", "template/online", "template/names", "template/check",
        "template/translator", "template/answers-title", "template/pick", "template/pick-several", "template/number",
        "template/original", "template/translation", "template/not-allowed", "quality/blank", "quality/other",
        "quality/ended", "quality/ended-at",
        "count/few", "count/most", "count/untold", "rows/unread-from", "rows/unread-all", "help/title", "help/export",
        "help/translate", "help/folder", "help/replace", "help/after", "template/collector", "label/giveaways",
        "rows/byte",
    ]
    private static let kinds = [
        "person", "phone", "email", "url", "handle", "nationalid", "case", "bank", "plate", "address", "coordinates",
        "ip", "number",
    ].map { "kind/\($0)" }
    private static let plurals = [
        "verdict/todo", "columns/fine", "interviews", "rows/all", "rows/first", "rows/unread",
    ]

    private static var parts: [String] {
        DiagnosticCode.allCases.filter(\.isToldToPartners).flatMap { code in
            ["what", "expected", "todo"].map { "\(code.rawValue)/\($0)" }
        }
    }

    private static var forms: [String] {
        plurals.flatMap { key in ReportLanguage.PluralForm.allCases.map { "\(key)#\($0.rawValue)" } }
    }

    @Test func `every finding of an upload has its words in every language, and nothing else is in the table`() {
        let needed = Set(Self.parts + Self.texts + Self.kinds + Self.forms)
        #expect(needed.subtracting(Self.entries.keys).sorted() == [])
        #expect(Set(Self.entries.keys).subtracting(needed).sorted() == [])
        for key in Self.parts + Self.texts + Self.kinds {
            for language in ReportLanguage.allCases {
                #expect(Self.entries[key]?.texts[language]?.isEmpty == false, "\(key) \(language.rawValue)")
            }
        }
    }

    @Test func `every language has exactly its plural forms`() {
        for key in Self.plurals {
            for language in ReportLanguage.allCases {
                let given = ReportLanguage.PluralForm.allCases.filter {
                    Self.entries["\(key)#\($0.rawValue)"]?.texts[language]?.isEmpty == false
                }
                #expect(given == language.pluralForms, "\(key) \(language.rawValue)")
            }
        }
    }

    @Test func `every language fills in the same places`() {
        for (key, entry) in Self.entries {
            let stem = key.split(separator: "#")[0]
            let expected = Self.places(in: Self.entries["\(stem)#other"] ?? entry, .english)
            for language in ReportLanguage.allCases where entry.texts[language]?.isEmpty == false {
                #expect(Self.places(in: entry, language) == expected, "\(key) \(language.rawValue)")
            }
        }
    }

    /// A copied cell is a forgotten one; a few words are the same in two languages.
    @Test func `no wording is the English one`() {
        for (key, entry) in Self.entries {
            let others = ReportLanguage.allCases.dropFirst().compactMap { entry.texts[$0] }
            let english = entry.texts[.english] ?? ""
            if english.count > 8 { #expect(!others.contains(english), "\(key)") }
        }
    }

    @Test func `the wording says neither disqualified nor victim nor invalid`() {
        let harmful = ["disqualif", "victim", "invalid", "illegal", "your fault", "bad "]
        for (key, entry) in Self.entries {
            let english = (entry.texts[.english] ?? "").lowercased()
            #expect(!harmful.contains(where: english.contains), "\(key)")
        }
    }

    @Test(arguments: [
        (ReportLanguage.english, [0: "other", 1: "one", 2: "other", 21: "other"]),
        (.albanian, [0: "other", 1: "one", 2: "other", 21: "other"]),
        (.spanish, [0: "other", 1: "one", 2: "other", 21: "other"]),
        (
            .bosnian,
            [
                0: "other", 1: "one", 2: "few", 4: "few", 5: "other", 11: "other", 12: "other", 14: "other", 21: "one",
                22: "few", 25: "other", 101: "one", 111: "other", 112: "other", 1002: "few",
            ]
        ),
        (
            .romanian,
            [
                0: "few", 1: "one", 2: "few", 19: "few", 20: "other", 21: "other", 100: "other", 101: "few", 119: "few",
                120: "other",
            ]
        ),
    ])
    func `words beside numbers take the form of the CLDR`(_ language: ReportLanguage, _ forms: [Int: String]) {
        for (number, form) in forms {
            #expect(language.pluralForm(of: number).rawValue == form, "\(number)")
            #expect(language.pluralForms.contains(language.pluralForm(of: number)))
        }
    }

    @Test func `wording counts as reviewed when somebody looked at every line of the language`() throws {
        func catalogue(_ first: String, _ second: String) throws -> WordingCatalogue {
            let table = "key,en,sq,bs,ro,es,reviewed_by\na,A,a1,a2,a3,a4,\(first)\nb,B,b1,b2,b3,b4,\(second)\n"
            return try WordingCatalogue(Array(table.utf8))
        }
        let half = try catalogue("sq: A. Hoxha; es: J. Pérez", "sq: A. Hoxha")
        #expect(Wording(.albanian, in: half).isReviewed)
        #expect(!Wording(.spanish, in: half).isReviewed)
        #expect(!Wording(.english, in: half).isReviewed)
        #expect(!Wording(.albanian, in: try catalogue("sq:", "sq: A. Hoxha")).isReviewed)
        #expect(!Wording(.albanian, in: try catalogue("A. Hoxha", "sq: A. Hoxha")).isReviewed)
    }

    @Test func `a table saved with semicolons or tabs is the same table`() throws {
        for delimiter in [";", "\t"] {
            let lines = [["key", "en", "sq", "reviewed_by"], ["a", "A {n}", "B {n}", "sq: C"]]
            let text = lines.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
            let wording = Wording(.albanian, in: try WordingCatalogue(Array(text.utf8)))
            #expect(wording.text("a", ["n": "7"]) == "B 7")
            #expect(wording.isReviewed)
        }
    }

    @Test func `a value with braces is filled in once`() {
        #expect(WordingCatalogue.fill("a {x} b {y}", ["x": "{y}", "y": "2"]) == "a {y} b 2")
        #expect(WordingCatalogue.fill("a {x", ["x": "1"]) == "a {x")
    }

    private static func places(in entry: WordingCatalogue.Entry, _ language: ReportLanguage) -> Set<String> {
        Set((entry.texts[language] ?? "").matches(of: /\{(\w+)\}/).map { String($0.1) })
    }
}

/// The check's report.
@Suite struct CheckReportTests {
    private static func report(_ findings: [Diagnostic], _ language: ReportLanguage = .english) -> CheckReport {
        var upload = CheckedUpload(file: "a<b>&.csv", country: CountryCode("AL")!, countryName: "Albania")
        upload.items = findings.map(CheckedUpload.Item.init)
        upload.verdict = "0123"
        return CheckReport(study: "Study", uploads: [upload], language: language, headerLanguage: "sq")
    }

    @Test(arguments: DiagnosticCode.allCases.filter(\.isToldToPartners), ReportLanguage.allCases)
    func `every finding makes a page and a text in every language`(
        _ code: DiagnosticCode, _ language: ReportLanguage
    ) throws {
        let place = Place(file: "a.csv", row: 3, column: 27)
        let report = Self.report(
            [Diagnostic(code, at: place, label: "x < \"y\"", count: 22, firstRows: [3, 5])], language)
        let page = try report.page()
        #expect(WellFormed.problems(in: page) == [])
        #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(page.contains("<b>AB</b>"))
        #expect(!page.contains("<b>&.csv"))
        #expect(!report.text.contains("{"), "a place that nothing filled")
        #expect(report.text.contains("[\(code.rawValue)]"))
        // What follows from earlier uploads says nothing about the file.
        #expect(report.todo == (code.severity >= .open && code.followsFromUpload ? 1 : 0))
    }

    @Test(arguments: [
        ([7], 1, "row 7"), ([7, 9], 2, "2 times, in rows 7, 9"),
        ([1, 2, 3, 4, 5], 400, "400 times, first in rows 1, 2, 3, 4, 5"),
    ])
    func `rows are told with their count`(_ rows: [Int], _ count: Int, _ text: String) {
        let place = Place(file: "a.csv", row: rows[0], column: 1)
        let finding = Diagnostic(.answerUnknown, at: place, count: count, firstRows: rows)
        #expect(Self.report([finding]).text.contains("column B; \(text)\n"))
    }

    @Test func `the verdict comes first, then that nothing was sent, then the file`() {
        var report = Self.report([])
        report.uploads[0].columns = .init(fine: 3, all: 3)
        #expect(
            report.text.hasPrefix(
                """
                Ready: there is nothing to do.
                Your data are unchanged, and nothing was sent.

                a<b>&.csv (Albania)
                3 of 3 columns are fine.

                """))
    }

    @Test func `codes are offered as a range`() {
        var report = Self.report([Diagnostic(.answerUnknown, at: Place(file: "a.csv", row: 3, column: 1))])
        report.uploads[0].items[0].offered = "1–10"
        #expect(report.text.contains("      Answers of the questionnaire: 1–10\n"))
    }

    @Test func `a number is shown with the country's decimal mark`() {
        var report = Self.report([Diagnostic(.answerNotANumber, at: Place(file: "a.csv", row: 3, column: 1))])
        report.uploads[0].decimalMark = ","
        #expect(report.text.contains("decimals are written like this: 37,5."))
    }

    @Test(arguments: [
        (0, 9, "0 of 9"), (2, 9, "fewer than 5 of 9"), (5, 10, "5 of 10"), (7, 9, "all but fewer than 5, of 9"),
        (9, 9, "9 of 9"), (3, 4, "not known"),
    ])
    func `neither a small share nor what is left of it is told`(_ count: Int, _ base: Int, _ text: String) {
        var report = Self.report([])
        report.uploads[0].quality.eligible = 1
        report.uploads[0].quality.straight = count
        report.uploads[0].quality.scaled = base
        #expect(report.text.contains("- The same point on every scale: \(text)\n"))
    }

    @Test func `a finding about nearly all does not tell how few are left`() throws {
        var quality = FieldQuality()
        (quality.straight, quality.scaled) = (28, 30)
        let found = try #require(quality.diagnostics(in: "a.csv", codebook: Codebook(variables: [])).first)
        #expect((found.code, found.count, found.label) == (.straightLining, 25, ""))
    }

    @Test func `a page beside receipts says what they are for`() throws {
        var report = Self.report([], .albanian)
        #expect(try !report.page().contains("receipt-"))
        report.isBesideReceipts = true
        #expect(try report.page().contains("Skedarët receipt-…"))
    }

    @Test func `several columns in the header row are not several rows`() {
        let finding = Diagnostic(.columnDropped, at: Place(file: "a.csv", row: 1), label: "A, C–E", count: 4)
        let text = Self.report([finding]).text
        #expect(text.contains("left behind: A, C–E"))
        #expect(text.contains("      row 1\n"))
        #expect(text.hasPrefix("Ready: there is nothing to do.\n"))
    }
}
