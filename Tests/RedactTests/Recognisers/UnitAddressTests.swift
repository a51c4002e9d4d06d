import Testing

@testable import WeirRedact

/// The number of a house, a flat or a box without its street.
@Suite struct UnitAddressTests {
    @Test(
        arguments: [
            "‹house number 23› is empty",
            "we meet in ‹flat 3B›",
            "write to ‹PO Box 456›",
            "in ‹apartment 502› lives a colleague",
            "‹block F lot 12›",
            "‹manzana F lote 12›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .address)
    }

    @Test(
        arguments: [
            "house 3 families",
            "the flat 3 times a week",
            "box 3 of the form",
            "pay is flat 20 euros",
            "a flat 40 m2",
            "it stayed flat 10%",
            "the house has 4 rooms",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
