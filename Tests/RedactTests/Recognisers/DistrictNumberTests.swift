import Testing

@testable import WeirRedact

/// Districts that cities number.
@Suite struct DistrictNumberTests {
    @Test(
        arguments: [
            "In the ‹commune 13› or in the centre",
            "in ‹comuna 8› we need a psychologist",
            "In ‹localidad 19› we need a psychologist",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: nil)
    }

    @Test(arguments: ["the commune has 13 workers", "each commune needs one"])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
