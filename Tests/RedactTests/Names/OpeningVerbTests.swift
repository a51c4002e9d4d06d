import Testing

@testable import WeirRedact

/// Words that begin a sentence and are given names as well.
@Suite struct OpeningVerbTests {
    @Test(
        arguments: [
            "Will need more cars", "Will not be enough", "Mark each answer", "Hope it helps", "Hope that it changes",
            "Grant applications", "Chase the signatures", "Joy at work", "Grace period for reports",
        ])
    func stays(_ text: String) { expectUntouched(text) }

    @Test(
        arguments: [
            "‹Mark› the referral officer is on leave till Monday", "‹Will› said it", "‹Hope› is our psychologist",
        ])
    func isMasked(_ text: String) { expectMasked(text, as: .person) }
}
