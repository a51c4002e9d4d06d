import TestSupport
import Testing
import WeirCore

@testable import WeirIngest

/// Dates as platforms write them.
@Suite struct SubmissionTimeTests {
    private static func date(_ text: String, _ order: CountryRules.DateOrder = .yearMonthDay) -> SubmissionDate? {
        Array(text.utf8).withUnsafeBytes { SubmissionDate($0, order: order) }
    }

    @Test(arguments: ["2021-02-29", "2021-04-31", "2100-02-29", "2021-13-01", "2021-00-10", "2021-01-32"])
    func dayThatIsInNoCalendarIsNoDate(_ text: String) { #expect(Self.date(text) == nil) }

    @Test(arguments: ["2020-02-29", "2000-02-29", "2021-12-31", "2021-01-01"])
    func dayOfTheCalendarIsADate(_ text: String) { #expect(Self.date(text) != nil) }

    @Test(arguments: [
        ("2021-06-15 14:30:00", "2021-06-15 02:30 PM", 0), ("2021-06-15T00:10", "2021-06-15 12:00 am", 600),
        ("2021-03-01 00:00", "2021-02-28 23:59:30", 30), ("2020-03-01 00:00", "2020-02-28 00:00", 2 * 86_400),
        ("2021-01-01 00:00:10.123", "2020-12-31 23:59:59", 11), ("2021-06-15 12:00 PM", "2021-06-15 11.00", 3600),
    ])
    func secondsBetweenTwoTimes(_ later: String, _ earlier: String, _ seconds: Int) throws {
        let (later, earlier) = (try #require(Self.date(later)?.second), try #require(Self.date(earlier)?.second))
        #expect(later - earlier == seconds)
    }

    @Test func aDayWithoutATimeHasNoSecond() {
        #expect(Self.date("2021-06-15")?.second == nil)
        #expect(Self.date("2021-06-15 25:10")?.second == nil)
    }
}

/// Columns under another header, or in another place.
@Suite struct HeaderComparisonTests {
    private static func said(_ header: [String]) -> [String] {
        let binder = Binder(layout: Layout(firstRecords: [header]), file: "a.csv")
        func lines(_ all: [Diagnostic]) -> [String] {
            all.map { finding in
                let column = finding.place.column.map(Place.letters(ofColumn:)) ?? "-"
                return "\(finding.code.rawValue) \(column) \(finding.label)"
            }
        }
        do {
            return lines(
                try binder.bind(Upload.crosswalk, others: [], codebook: Upload.codebook, consent: [3]).1)
        } catch let refused as Diagnostics { return lines(refused.all) } catch { return ["\(error)"] }
    }

    private static let header = [
        "Respondent ID", "Collector ID", "End Date", "Consent", "Kind", "Kind other", "Comment (English)", "Comment",
    ]

    private static func changed(_ change: (inout [String]) -> Void) -> [String] {
        var header = header
        change(&header)
        return said(header)
    }

    @Test func `the questionnaire's header says nothing`() { #expect(Self.said(Self.header) == []) }

    @Test func `a column under a likely header is told with its place`() {
        #expect(Self.changed { $0[4] = "Kinds" } == ["header.renamed-column E Kind"])
        #expect(Self.changed { $0[5] = "Kind others" } == ["header.renamed-column F Kind other"])
        // The copy of another column, or a code with another number, is no likely one.
        #expect(Self.changed { $0[5] = "Kind" } == ["header.duplicate F Kind", "header.missing-column - Kind other"])
        #expect(Self.changed { $0[4] = "Kind2" } == ["header.missing-column - Kind"])
        #expect(Self.changed { $0[4] = "Colour" } == ["header.missing-column - Kind"])
    }

    @Test func `a column that moved is told, and one that stands where it did is not`() {
        #expect(Self.changed { $0.swapAt(3, 4) } == ["header.reordered-columns D D"])
        #expect(Self.changed { $0.swapAt(0, 2) } == [])
    }

    @Test func `capitals and signs are a drift of wording`() {
        #expect(Self.changed { $0[4] = "KIND *" } == ["header.wording-drift E E"])
    }
}
