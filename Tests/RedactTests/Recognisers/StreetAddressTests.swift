import Testing

@testable import WeirRedact

/// Addresses of the six countries.
@Suite struct StreetAddressTests {
    @Test(
        arguments: [
            "we are in ‹Rruga e Kavajës 12, Ap. 4›",
            "office at ‹Bulevardi Dëshmorët e Kombit, Pallati 7, Shkalla 2›",
            "‹ulica Maršala Tita 25› is far",
            "‹trg Oslobođenja 3 second floor›", "‹ul. Zmaja od Bosne bb› is the office",
            "‹str. Livezilor 8, bloc 3, ap. 12›",
            "‹bd. Ștefan cel Mare 162›",
            "‹Calle 45 # 12-34 next to the park›",
            "‹Cra 7 No. 71-21 Sur›",
            "‹Carrera 15 # 88-64 Apto 301›",
            "‹Av. Juárez 120, Col. Centro›",
            "‹Jr. Puno 345› in front",
            "‹12 Rose Street›",
            "lives at ‹Oak Avenue 14›",
            "‹Mz. B Lt. 4, AA.HH. Nueva Vida› above",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .address)
    }

    @Test(
        arguments: [
            "children on the street",
            "street work is missing",
            "we work on the streets",
            "block by block",
            "a house for 12 children",
            "the road is bad",
            "10 km of road",
            "house visits",
            "floor 3",
            "apartment blocks",
            "on the way to the village",
            "square metres",
            "street children of 2019",
            "calle and home",
            "bloc of 20 hours",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
