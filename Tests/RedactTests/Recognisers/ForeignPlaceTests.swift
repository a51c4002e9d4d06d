import Testing

@testable import WeirRedact

/// Places that are words of another language.
@Suite struct ForeignPlaceTests {
    @Test(
        arguments: [
            "In ‹Orasul Nou› there is",
            "In ‹Orașul Nou› there is",
            "in ‹Novo Selo› there is",
            "in ‹Satul Nou› there is",
            "near ‹Villa Nueva›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .place)
    }

    @Test(
        arguments: [
            "In Social Work we say",
            "In Latin America",
            "in Orange and Blue",
            "in Trabajo Social",
            "in Bosnia and Herzegovina",
            "in the New Year",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
