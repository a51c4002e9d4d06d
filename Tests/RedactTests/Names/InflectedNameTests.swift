import Testing

@testable import WeirRedact

/// Given names with an Albanian ending, or with the s of an owner.
@Suite struct InflectedNameTests {
    @Test(
        arguments: [
            "I was trained by ‹Shpresën›",
            "‹Dritës› helped us",
            "‹pedros› mother has no papers",
            "‹juans› salary is late",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "we want hopes and plans",
            "the rules are late",
            "the norms house",
            "jóvenes are here",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
