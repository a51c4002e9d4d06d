import Testing

@testable import WeirRedact

/// A day and its month in one word.
@Suite struct JoinedDateTests {
    @Test(
        arguments: [
            "‹12March› was the meeting",
            "on ‹3rdMay 2021› we met",
            "‹05sep› in the office",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .date)
    }

    @Test(
        arguments: [
            "MP3 player",
            "4market",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
