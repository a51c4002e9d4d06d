import Testing

@testable import WeirRedact

/// From one time of the day to another.
@Suite struct OpeningHoursTests {
    @Test(
        arguments: [
            "the office is open 08.00-16.00",
            "we work 09:00 - 17:00",
            "night shift 22:00-06:00",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
