import Testing

@testable import WeirRedact

/// Places with the number of a house.
@Suite struct PlaceWithNumberTests {
    @Test(
        arguments: [
            "in ‹Donji Lug 17a›",
            "in ‹Hasana Brkića bb›",
            "at ‹Kolodvorska 71› they wait",
            "near ‹Gornji Kamengrad 12›",
            "in ‹Livezilor 8›",
            "from ‹Xhamlliku 4›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: nil)
    }

    @Test(
        arguments: [
            "in May 12 workers left",
            "in 2019",
            "in Albania 12 workers left",
            "in Peru 2019",
            "at Law 18",
            "in group 4",
            "to Línea 100",
            "from 8 to 16",
            "the Ley de Infancia 18/2017 is known",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
