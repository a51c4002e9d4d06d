import Testing

@testable import WeirRedact

/// Whose family or case it is.
@Suite struct NamedCaseTests {
    @Test(
        arguments: [
            "we closed the ‹Victor› case",
            "I saw the ‹Grace› case twice",
            "the ‹Lumi› family waits",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "the Court case",
            "the April case",
            "the Roma family",
            "the case of hope",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
