import Testing

@testable import WeirRedact

/// Streets without a word for street.
@Suite struct StreetByItsNameTests {
    @Test(
        arguments: [
            "‹Zmaja od Bosne 8/3› is our office",
            "we moved to ‹Zmaja od Bosne 8/3› last year",
            "our office: ‹Hamze i Huse 12/4›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .address)
    }

    @Test(
        arguments: [
            "the Plan de Acción 8/2019 is known",
            "Ministry of Health 8/3",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
