import Testing

@testable import WeirRedact

/// Where two numbered streets meet.
@Suite struct CrossingTests {
    @Test(
        arguments: [
            "the office at ‹calle 45 con 7› is closed",
            "our house is at ‹calle 45 con carrera 7›",
            "meet me at ‹carrera 15 esquina calle 93›",
            "between ‹calle 5 and calle 7› nobody comes",
            "on ‹cra 15 y 93›, second house",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .address)
    }

    @Test(
        arguments: [
            "on avenida 30 and 45 colleagues wait",
            "the street and 7 offices",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
