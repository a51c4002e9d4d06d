import Testing

@testable import WeirRedact

/// The ages of several who are named together.
@Suite struct AgesTogetherTests {
    @Test(
        arguments: [
            "a ‹3›- and ‹5-year-old› need a place",
            "the boys ‹3› and ‹5 years› go to the kindergarten",
            "children: ‹3›, ‹5 years›, both without a place",
            "her children of ‹5› and ‹8› need glasses",
            "siblings ‹7› and ‹12 years old›",
            "children aged ‹4›, ‹7›, ‹11›",
            "children aged ‹12› and ‹14›",
            "two sons (‹7› and ‹9›)",
            "her daughters of ‹5› and ‹8› came",
            "the brothers, ‹6›, ‹9› and ‹13›, wait",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "between 7 and 12 years old",
            "children aged 12 to 14",
            "siblings in 5 and 6 grade",
            "two sisters and one seat",
            "minors: 12, 30, 44",
            "siblings with 2 and 3 beds",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
