import Testing

@testable import WeirRedact

/// Names of accounts that only points hold together.
@Suite struct DottedAccountTests {
    @Test(
        arguments: [
            "instagram of our volunteers is ‹sigurno.dijete.zavidovici›, they reach youth",
            "We publish in facebook ‹RutaNinezGuapi.oficial› the route",
            "my user is ‹drita.hoxha.tirane›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .handle)
    }

    @Test(
        arguments: [
            "on Facebook we post.Then nothing happens",
            "the account was closed.They did not say why",
            "TikTok answers e.g. after a month",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
