import Testing
import WeirCore

@testable import WeirFormats

/// What a workbook's numbers, dates and texts become.
@Suite struct WorkbookValueTests {
    private func number(_ stored: String, mark: String = ".", percent: Bool = false) -> String {
        Array(stored.utf8).withUnsafeBytes {
            String(decoding: NumberText.written($0, mark: mark.utf8.first!, percent: percent), as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("0", "0"), ("1", "1"), ("1.0", "1"), ("1E3", "1000"), ("1.5e+2", "150"), ("-0", "0"), ("-12.50", "-12.5"),
        ("0.5", "0.5"), ("5E-2", "0.05"), ("00012", "12"), ("12514003798", "12514003798"),
        ("1.2514003798E10", "12514003798"), ("999999999999999", "999999999999999"), ("+7", "7"), (".5", "0.5"),
        // More digits than the number needs.
        ("1.1000000000000001", "1.1"), ("37.500000000000007", "37.50000000000001"),
        // Rounded by a spreadsheet, or no number: it stays as it is.
        ("1.2345678901234501E+18", "1.2345678901234501E+18"), ("1E300", "1E300"), ("1e", "1e"), ("1,5", "1,5"),
        ("", ""), ("1.2.3", "1.2.3"), ("NaN", "NaN"), ("1e99999", "1e99999"), ("12x", "12x"),
    ])
    func `the text of a number is kept`(_ stored: String, _ written: String) { #expect(number(stored) == written) }

    @Test(arguments: [("0.45", "45%"), ("0.125", "12,5%"), ("1", "100%"), ("5E-3", "0,5%"), ("0", "0%")])
    func `a share is written as it is shown`(_ stored: String, _ written: String) {
        #expect(number(stored, mark: ",", percent: true) == written)
    }

    @Test(arguments: [
        ("General", NumberFormat.number), ("0.00", .number), ("#,##0.00\\ \"den\"", .number), ("0.0%", .percent),
        ("dd/mm/yyyy", .date), ("[$-41A]d. mmmm yyyy;@", .date), ("mmm-yy", .date), ("yyyy-mm-dd hh:mm:ss", .dateTime),
        ("m/d/yy h:mm AM/PM", .dateTime), ("hh:mm", .time), ("mm:ss.0", .time), ("[h]:mm:ss", .elapsed),
        ("[Red]0.0", .number), ("0.00E+00", .number), ("\"day\" 0", .number), ("\\d0", .number), ("@", .number),
        ("0;[Red]yyyy", .number),
    ])
    func `a format's letters say what it makes of a number`(_ code: String, _ format: NumberFormat) {
        #expect(NumberFormat(code: code) == format)
    }

    private func date(_ serial: String, _ format: NumberFormat, since1904: Bool = false) -> String? {
        Array(serial.utf8).withUnsafeBytes { SerialDate.written($0, format, since1904: since1904) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("44362", NumberFormat.date, "2021-06-15"), ("44362.572916666664", .dateTime, "2021-06-15 13:45:00"),
        ("44362.572916666664", .date, "2021-06-15 13:45:00"), ("44362", .dateTime, "2021-06-15 00:00:00"),
        ("1", .date, "1900-01-01"), ("59", .date, "1900-02-28"), ("61", .date, "1900-03-01"),
        ("0.5", .time, "12:00:00"),
        ("1.25", .elapsed, "30:00:00"), ("44561.999999999", .dateTime, "2022-01-01 00:00:00"),
        ("43890", .date, "2020-02-29"), ("44362.0000115741", .dateTime, "2021-06-15 00:00:01"),
    ])
    func `days are dates`(_ serial: String, _ format: NumberFormat, _ text: String) {
        #expect(date(serial, format) == text)
    }

    @Test func `the calendar of 1904 begins four years later`() {
        #expect(date("42900", .date, since1904: true) == "2021-06-15")
        #expect(date("0", .date, since1904: true) == "1904-01-01")
    }

    @Test(arguments: ["60", "-1", "3000000", "x", "1E400", ""])
    func `what is no day is no date`(_ serial: String) { #expect(date(serial, .date) == nil) }

    @Test(arguments: [
        ("a_x000D_\nb", "a\r\nb"), ("_x0041_", "A"), ("_x005F_x000D_", "_x000D_"), ("_x00", "_x00"),
        ("_xZZZZ_", "_xZZZZ_"),
        ("plain", "plain"), ("_xD800_", "_xD800_"),
    ])
    func `escaped characters are read`(_ stored: String, _ text: String) {
        var bytes = Array(stored.utf8)
        EscapedText.unescape(&bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("PT13H45M10S", "13:45:10"), ("PT00H05M00.5S", "00:05:00"), ("PT26H", "26:00:00"), ("soon", "soon"),
    ])
    func `times of OpenDocument are clocks`(_ stored: String, _ text: String) {
        #expect(String(decoding: ISOTime.clock(Array(stored.utf8)), as: UTF8.self) == text)
    }
}
