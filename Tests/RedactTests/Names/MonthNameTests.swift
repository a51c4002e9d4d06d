import Testing

@testable import WeirRedact

/// Months that are given names as well.
@Suite struct MonthNameTests {
    @Test(
        arguments: [
            "Ms. ‹April› said it", "we were trained by ‹June›",
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
            "in the month of April we stop", "By June we are tired", "by the end of June", "mid-June is late",
            "reports for March are late", "By August we are tired",
            "some April the order was changed", "reports in January, April, July and October",
            "between April and June or July",
            "February/April",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
