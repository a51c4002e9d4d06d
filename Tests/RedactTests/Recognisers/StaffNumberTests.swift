import Testing

@testable import WeirRedact

/// Numbers that an office knows its own by.
@Suite struct StaffNumberTests {
    @Test(
        arguments: [
            "badge ‹4471› signed it",
            "my employee number ‹4471› was asked",
            "officer no. ‹10233› came",
            "worker id ‹332› is mine",
            "staff no. ‹102› left",
            "My badge is ‹4471›",
            "badge #‹4471›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .nationalNumber)
    }

    @Test(
        arguments: [
            "an employee number is needed",
            "employee number 12 left",
            "officer 15 years in service",
            "every worker has 250 cases",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
