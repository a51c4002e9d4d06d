import Testing

@testable import WeirRedact

/// Ages in days, weeks and months; not how long something took or takes.
@Suite struct InfantAgeTests {
    @Test(
        arguments: [
            "The baby was ‹nine days old› when the hospital wrote",
            "The baby was ‹9 days old› when the hospital wrote",
            "a ‹3-week-old› baby",
            "a baby of ‹six weeks› came",
            "a newborn of ‹12 days›",
            "only the baby ‹six weeks› was registered",
            "the baby, ‹six weeks›, was registered",
            "our leave lasts until the baby is ‹12 months›",
            "the boy was just ‹7 months old›",
            "She was ‹ten weeks old› at the first visit",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test func monthsBesideYears() {
        expectMasked("The child, ‹2 years and 4 months›, needs a specialist", as: .age)
        expectMasked("the mother, ‹14 years and 3 months›, came", as: .age)
    }

    @Test(
        arguments: [
            "the request is 14 days old",
            "the software is 6 months old",
            "the court order took nine days",
            "a training of six weeks",
            "the contract is 12 months",
            "the child waited 3 weeks",
            "the child was 3 weeks without school",
            "the girl is two months in the shelter",
            "2 years and 4 months of experience",
            "babies of 0 to 12 months",
            "baby food for six weeks",
            "30 days maternity leave",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
