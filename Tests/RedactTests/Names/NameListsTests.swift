import Testing

@testable import WeirRedact

/// Several persons beside each other.
@Suite struct NameListsTests {
    @Test(
        arguments: [
            "‹Ana›, ‹Marija› and ‹Emina› share one desk",
            "‹Drita› and ‹Besnik› are on leave",
            "team: ‹Ion Rusu›, ‹Vera Ciobanu›, ‹Ana Lungu›",
            "‹Lejla›/‹Amra› answer",
            "- ‹Rosa Gómez› - ‹Luis Peña›",
            "‹besnik›, ‹arta›, ‹ilir› left",
            "‹Ana› & ‹Vera› do it all",
            "either ‹Goran› or ‹Dejan›",
            "‹Hysni›, then ‹Agim›, then nobody",
            "both ‹Zorica› and ‹Slavica›",
            "‹Quispe›, ‹Mamani› and ‹Condori› walk",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    /// Names that are places as well may be taken for those.
    @Test(arguments: ["‹Xochitl› or ‹Guadalupe› or ‹Ximena›"])
    func isMaskedAsEither(_ text: String) {
        expectMasked(text, as: nil)
    }

    @Test(
        arguments: [
            "police, school and health",
            "teachers, nurses and doctors",
            "Albania, Bosnia and Moldova",
            "Peru/Colombia/Mexico",
            "Monday, Tuesday and Friday",
            "UNICEF, ECPAT and World Vision",
            "Spanish, Albanian and Romanian",
            "either the police or the school",
            "both mothers and fathers",
            "cars, fuel, phones",
            "Facebook, WhatsApp and TikTok",
            "Roma, Egyptian and other communities",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
