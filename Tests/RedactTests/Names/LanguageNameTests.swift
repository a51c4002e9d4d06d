import Testing

@testable import WeirRedact

/// German is a language, and a given name without its accent.
@Suite struct LanguageNameTests {
    @Test(
        arguments: [
            "A colleague left, another is learning German.",
            "We need staff who speak German.",
            "The materials are in German",
            "The training was in English and German.",
            "Italian and German police",
            "a German course for the staff",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }

    @Test(
        arguments: [
            "‹German› said it is fine",
            "ask ‹German› about it",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    /// Of whom a place might be named.
    @Test(arguments: ["the report came from ‹German›", "they trust in ‹German Pérez›"])
    func isMaskedAsEither(_ text: String) {
        expectMasked(text, as: nil)
    }
}
