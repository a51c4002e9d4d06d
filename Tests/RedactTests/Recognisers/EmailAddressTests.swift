import Testing

@testable import WeirRedact

/// Mail addresses, written or spelled out.
@Suite struct EmailAddressTests {
    @Test(
        arguments: [
            "write to ‹drita.hoxha@example.org› for the form",
            "the mail ‹dasp.raion(arond)serviciu.example› rejects it",
            "‹a_b-c+test@mail.example.co› is our address",
            "office mail: ‹INFO.BELTSY@EXAMPLE.MD›",
            "my mail is ‹analopez88 at gmail com› thanks",
            "mail ‹jlopez at hotmail com› please",
            "I wrote to ‹arta.m at gmail dot com› and she answered",
            "write to ‹arta at yahoo dot com› about it",
            "write ‹child.protection at gmail com› first",
            "my email: ‹help at gmail.com›",
            "contact ‹maria at mail dot com› about it",
            "contact ‹maria (at) example (dot) org› about it",
            "my mail is ‹jlopez [at] gmail [dot] com›",
            "my mail is ‹jlopez[at]gmail.com› thanks",
            "send it to ‹jlopez @ gmail . com› please",
            "mail ‹petar.peric@gmail.com›, he answers",
            "(‹dokumenta@primer.ba›)",
            "‹emina.h@hotmail.com›; nobody else knows the route",
            "“‹ana@correo.example.mx›” is the only contact",
            "write ‹ñandu.pérez@example.pe› for dates",
            "send to <‹rosa@example.org›>",
            "‹e.cebotari (la) centru-ejemplo.md›",
            "‹zaira underscore tovar at ejemplo dot mx›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .email)
    }

    @Test(
        arguments: [
            "we meet at two and talk until it ends",
            "look at the form and dot every i",
            "we work at home at times",
            "the at sign is missing on our keyboard",
            "we are at 80 percent of the plan",
            "the dot on the map is wrong",
            "mail arrives late",
            "we have no mail address at the office",
            "at school and at home",
            "send mail at the end of the month",
            "three officers @ the station",
            "prices are 5 @ 20 each",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
