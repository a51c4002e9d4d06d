import Testing

@testable import WeirRedact

/// The unit of an age is masked with it; units of anything else stay.
@Suite struct AgeUnitTests {
    @Test(
        arguments: [
            "the girl is ‹14 years old›",
            "a ‹15-year-old› boy needs a place",
            "a boy of ‹seven years› needs glasses",
            "The boy, of ‹9 years 4 months›, needs glasses",
            "her son is ‹nine years and a half›",
            "the mother is ‹31 years of age› and works",
            "her ‹3 month old› baby needs formula",
            "the mother is of ‹19 years› and studies at night",
            "the little one of ‹3 yrs› needs a place in the nursery",
            "niña de ‹13 años›", "the smallest is ‹2 and a half›",
        ])
    func belongsToTheAge(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test func standsForMonthsAndYearsAlike() {
        #expect(MarkedText("her 3 month old baby needs formula").scrubbed == "her [AGE] baby needs formula")
        #expect(MarkedText("a 15-year-old boy needs a place").scrubbed == "a [AGE] boy needs a place")
    }

    @Test(
        arguments: [
            "she turned ‹15›, years of waiting", "the boy is ‹12›. Old files are in the basement",
        ])
    func staysBehindAStop(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "the mother is of 19 years of service", "the team is of 12 years experience", "a plan of 3 yrs",
            "the big one of 2 rooms is closed",
        ])
    func isNone(_ text: String) {
        expectUntouched(text)
    }
}
