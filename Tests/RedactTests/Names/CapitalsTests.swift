import Testing

@testable import WeirRedact

/// Names in capitals that no list knows, and bodies that none knows either.
@Suite struct CapitalsTests {
    @Test(
        arguments: [
            "my name is ‹KOVAQI›",
            "Training by ‹B. KOVAQI› in March",
            "the case of ‹TLACOTI› is open",
            "our boss ‹BZHETA› decides",
            "level 1 with ‹LLAZHMURI›, ‹YLLTANA› in the hall",
            "thanks to ‹A. KOQI› for the form",
            "‹DEYSI› ran the course",
            "I work with ‹ZUNEI› on Mondays",
        ])
    func areMasked(_ text: String) {
        expectMasked(text, as: nil)
    }

    @Test(
        arguments: [
            "the QPZK pays for it",
            "Class IX has no teacher",
            "LEVEL III CASES ARE HARD",
            "we ask the DPKSM and the ZKVT",
        ])
    func stay(_ text: String) {
        expectUntouched(text)
    }
}
