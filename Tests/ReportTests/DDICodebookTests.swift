import TestSupport
import Testing
import WeirCore

@testable import WeirReport

/// The codebook as archives take it.
@Suite struct DDICodebookTests {
    private static func text(_ columns: [ColumnDescription], k: Int? = nil) -> String {
        DDICodebook(
            DataSetDescription(
                study: "s", title: "T & <T>", version: "1", id: "0f", summary: "S", smallestCount: k,
                about: StudyAbout(),
                countries: [(CountryCode("AL")!, "Albania")], countryColumn: "country", consentScope: ["analysis"],
                table: .init(path: "data/merged.csv.gz", rows: 2, bytes: 9, digest: "ab"), columns: columns)
        ).text
    }

    private static func column(_ count: Int?) -> ColumnDescription {
        var variable = Variable.closed("q", "yes no", universe: "${a} > 0")
        variable.labels = ["en": "Question?", "sq": "Pyetje \"?\"", "xx": "never"]
        return ColumnDescription(
            name: "q", content: .code, label: "Question?", variable: variable,
            values: [
                .init(code: 1, labels: ["en": "Yes", "sq": "Po"], preferred: "Indeed", count: count),
                .init(code: 9994, labels: ["en": "no answer"], isMissing: true, count: 7),
            ], comparability: [(CountryCode("AL")!, .partial)])
    }

    @Test func everythingIsToldAndEscaped() {
        let text = Self.text([Self.column(5)])
        for part in [
            "<titl>T &amp; &lt;T&gt;</titl>", "<var ID=\"V1\" name=\"q\" files=\"F1\" intrvl=\"discrete\">",
            "<qstnLit xml:lang=\"sq\">Pyetje &quot;?&quot;</qstnLit>", "<universe>${a} &gt; 0</universe>",
            "<catgry missing=\"N\">", "<catgry missing=\"Y\">", "<labl xml:lang=\"sq\">Po</labl>",
            "<txt>Today's wording: Indeed</txt>", "<catStat type=\"freq\">5</catStat>",
            "<notes type=\"comparability\" subject=\"AL\">partial</notes>", "<caseQnty>2</caseQnty>",
            "<range UNITS=\"INT\" min=\"9990\" max=\"9998\"/>",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(!text.contains("never"))
        #expect(!text.contains("masked"))
    }

    @Test func maskedCountsAreNamedAndNotTold() {
        let text = Self.text([Self.column(nil)], k: 3)
        #expect(text.ranges(of: "<catStat").count == 1)
        #expect(text.contains("<notes type=\"masked counts\">1</notes>"))
        #expect(text.contains("One below 3 is not told"))
    }

    @Test func optionsOfOneQuestionAreAGroup() {
        let variable = Variable.closed("m", "a b", .multi)
        let options = variable.categories.map {
            ColumnDescription(name: "m__\($0.name)", content: .code, label: "m", variable: variable, option: $0)
        }
        let text = Self.text([Self.column(1)] + options)
        #expect(text.contains("<varGrp ID=\"G1\" type=\"multipleResp\" name=\"m\" var=\"V2 V3\">"))
        #expect(text.contains("<postQTxt xml:lang=\"en\">b</postQTxt>"))
    }

    @Test func signsThatXMLDoesNotAllowAreLeftOut() {
        var xml = XMLText()
        xml.leaf("a", "x\u{1}\u{FFFF}y\nz")
        #expect(xml.text.hasSuffix("<a>xy z</a>\n"))
    }
}
