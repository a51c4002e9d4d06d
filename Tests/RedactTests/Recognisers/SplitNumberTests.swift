import Testing

@testable import WeirRedact

/// Numbers with odd signs between their parts, behind a word for a telephone or a document.
@Suite struct SplitNumberTests {
    @Test(
        arguments: [
            "call me at ‹069·201·2345›",
            "tel. ‹069:201:2345›",
            "my phone is ‹069;201;2345›",
            "whatsapp ‹987*654*321›",
            "phone ‹069 y 201 y 2345›", "phone of the office ‹056 and then 000 417› ask for it",
            "my dni is ‹45·678·912›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: nil)
    }

    @Test(
        arguments: [
            "call 116 111, 117 and 129",
            "call between 08:00-16:00 on Mondays",
            "contact us in 2019; 2020; 2021",
            "the hotline has 3 phones, 2 lines and 12 people",
            "we call 3 or 4 times a day",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
