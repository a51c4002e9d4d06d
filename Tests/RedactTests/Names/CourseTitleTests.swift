import Testing

@testable import WeirRedact

/// What courses are called, in quotation marks.
@Suite struct CourseTitleTests {
    @Test(
        arguments: [
            "the workshop \"‹Ana Lopez›\" was good",
            "the course \"‹Hoxha›\" was long",
            "the course \"A day with ‹Ana Kola›\" was long",
            "the training by our lawyer \"‹Chiqui›\" was good",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "the course was called \"First Steps\", \"Art of the Question\" or \"Safe Screens\"",
            "modules such as \"First Contact\" and \"Rose, Thorn and Bud\" were useful",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
