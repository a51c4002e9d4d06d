import Testing

@testable import WeirRedact

/// Months that are given names as well.
@Suite struct MonthNameTests {
    @Test(
        arguments: [
            "Ms. ‹April› said it",
            "my colleague ‹June› helps with files",
            "‹June› works in the court",
            "call ‹April› before noon",
            "ask ‹June Kola› for the form",
            "‹April› is a psychologist of the centre",
            "‹April›, our lawyer, prepared the form",
            "My boss, ‹June›, is supportive",
            "The psychologist (‹June›) came",
            "‹June› trained us",
            "‹April› is very helpful",
            "They appointed ‹June› last year",
            "Best wishes, ‹June›", "‹June› and ‹Elena› came in July",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "April was month of prevention and nobody came",
            "the June vacation is long",
            "mid June is quiet",
            "some April the order was changed", "reports in January, April, July and October",
            "between April and June or July",
            "February/April",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
