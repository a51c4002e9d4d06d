import Testing

@testable import WeirRedact

/// Addresses of the six countries.
@Suite struct StreetAddressTests {
    @Test(
        arguments: [
            "we are in ‹street \"Ismail Qemali\" no 5›",
            "it is in ‹Rose Street, 45›.",
            "we are in ‹Rruga e Kavajës 12, Ap. 4›",
            "office at ‹Bulevardi Dëshmorët e Kombit, Pallati 7, Shkalla 2›",
            "‹ulica Maršala Tita 25› is far",
            "‹trg Oslobođenja 3 second floor›", "‹ul. Zmaja od Bosne bb› is the office",
            "‹str. Livezilor 8, bloc 3, ap. 12›",
            "‹bd. Ștefan cel Mare 162›",
            "‹Calle 45 # 12-34 next to the park›", "‹str. Livezilor 8 vis-a-vis de Fidesco›, on the left",
            "‹Cra 7 No. 71-21 Sur›",
            "‹Carrera 15 # 88-64 Apto 301›",
            "‹Av. Juárez 120, Col. Centro›",
            "‹Jr. Puno 345› in front",
            "‹12 Rose Street›",
            "‹Grau street 456› has the office",
            "the office is at ‹Hidalgo St 12› now",
            "lives at ‹Oak Avenue 14›",
            "‹Mz. B Lt. 4, AA.HH. Nueva Vida› above",
            "‹Av. Revolución 1234, Col. Roma Norte›",
            "‹Av. Revolución 1234, Col. Roma Norte, CP 06700›",
            "‹Av. Juárez 120 Col. Roma›",
            "‹Av. Juárez 120, Colonia del Valle Norte›",
            "‹Av. Roma 12, Col. México›",
            "‹Calle Perú 123›",
            "at ‹Calle 45 # 12-34, barrio La Esperanza›",
            "at ‹Rruga e Kavajës 12, lagjja Partizani›",
            "at ‹Rruga e Kavajës 12, lagja Roma›",
            "‹Rruga e Kavajës 12, lagjja 3›",
            "‹ulica Maršala Tita 25, naselje Roma›",
            "‹str. Livezilor 8, sectorul Botanica›",
            "‹str. Livezilor 8, sectorul 4›",
            "‹Jr. Puno 345, Urb. Santa Rosa›",
            "‹Jr. Puno 345, urbanización Los Álamos›",
            "‹Jr. Puno 345, sector Perú›",
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
            "Roma families in the colony",
            "Roma children, street 12",
            "the health sector, and Roma",
            "street children, Roma community",
            "they put the form on Google Drive and forgot it",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
