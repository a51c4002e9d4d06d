import Testing

@testable import WeirRedact

/// Names with an English genitive; the mask keeps it or not, the name goes.
@Suite struct PossessivesTests {
    @Test(
        arguments: [
            "‹Drita›'s desk is empty",
            "‹Emina Hadžić›'s phone is broken",
            "‹Luz Dary›'s list is the best",
            "it is ‹Ana›'s and ‹Vera›'s work",
            "‹Xhaferri›'s decision",
            "‹Goran›'s mother",
            "at ‹Huamán›'s place",
            "‹Mirela›'s and mine",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "the child's rights",
            "children's home",
            "the state's money",
            "women's line",
            "UNICEF's money",
            "the police's car",
            "today's work",
            "Peru's law",
            "the ministry's plan",
            "people's trust",
            "one month's pay",
            "it's hard",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }

    @Test(
        arguments: [
            "‹Quispe›’s car",
            "‹Ion Rusu›'s office",
            "‹Besniks› car is old",
            "‹Marković›' team is small",
        ])
    func isYetToBeMasked(_ text: String) {
        withKnownIssue { expectMasked(text, as: .person) }
    }
}
