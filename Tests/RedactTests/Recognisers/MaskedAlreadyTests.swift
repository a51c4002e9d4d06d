import Testing

@testable import WeirRedact

/// What somebody masked before, and letters that stand for a task: both stay.
@Suite struct MaskedAlreadyTests {
    @Test(
        arguments: [
            "[PERSON 1] left with [PERSON 2]",
            "the school in [PLACE] has [NUMBER] pupils",
            "[REDACTED] helped us, [CASE NUMBER] is open",
            "[NAME] of [ORGANISATION] said so",
            "M&E is weak, and so is R&D",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }

    @Test(arguments: ["[AGE ‹14›] girl", "she is [AGE ‹9›] years old"])
    func figuresAreMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(arguments: ["[‹Ana Hoxha›] left", "[PERSON 1] asked ‹Drita Hoxha›"])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }
}
