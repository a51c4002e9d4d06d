import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirReport

/// The checker of the pages finds what it is for.
@Suite struct WellFormedTests {
    @Test(arguments: [
        "<p>a</p>", "<!DOCTYPE html><p>a<br>b &amp; c</p>", "<svg a=\"b\"><rect c=\"d\"></rect></svg>", "no tags",
    ])
    func goodPagePasses(_ page: String) { #expect(WellFormed.problems(in: page) == []) }

    @Test(arguments: [
        "<p>", "<p><b></p></b>", "</p>", "a < b > c", "<p a=\"b></p>", "AT&T", "<p>a & b</p>", "<p", "5 <6 and", "&;",
    ])
    func badPageDoesNot(_ page: String) { #expect(WellFormed.problems(in: page) != []) }
}

/// The report and the codebook as pages.
@Suite struct PageTests {
    private static let nasty = "<script>alert(\"1\") & more</script>"

    private static func counts(_ pairs: [(Disposition, Int)]) -> DispositionCounts {
        var counts = DispositionCounts()
        for (disposition, count) in pairs { counts[disposition] = count }
        return counts
    }

    private static func country(_ letters: String, _ name: String, _ rows: DispositionCounts, notReady: Int = 0)
        -> RunReport.Country
    {
        var country = RunReport.Country(code: CountryCode(letters)!, name: name)
        country.rows = rows
        country.uploads = [
            .init(
                file: "\(letters)/\(name).csv", digest: "abcdef", state: .inForce, recognised: ["UTF-8, comma"],
                rows: rows)
        ]
        if notReady > 0 {
            country.uploads.append(
                .init(
                    file: "\(letters)/new.csv", digest: "123456", state: .notReady, recognised: [],
                    rows: DispositionCounts(), notReady: notReady))
        }
        country.endedAt = ["consent": 3, "q1": 1]
        country.scrubbed = 10
        if letters == "PE" {
            for verdict in [AnswerVerdict.approved([]), .approved([]), .edited([]), .withheld] {
                country.decided["consent", default: ReviewCounts()].count(verdict)
            }
        }
        country.mentions = letters == "AL" ? ["person": 21] : ["person": 22, "age": 23]
        (country.withheld, country.untranslated, country.unmapped) = (11, 12, 13)
        return country
    }

    private static let report = RunReport(
        title: "Study", dataset: "0123abcd", isDemonstration: false, rows: 7, columns: 5,
        countries: [
            country(
                "AL", "Albania", counts([(.complete, 4), (.noConsent, 2), (.breakOff, 1), (.sufficientPartial, 5)])),
            country(
                "PE", "Peru",
                counts([(.complete, 3), (.underAge, 1), (.notEligible, 2), (.testRecord, 8), (.superseded, 6)]),
                notReady: 9),
        ], keys: ["country", "gender"],
        risks: [
            .init(reading: "strict", smallest: 1, unique: 2, below3: 3, below5: 4),
            .init(reading: "wildcard", smallest: 5, unique: 6, below3: 7, below5: 8),
        ],
        findings: [
            Diagnostic(.columnUndeclared, at: Place(file: "AL/a.csv", row: 1, column: 27)),
            Diagnostic(
                .answerUnknown, at: Place(file: "AL/a.csv", row: 4), label: "gender", count: 2, firstRows: [4, 9]),
            Diagnostic(.answerOutOfRange, at: Place(file: "AL/Albania.csv", row: 4), label: "age", count: 7),
            Diagnostic(.answerOutOfRange, at: Place(file: "PE/new.csv", row: 4), label: "age", count: 99),
            Diagnostic(.surveyOther, at: Place(file: "PE/new.csv", row: 1), label: "\"ID\""),
        ], questions: ["consent": "Do you agree?"])

    @Test func mentionsAreCountedByKindAndCountry() throws {
        #expect(Self.report.mentionLines.map(\.kind) == ["age", "person"])
        #expect(Self.report.mentionLines.map(\.counts) == [[0, 23, 23], [21, 22, 43]])
        let page = try Self.report.page()
        #expect(
            page.contains(
                "<th scope=\"row\">person</th><td class=\"n\">21</td><td class=\"n\">22</td><td class=\"n\">43</td>"))
    }

    @Test func everyRowIsInExactlyOneColumn() {
        #expect(
            RunReport.columnTitles == [
                "complete", "sufficient partial", "break-off", "not eligible", "no consent", "held", "test",
                "superseded",
                "not ready", "all rows",
            ])
        #expect(Self.report.countries[0].cells == [4, 5, 1, 0, 2, 0, 0, 0, 0, 12])
        #expect(Self.report.countries[1].cells == [3, 0, 0, 3, 0, 0, 8, 6, 9, 29])
        #expect(Self.report.totals == [7, 5, 1, 3, 2, 0, 8, 6, 9, 41])
    }

    @Test(arguments: Disposition.allCases)
    func everyDispositionHasAColumn(_ disposition: Disposition) {
        let cells = Self.country("AL", "Albania", Self.counts([(disposition, 5)])).cells
        #expect(cells.dropLast().reduce(0, +) == 5)
        #expect(cells.last == 5)
    }

    @Test func tableIsLaidOutForATerminal() {
        #expect(
            Self.report.table == """
                country  complete  partial  not eligible  no consent  held  test  superseded  not ready  all rows
                AL              4        6             0           2     0     0           0          0        12
                PE              3        0             3           0     0     8           6          9        29
                all             7        6             3           2     0     8           6          9        41
                """)
    }

    @Test func reportPageSaysAllOfIt() throws {
        let page = try Self.report.page()
        #expect(WellFormed.problems(in: page) == [])
        for text in [
            "<title>Study: report</title>", "<code>0123abcd</code>: 7 rows, 5 columns",
            "<th scope=\"row\">Albania</th>",
            "<td class=\"n\">41</td>", "AL/Albania.csv", "not ready yet", "UTF-8, comma", "<code>abcdef…</code>",
            "Measured over country, gender together", "<th scope=\"row\">wildcard</th><td class=\"n\">5</td>",
            "AL/a.csv, row 1, column AB:", "answers to gender that the crosswalk does not know",
            "(2 times, rows 4, 9)",
            "<td class=\"n\">11</td><td class=\"n\">0</td><td class=\"n\">12</td><td class=\"n\">13</td>",
            "<td class=\"n\">11</td><td class=\"n\">4</td><td class=\"n\">12</td>",
            "Do you agree? <span class=\"soft\"><code>consent</code></span></th><td class=\"n\">2</td><td class=\"n\">1</td><td class=\"n\">1</td></tr>",
            "<td>Do you agree? <span class=\"soft\"><code>consent</code></span></td><td class=\"n\">6</td>",
            "<td>q1</td><td class=\"n\">2</td>", "<td class=\"n\">13</td><td class=\"n\">7</td>",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("Demonstration"))
    }

    @Test func whatIsToBeDoneStandsApartRefusalsFirst() throws {
        let page = try Self.report.page()
        let places = try [
            "<h2>To do</h2>", "Not used:", "headers as &quot;ID&quot;", "answers to gender",
            "<h2>For information</h2>", "columns that nobody declared",
        ].map { try #require(page.firstRange(of: $0)?.lowerBound, "\($0)") }
        #expect(places == places.sorted())
        #expect(Self.report.findings.map(\.severity) == [.refusal, .open, .open, .open, .note])
    }

    @Test func questionsAreCutAtTwentyAndSaySo() throws {
        var report = Self.report
        report.countries[0].endedAt = Dictionary(uniqueKeysWithValues: (1...23).map { ("v\($0)", $0) })
        report.countries[1].endedAt = [:]
        let page = try report.page()
        #expect(page.contains("the first 20 of\n23 questions, 6 interviews ended at the others"))
        #expect(page.contains("<td>v23</td>") && page.contains("<td>v4</td>") && !page.contains("<td>v3</td>"))
        #expect(try !Self.report.page().contains("ended at the others"))
    }

    @Test func reportPageEscapesWhatItNames() throws {
        var report = Self.report
        report.title = Self.nasty
        report.keys = [Self.nasty]
        report.countries[0].name = Self.nasty
        report.countries[0].uploads[0].file = Self.nasty
        report.countries[0].endedAt = [Self.nasty: 2]
        report.findings[1].label = Self.nasty
        report.findings[1].place.file = Self.nasty
        report.questions = [Self.nasty: Self.nasty]
        let page = try report.page()
        #expect(WellFormed.problems(in: page) == [])
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;"))
    }

    @Test func demonstrationIsMarkedOnBothPages() throws {
        var report = Self.report
        report.isDemonstration = true
        #expect(try report.page().contains("Demonstration with the public sample keys"))
        let page = Self.codebook(isDemonstration: true)
        #expect(try page.page().contains("Demonstration with the public sample keys"))
    }

    @Test func rangeIsWrittenAsItIs() throws {
        let codebook = Codebook(variables: [.open("n", .number, role: .plain, range: -0.5...1e300)])
        let page = Self.codebook(Schema(codebook: codebook))
        #expect(try page.page().contains("From -0.5 to 1e+300."))
    }

    @Test func reportOfNothingIsAPageToo() throws {
        let report = RunReport(
            title: "T", dataset: "d", isDemonstration: false, rows: 0, columns: 2, countries: [], keys: [],
            risks: [], findings: [])
        let page = try report.page()
        #expect(WellFormed.problems(in: page) == [])
        #expect(page.ranges(of: "<p>Nothing.</p>").count == 2)
    }

    /// Times are only in the crate: the same inputs make the same pages.
    @Test func pagesHaveNoTimesAndAreTheSameEveryTime() throws {
        let codebook = {
            try Self.codebook().page()
        }
        let pages = [try Self.report.page(), try codebook()]
        let clock = try Regex(
            "[0-2][0-9]:[0-5][0-9]|20[0-9][0-9]-[01][0-9]|[0-3]?[0-9][./][01]?[0-9][./](20)?[0-9][0-9]")
        let year = String(Calendar(identifier: .gregorian).component(.year, from: Date()))
        for page in pages {
            #expect(page.firstMatch(of: clock).map { String(page[$0.range]) } == nil)
            #expect(!page.contains(year))
        }
        #expect(try pages == [Self.report.page(), codebook()])
    }

    private static func schema(label: String = "The question") -> Schema {
        var closed = Variable.closed("q", "yes no", universe: "${gate} = 'yes'", isRequired: true, countries: ["AL"])
        closed.labels = ["en": label, "sq": "Pyetja", "es": "La pregunta"]
        closed.preferred = "Today's \(label)"
        closed.section = "Second"
        closed.categories[0].labels = ["en": "Yes", "sq": "Po"]
        closed.categories[1].labels = ["en": label]
        closed.categories[1].basis = .assumed
        var gate = Variable.closed("gate", "yes no")
        gate.section = "First"
        var multi = Variable.closed("m", "a b", .multi, selectLimit: 3)
        multi.section = "Second"
        return Schema(
            codebook: Codebook(variables: [
                .open("hidden_id", role: .direct), gate, closed, multi,
                .open("n", .slider, role: .plain, range: 0...100),
                .open("t"),
            ]))
    }

    /// Code columns: hidden_id 0 and 1, gate 2, q 3, m 4 and 5, t 6 and 7.
    private static let frequencies: [Int: [UInt16: Int]] = [
        2: [1: 50, 2: 51], 3: [1: 21, 2: 22, 9990: 58], 4: [0: 61, 1: 31, 9994: 9], 5: [0: 60, 1: 32, 9994: 9],
        6: [9996: 77, 9994: 24],
    ]

    private static let numbers: [Int: [Double: Int]] = [
        0: [0: 2, 10: 2, 20: 1, 50: 2, 50.5: 1, 99.5: 1, 9991: 17]
    ]

    /// A codebook of a schema's columns, with counts by their places; those below the smallest count are masked.
    private static func codebook(
        _ schema: Schema = schema(), title: String = "T", frequencies: [Int: [UInt16: Int]] = [:],
        numbers: [Int: [Double: Int]] = [:],
        comparability: [String: [(country: CountryCode, degree: ColumnDescription.Comparability)]] = [:],
        smallestCount: Int? = nil, isDemonstration: Bool = false
    ) -> CodebookPage {
        let interview = [
            ColumnDescription(name: "pseudonym", content: .name, label: "The respondent"),
            ColumnDescription(name: "submitted_month", content: .month, label: "The month"),
        ]
        var spread: [String: [Double: Int]] = [:]
        let columns = schema.columns.map { column -> ColumnDescription in
            let variable = schema.codebook.variables[column.variable]
            var (content, counts) = (ColumnDescription.Content.text, [UInt16: Int]())
            switch column.kind {
            case .code(let place):
                content = column.companion == .missing ? .reason : .code
                counts = frequencies[place] ?? [:]
            case .number(let place):
                content = .number(variable.range)
                spread[variable.name] = numbers[place]
                for (number, rows) in numbers[place] ?? [:] where number >= 9990 { counts[UInt16(number)] = rows }
            case .text: break
            }
            let option = column.category.map { variable.categories[$0] }
            let answers: [(UInt16, [String: String])] =
                option == nil && column.companion == nil
                ? variable.categories.map { ($0.code, $0.labels) } : option == nil ? [] : [(0, [:]), (1, [:])]
            let reasons = MissingReason.allCases.filter { counts[$0.rawValue] != nil }
                .map { ($0.rawValue, ["en": $0.label]) }
            let values = (answers + reasons).map { code, labels in
                let count = counts[code] ?? 0
                let isMasked = smallestCount.map { (1..<$0).contains(count) } ?? false
                return ColumnDescription.Value(
                    code: code, labels: labels, isMissing: code.isMissing && content != .reason,
                    count: isMasked ? nil : count)
            }
            return ColumnDescription(
                name: column.name, content: content, label: column.name, variable: variable, option: option,
                values: content == .text ? [] : values, comparability: comparability[variable.name] ?? [])
        }
        return CodebookPage(
            title: title, columns: interview + columns, numbers: spread, smallestCount: smallestCount,
            isDemonstration: isDemonstration)
    }

    /// What a question is, in which words, for whom, says the codebook of a release as that of the house does; of counts
    /// and numbers it tells none that is about few.
    @Test func codebookOfAReleaseSaysAllButSmallCounts() throws {
        let (al, ba) = (CountryCode("AL")!, CountryCode("BA")!)
        let page = try Self.codebook(
            frequencies: Self.frequencies, numbers: Self.numbers,
            comparability: ["q": [(al, .complete), (ba, .impossible)]], smallestCount: 22
        ).page()
        #expect(WellFormed.problems(in: page) == [])
        for text in [
            "codebook of the release</title>", "One below 22 is masked", "<h2>First</h2>", "Pyetja", "Po</td>",
            "Comparable: complete in AL; impossible in BA.", "Today&#39;s The question", "tag assumed", "<svg",
            "<td class=\"n\">masked</td>", "<td class=\"n\">22</td>", "9994 no answer: masked</td>",
            "${gate} = &#39;yes&#39;", "Upper quartile",
        ] { #expect(page.contains(text), "\(text)") }
        for text in ["counts are exact", ">21<", ">17<", "Smallest", "Largest", "99.5"] {
            #expect(!page.contains(text), "\(text)")
        }
    }

    @Test func codebookPageSaysAllOfIt() throws {
        let page = try Self.codebook(
            title: "Study", frequencies: Self.frequencies, numbers: Self.numbers
        ).page()
        #expect(WellFormed.problems(in: page) == [])
        for text in [
            "<title>Study: codebook</title>", "counts are exact. 5 variables.", "<h2>First</h2>", "<details id=\"q\">",
            "<code>${gate} = &#39;yes&#39;</code>", "Only in AL.", "At most 3 choices.", "From 0 to 100.", "Required.",
            "Asked of everybody who came to it.", "<code>pseudonym</code>", "<code>submitted_month</code>",
            "<code class=\"soft\">m__<wbr/>a<wbr/></code>", "<td class=\"n\">31</td>", "<td class=\"n\">61</td>",
            "9994 no answer: 9</td>",
            "<td class=\"n\">9</td><td class=\"n\">0</td><td class=\"n\">10</td><td class=\"n\">20</td>"
                + "<td class=\"n\">50</td><td class=\"n\">99.5</td><td class=\"n\">32.2</td>",
            "<td class=\"n\">9991</td>", "<td class=\"n\">17</td>",
            "<p lang=\"sq\"><span class=\"soft\">sq</span> Pyetja</p>",
            "<td lang=\"sq\">Po</td>", "<td class=\"n\">21</td>", "<td class=\"n\">31</td>", "<td class=\"n\">32</td>",
            "<td class=\"n\">58</td>", "<td class=\"n\">77</td>", "<td class=\"n\">24</td>",
            "<span class=\"tag assumed\">assumed</span>",
        ] { #expect(page.contains(text), "\(text)") }
        for text in ["hidden_id", "<code></code>", "Only in .", "At most  ", "From .", "today: <", "wording: <"] {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(page.ranges(of: "<h2>Second</h2>").count == 1)
    }

    @Test func codebookPageEscapesWhatItNames() throws {
        let page = try Self.codebook(
            Self.schema(label: Self.nasty), title: Self.nasty, frequencies: Self.frequencies
        ).page()
        #expect(WellFormed.problems(in: page) == [])
        #expect(!page.contains("<script>alert"))
        #expect(page.contains("Today&#39;s &lt;script&gt;") || page.contains("Today's &lt;script&gt;"))
    }

    @Test func codebookPageSaysHowFarCountriesCompare() throws {
        let (al, ba) = (CountryCode("AL")!, CountryCode("BA")!)
        let page = try Self.codebook(
            comparability: ["q": [(al, .complete), (ba, .impossible)]]
        ).page()
        #expect(page.contains("Comparable: complete in AL; impossible in BA."))
        #expect(page.ranges(of: "Comparable:").count == 1)
    }

    /// Nothing may be fetched, and without scripts the field is not there.
    @Test func codebookPageIsSearchedWithoutTheNetwork() throws {
        let page = try Self.codebook().page()
        #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\""))
        #expect(page.contains("<p id=\"searching\" hidden=\"\">"))
        #expect(page.ranges(of: "<script>").count == 1)
        #expect(WellFormed.problems(in: page) == [])
    }
}
