import Testing

@testable import WeirRedact

/// People who have a country's name.
@Suite struct CountryPersonTests {
    @Test(
        arguments: [
            "Dear ‹Jordan›, the equipment did not arrive.", "My boss is called ‹Africa›.", "hello ‹Israel› here",
            "‹Israel›, deaf himself, teaches signs to the parents.",
        ])
    func isMasked(_ text: String) { expectMasked(text, as: .person) }

    @Test(
        arguments: [
            "Mexico, itself large, has few shelters", "Dear Roma families", "the region is called Mexico here",
            "Support from Israel, Jordan and Georgia",
        ])
    func stays(_ text: String) { expectUntouched(text) }
}
