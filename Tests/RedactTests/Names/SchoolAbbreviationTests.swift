import Testing

@testable import WeirRedact

/// Schools and associations behind dotted abbreviations.
@Suite struct SchoolAbbreviationTests {
    @Test(
        arguments: [
            "The ‹I.E. Fe y Alegría 999› has a protocol",
            "‹I.E.I. 204 Wawakuna Kusi›: no light and no internet",
            "‹I.E. San José› helps us",
            "we go to ‹Sec. Tec. 12 Hnos. Zapién› on Mondays",
            "We work well with ‹A.O. Cuibul Rîndunicii› on cases",
            "the ‹I.A.P. Casa Luz Nueva› pays for it",
            "‹Esc. Prim. Benito Juárez› has a psychologist",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .organisation)
    }

    @Test(
        arguments: [
            "more of it, i.e. training for all",
            "we need a sec. to think",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
