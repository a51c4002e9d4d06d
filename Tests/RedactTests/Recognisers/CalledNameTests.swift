import Testing

@testable import WeirRedact

/// What somebody is called, without quotation marks.
@Suite struct CalledNameTests {
    @Test(
        arguments: [
            "our supervisor (everyone calls him ‹Mali›) organises it",
            "we call her ‹Sol›",
            "they call me ‹Hope›",
            "the children called them ‹Don Rey› and came",
            "our driver known as ‹Grandpa› left",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(arguments: [
        "call me Monday", "a centre known as Barnahus", "our worker known as Focal Point", "we call them on Fridays",
        "a line that they call when they are alone",
    ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
