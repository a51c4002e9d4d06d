import Testing

@testable import WeirRedact

/// Colombian addresses by their shape.
@Suite struct HouseGridTests {
    @Test(
        arguments: [
            "we are at ‹Cl 10 #5-51›",
            "come to ‹Cl 45 # 23-15›",
            "near ‹Dg 5 # 1-20›",
            "it is ‹Tv 5 # 1-20›",
            "at ‹Ak 7A # 45-10› on Mondays",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .address)
    }

    @Test(
        arguments: [
            "option # 1 - 2 people",
            "we are team #1 with 12-15 cases",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
