import Testing

@testable import WeirRedact

/// Nicknames in quotation marks behind what somebody is.
@Suite struct NicknameOfRoleTests {
    @Test(
        arguments: [
            "our driver \"‹Mocho›\" left",
            "the cook “‹Mamita›” helps",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "the workers \"Barefoot\" style",
            "the driver \"left\" again",
            "the teacher said \"Thank you\"",
            "the client \"Yes\" means",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
