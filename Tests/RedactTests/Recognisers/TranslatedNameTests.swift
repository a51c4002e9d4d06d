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
            "the ‹Rainbow day center› is far", "the ‹Butterfly community center› has one worker",
            "the ‹Sunflower primary school› has no ramp", "we refer to the ‹Blue Horizons center› every week",
            "we refer to ‹House of Smiles› but they are full",
            "our NGO called ‹Blue Steps› helps", "the NGO called ‹Small Steps› helps",
            "the kindergarten \"‹garden of angels›\" is full",
        ])
    func organisationIsMasked(_ text: String) {
        expectMasked(text, as: .organisation)
    }

    @Test(
        arguments: [
            "the road to the ‹Flowers› village is closed",
            "families of the ‹New Life› neighbourhood",
            "in the ‹Palms› quarter",
            "she lives in the village of the ‹Flowers›", "the neighbourhood ‹November 28› has no school",
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
            "the Mental Health center is full", "the Legal Aid clinic helps us",
            "the Early Childhood kindergarten programme",
            "we use the Tree of Life in groups", "the Life Skills programme is good", "a village of the mountains",
            "the day center and the night shelter", "a center called by nobody", "the One Stop center",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
