import Testing

@testable import WeirRedact

/// Ages beside a letter for the sex.
@Suite struct JoinedAgeTests {
    @Test(
        arguments: [
            "‹47F› came",
            "‹F47› came",
            "‹M/34› came",
            "a ‹34/F› patient",
            "patient ‹34/M›, alone",
            "a woman (‹F, 34›) came",
            "(‹34 F›) came",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "12/24 hours",
            "M/F",
            "A4/5",
            "M/W",
            "6F of them",
            "budget of 12M euros",
            "12M pesos",
            "$ 12M",
            "room 12F is cold",
            "section 12F",
            "grade 5M",
            "24/7",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
