import Testing

@testable import WeirRedact

/// Letters that were lost before the text came here.
@Suite struct LostLettersTests {
    @Test(arguments: [
        "The judge Had\u{FFFD}ihasanovi\u{FFFD} came", "call \u{FFFD}uki\u{107}", "c\0a\0l\0l\0 \0A\0n\0a\0",
    ])
    func isWithheld(_ text: String) {
        #expect(MarkedText(text).isWithheld)
    }

    @Test(
        arguments: [
            "write to ‹C?rdenas› about it",
            "the head is ‹HuamÃ¡n› since May",
        ])
    func isMaskedWhole(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(arguments: ["why?because we have none", "Ñandú is a bird, ﬁne"])
    func isNotWithheld(_ text: String) {
        #expect(!MarkedText(text).isWithheld)
    }
}
