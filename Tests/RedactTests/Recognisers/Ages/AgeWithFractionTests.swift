import Testing

@testable import WeirRedact

/// Ages with a fraction.
@Suite struct AgeWithFractionTests {
    @Test(
        arguments: [
            "‹8.5 years old› girl",
            "a boy of ‹8,5 years›",
            "he is ‹7 1/2 years old›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "the plan of 2.5 years",
            "4.5 years of work",
            "8.5 hours",
            "the car is 8.5 years old",
            "version 2.4 is old",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
