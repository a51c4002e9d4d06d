import Testing
import WeirCore

@testable import WeirIngest

/// Days of submission in each country's order.
@Suite struct SubmissionDateTests {
    @Test(
        arguments: [
            ("15/06/2021", .dayMonthYear, "2021-06", 20_210_615),
            ("15.6.2021 14:03", .dayMonthYear, "2021-06", 20_210_615),
            ("06/15/2021 02:03:04 PM", .monthDayYear, "2021-06", 20_210_615),
            ("6/5/21 9:07", .monthDayYear, "2021-06", 20_210_605),
            ("2021-06-15T12:00:00.000+02:00", .yearMonthDay, "2021-06", 20_210_615),
            ("2021-06-15", .yearMonthDay, "2021-06", 20_210_615), ("01-01-13", .dayMonthYear, "2013-01", 20_130_101),
            ("31/12/1999", .dayMonthYear, "1999-12", 19_991_231),
            ("  15 / 06 / 2021", .dayMonthYear, "2021-06", 20_210_615),
            ("1/2/03", .yearMonthDay, "2001-02", 20_010_203),
        ] as [(String, CountryRules.DateOrder, String, Int)])
    func dateIsReadInTheCountrysOrder(_ text: String, _ order: CountryRules.DateOrder, _ month: String, _ day: Int) {
        let date = Array(text.utf8).withUnsafeBytes { SubmissionDate($0, order: order) }
        #expect(date?.month.text == month)
        #expect(date?.day == day)
    }

    @Test(
        arguments: [
            ("", .dayMonthYear), ("2021", .dayMonthYear), ("15/06", .dayMonthYear), ("06/15/2021", .dayMonthYear),
            ("15/06/2021", .monthDayYear), ("32/01/2021", .dayMonthYear), ("0/01/2021", .dayMonthYear),
            ("01/00/2021", .dayMonthYear), ("2021-13-01", .yearMonthDay), ("44362", .dayMonthYear),
            ("44362.75", .dayMonthYear), ("15/06/1821", .dayMonthYear), ("15/06/2221", .dayMonthYear),
            ("yesterday", .dayMonthYear), ("Apr 26, 2018", .monthDayYear), ("20210615 12:00:00", .yearMonthDay),
            ("99999999999999999999/1/1", .yearMonthDay),
        ] as [(String, CountryRules.DateOrder)])
    func anythingElseIsNoDate(_ text: String, _ order: CountryRules.DateOrder) {
        let date = Array(text.utf8).withUnsafeBytes { SubmissionDate($0, order: order)?.day }
        #expect(date == nil)
    }
}

/// Ids that a spreadsheet has rounded.
@Suite struct SourceIDTests {
    @Test(arguments: [
        ("1.14E+11", true), ("1,14E+11", true), ("1.14e+11", true), ("1E+11", true), ("1.23457E+11", true),
        ("114000000001", false), ("", false), ("E+11", false), ("1E+", false), ("1E11", false), ("R_1E+11", false),
        ("1.14E+1x", false), ("uuid:1e-11", false), ("E", false), ("9e5c1d7e-2b", false), ("12E+3", true),
    ])
    func damagedIdIsKnown(_ id: String, _ isDamaged: Bool) {
        #expect(Array(id.utf8).withUnsafeBytes { SourceID.isDamaged($0) } == isDamaged)
    }

    /// The check has to work in the middle of a buffer, where indices do not start at the text's own first byte.
    @Test func damageIsSeenInASlice() {
        let bytes = Array("E+1,1.14E+11,E".utf8)
        #expect(bytes.withUnsafeBytes { SourceID.isDamaged(UnsafeRawBufferPointer(rebasing: $0[4..<12])) })
    }
}
