import TestSupport
import Testing
import WeirCore

@testable import WeirIngest

/// Headers that are known although something is wrong with them.
@Suite struct KnownHeadersTests {
    private static var known: KnownHeaders {
        KnownHeaders(
            Crosswalk(
                "AL", Upload.codebook,
                """
                record_id | Respondent ID | id
                consent | Pëlqimi | answer | Po=yes
                kind | Lloji | answer | A=a
                comment | Koment | original
                comment | Koment (English) | translation
                """))
    }
    private static let header = ["Respondent ID", "Pëlqimi", "Lloji", "Koment", "Koment (English)"]

    @Test(
        arguments: [
            ([], 0), ([["The title of a survey"]], 1), ([["The title", "", "", "", ""], [""]], 2),
            // A row of names is a header row, and what holds no questions is another survey.
            ([["id", "q1", "q2", "q3", "q4"]], 0),
        ] as [([[String]], Int)])
    func `a title above the header is told from a row of names`(_ above: [[String]], _ rows: Int) {
        #expect(Self.known.rowsAbove(in: above + [Self.header, ["1", "Po", "A", "", ""]]) == rows)
    }

    @Test func `another survey has nothing above its header`() {
        #expect(Self.known.rowsAbove(in: [["A title"], ["Colour", "Size", "Lloji", "Shape", "Weight"]]) == 0)
    }

    private static func mended(_ cells: [String], unread: Bool = true) -> [String] {
        known.mended([cells], unread: unread)[0]
    }

    @Test func `letters that cannot be read are those that can be meant alone`() {
        #expect(Self.mended(["P\u{FFFD}lqimi"]) == ["Pëlqimi"])
        #expect(Self.mended(["P\u{FFFD}lq"]) == ["P\u{FFFD}lq"])
        // Both comments fit, unless one of them can be read.
        #expect(Self.mended(["\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"])[0].contains("\u{FFFD}"))
        #expect(Self.mended(["Lloji", "\u{FFFD}loji"]) == ["Lloji", "\u{FFFD}loji"])
        #expect(Self.mended(["P\u{FFFD}lqimi"], unread: false) == ["P\u{FFFD}lqimi"])
    }

    @Test(arguments: ["L\u{202E}loji", "\u{2066}Lloji\u{2069}"])
    func `hidden signs are left out`(_ header: String) {
        #expect(Self.mended([header], unread: false) == ["Lloji"])
    }
}
