import Testing

@testable import WeirRedact

/// Places and local organisations whose names were translated into words.
@Suite struct TranslatedNameTests {
    @Test(
        arguments: [
            "we get help from the ‹Butterfly shelter›",
            "our NGO, ‹Sun daycare›, closed last year",
            "‹Seeds of Love centre› refers cases to us",
            "the ‹NGO Bridges› trains us",
            "we work with the ‹Rainbow project›",
            "‹Sunflower centre› is closed",
        ])
    func organisationIsMasked(_ text: String) {
        expectMasked(text, as: .organisation)
    }

    @Test(
        arguments: [
            "the road to the ‹Flowers› village is closed",
            "families of the ‹New Life› neighbourhood",
            "in the ‹Palms› quarter",
        ])
    func placeIsMasked(_ text: String) {
        expectMasked(text, as: .place)
    }

    @Test(
        arguments: [
            "the Social Centre is closed",
            "the Roma community",
            "in the Roma village",
            "the Indigenous village",
            "the Child Protection project",
            "the Family Centre in our town",
            "Spring school is short",
            "Life project of every child",
            "the sun project",
            "Future group work",
            "the first quarter of 2021",
            "Heart centre",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
