import Testing

@testable import WeirRedact

/// Birthdays that tell an age.
@Suite struct BirthdayAgeTests {
    @Test(
        arguments: [
            "her ‹14th› birthday is in May",
            "after his ‹3rd› birthday",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "until the 18th birthday",
            "the 14th meeting",
            "birthday cards",
            "before the 6th birthday",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
