import Testing

@testable import WeirRedact

/// A person's name reaches over its initials, and over a half that is a country's, a month's or a body's name as well.
@Suite struct PersonReachTests {
    @Test(arguments: [
        "‹Israel Yucunari› from the social service helped us.",
        "I recommend copying what ‹Georgian Grubornjak› did in the school.",
        "Only ‹Román ZADOINOV› answers the phone at night.",
        "Ask ‹Shkurt Prençi› about it",
        "I thank ‹Pranvera Gusht› for it",
        "We were trained by ‹Prill Dushku›.",
        "Our director is ‹S. Meta›.",
        "Our psychologist ‹Luis K'oh› trains us.",
        "On Monday ‹Quispe, G›. trained us.",
        "Maestro ‹HERNAN DARIO OSSA›, telesecundaria",
        "we need more staff, ‹Sari META› is alone",
        "Contact: ‹S. Gagauz›, coordinator",
        "the project of ‹dođo pula› is good",
        "the procuradora, ‹ma. elena rojas›, attends",
        "we thank ‹Fco. Rojas› for it",
    ])
    func otherHalfIsMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(arguments: [
        "I'd like to mention ‹D. Ch. Villafuerte› today",
        "‹Germania B›. answers at night.",
        "the work of ‹Angel G›. is good",
        "only ‹Israel Sh›. is alone",
        "More training for ‹b. durand› and her team.",
    ])
    func initialsAreMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(arguments: [
        "In Georgia ‹Ana Popescu› works alone",
        "the Juez de Paz ‹Ana Quispe› helped",
        "after each December ‹Ana Popescu› leaves",
        "I asked ‹Ana Popescu›. I think she knows",
        "We cooperate with the D.I.F. ‹Marta› is our contact.",
        "more supervision e.g. ‹marta› trains us",
        "We visited ‹Marta›'s U.S. office.",
        "This September ‹Rosa Quispe› trained us.",
        "We use Plan B. ‹Marta› trains us.",
        "We work with Roma ‹Marta›.",
        "‹Rosa Quispe›, C.P. ley 1090",
    ])
    func whatIsNoPartOfTheNameStays(_ text: String) {
        expectMasked(text, as: .person)
    }

    /// Letters with blanks between are a body's only behind its name.
    @Test(arguments: ["The accountant, ‹A. C›., refuses the transport", "Ask ‹A. Ç›. about the list"])
    func lettersApartAreInitials(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(arguments: ["support from the U. S. embassy ended", "U. S. works", "D. I. F. works"])
    func lettersApartOfABodyStay(_ text: String) {
        #expect(MarkedText(text).mentions.isEmpty)
    }

    /// `the teacher Ramadan`: behind a role stands a name, though a feast has the same.
    @Test(arguments: ["The teacher ‹Ramadan› organised a training.", "my psychologist ‹Israel› prepared the plan"])
    func namesakesBehindARoleAreMasked(_ text: String) {
        expectMasked(text, as: .person)
    }
}
