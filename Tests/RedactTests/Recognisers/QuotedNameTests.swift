import Testing

@testable import WeirRedact

/// What somebody is called, in quotation marks.
@Suite struct QuotedNameTests {
    @Test(
        arguments: [
            "a man called \"‹Tarzan›\"",
            "a man called \"‹The Bear›\" came",
            "the man, known as \"‹Little Tiger›\", came",
            "known as \"‹El Gordo›\"",
            "nickname \"‹Shadow›\"",
            "his nickname is \"‹The Bull›\"",
            "nicknamed \"‹Flower›\"",
            "alias \"‹La Jefa›\"",
            "we call him \"‹Bubi›\"",
            "we call her \"‹Sunshine›\"",
            "they call her “‹Auntie Blue›”",
            "they call me \"‹Sunny›\"",
            "we call him ‘‹Lion›’",
            "called '‹Sunny›' by all",
            "‹Drita›, known as \"‹Flower›\", came",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "the phenomenon known as \"grooming\"",
            "what is called \"case management\"",
            "so-called \"burnout\"",
            "also called \"sexting\"",
            "a form called \"Annex 3\"",
            "the course known as \"First Aid\"",
            "the case is known as \"closed\"",
            "it is called \"Life skills\"",
            "we call the line \"Safe\"",
            "we call it \"burnout\"",
            "call the \"Blue Line\" now",
            "I call it a \"Safe Space\"",
            "what we call \"Circle of Trust\"",
            "they call me \"fata\" in meetings",
            "call \"112\" now",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
