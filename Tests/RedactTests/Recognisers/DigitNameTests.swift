import Testing

@testable import WeirRedact

/// Names with digits for letters.
@Suite struct DigitNameTests {
    @Test(
        arguments: [
            "‹4na P0pescu› came",
            "‹An4 Popescu› came",
            "‹Ana P0pescu› came",
            "we ask ‹P0pescu›",
            "‹Dr1ta› came",
            "‹M4ria› came",
            "we ask ‹m4ria l0pez› first",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "Covid19",
            "w8 for l8r",
            "24h service",
            "A4 paper",
            "at 5am Monday",
            "the 4th of them",
            "H4 visa",
            "B2B model",
            "the 3D printer",
            "G20 and G8",
            "World War 2",
            "x2 and x3",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
