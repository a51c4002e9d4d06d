import Testing

@testable import WeirRedact

/// Mentions reach over what goes on behind a hyphen, and over the little word inside an organisation's name.
@Suite struct MentionReachTests {
    @Test(
        arguments: [
            ("money for the house goes to ‹000-99999999-0-00›, in the name of the treasurer", nil),
            ("her direct line is ‹(604) 000 12 34 ext. 117›, ask there", .phone),
            ("the petition has the number ‹P-0098/24-rs› and waits", nil),
            ("we send the papers by email to ‹v.bejkova› every month", .person),
            ("it covers all of ‹Una-Sana› with one car", MentionKind.place),
            ("services that exist: ‹Shtëpia e Diellit› and the commune", .organisation),
            ("‹Montes de Oca› signs the papers", .person),
            ("the boss (contador ‹Montes de Oca›) signs", .person),
        ] as [(String, MentionKind?)])
    func isMaskedWhole(_ text: String, _ kind: MentionKind?) {
        expectMasked(text, as: kind)
    }

    @Test(
        arguments: [
            "we are in ‹Tirana›-based teams",
            "the road Peru-‹Tacna› is closed",
        ])
    func whatIsNoPartOfItStays(_ text: String) {
        expectMasked(text, as: .place)
    }
}
