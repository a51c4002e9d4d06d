import Testing

@testable import WeirRedact

/// Addresses of pages; not of platforms or sentences without a blank.
@Suite struct WebAddressTests {
    @Test(
        arguments: [
            "see ‹https://example.org/team/drita›",
            "files on ‹ftp://baza.centar.example› only",
            "see ‹http://www.facebook.com/emina.hadzic.9›",
            "see ‹www.example.ba›",
            "our page ‹facebook.com/luz.dary.montoya›",
            "it is on ‹instagram.com/profe_quispe/›",
            "the list is at ‹cps-balti.example.md/staff?id=7›",
            "the map is at ‹goo.gl/maps/Abc123›",
            "‹HTTPS://EXAMPLE.COM/ANA› is hers",
            "write on ‹wa.me/51987654321›",
            "the office page (‹centrodia-tarma.pe›) is old",
            "join ‹https://t.me/joinchat/AAAA12345›",
            "see ‹linkedin.com/in/maria-gomez-1a2b3c›, third post",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .url)
    }

    @Test(
        arguments: [
            "facebook.com is open all day",
            "we use www.facebook.com and nothing else",
            "we looked on google.com",
            "the work is hard.Es is not easy",
            "no car.No fuel.No phone",
            "training on Zoom and Google Meet",
            "and/or",
            "yes/no questions help",
            "police/school/health together",
            "version 2.0 of the form",
            "approx. 3.5 hours",
            "the net is slow",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
