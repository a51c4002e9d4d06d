import Testing

@testable import WeirRedact

/// Days with the month in Roman numerals.
@Suite struct RomanDateTests {
    @Test(
        arguments: [
            "on ‹12.V.2019›",
            "on ‹12. V 2019.›",
            "on ‹12/V/2019›",
            "on ‹12 V 2019›",
            "on ‹3-XI-2020›",
            "on ‹12.Ⅴ.2019›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .date)
    }

    @Test(
        arguments: [
            "World War II 2019",
            "phase II in 2019",
            "Article 12 V",
            "in 12 villages",
            "class IV, 2019",
            "12 I think",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
