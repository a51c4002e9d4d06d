import Testing

@testable import WeirRedact

/// Names behind titles and role words; titles alone stay.
@Suite struct TitlesTests {
    @Test(
        arguments: [
            "Mrs ‹Dragana Petrović› helps us",
            "Dr. ‹Hoxha› signs everything",
            "dr ‹gjoni› comes on Mondays",
            "Lic. ‹Ramírez› takes the cases",
            "gospođa ‹Hadžić› from the centre",
            "doamna ‹Munteanu› calls us",
            "Sra. ‹Quispe› knows the road",
            "Don ‹Saturnino› keeps the key",
            "Father ‹Luigj› opened the hall",
            "Sister ‹Hope› cooks for all",
            "Prof. ‹E. Begović› taught us",
            "Mr ‹Xhaferri› and Mrs ‹Shehu›",
            "znj. ‹Drita Leka› is kind",
            "inspector ‹Mamani› is alone",
            // Colours stand in a list of what may stay; behind a title they do not.
            "Mr. ‹White› refused",
            "mr. ‹white› and mrs. ‹brown› refused",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "Dr. and nurse come on Mondays",
            "the doctor is alone",
            "Mr or Mrs, nobody says who comes",
            "the prosecutor does not answer",
            "our psychologist left",
            "señora from the market",
            "a father came",
            "sisters of charity",
            "Lic. in psychology",
            "the inspector of labour",
            "the professor of law",
            "the director signs everything",
            "in front of the judge. When she comes, nobody replaces her",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
