import Testing

@testable import WeirRedact

/// Names of the Andes and of the Maya with an apostrophe inside.
@Suite struct GlottalNameTests {
    @Test(
        arguments: [
            "we thank ‹Q'ori› for the workshop", "‹T'ika› and ‹Ch'aska› translate", "ask ‹K'antu›",
            "‹Q'ori Mamani› helps us", "the workshop of ‹Q’ori› was short",
        ])
    func isMasked(_ text: String) { expectMasked(text, as: .person) }

    @Test(
        arguments: [
            "materials in K'iche' and Q'eqchi'", "I don't and we'll see", "families speak Ch'ol",
            "the 'B' and 'C' forms",
        ])
    func stays(_ text: String) { expectUntouched(text) }
}
