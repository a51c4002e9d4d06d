import Testing

@testable import WeirRedact

/// Places below country; countries, nationalities and words stay.
@Suite struct PlaceNamesTests {
    @Test(
        arguments: [
            "the only psychologist in ‹Peshkopi›",
            "we work in ‹Zavidovići›",
            "in ‹zavidovici› there is one car",
            "from ‹Tătărăuca Veche› to the city",
            "the village of ‹Chinchero›",
            "in the canton of ‹Sarajevo›",
            "department of ‹Antioquia›",
            "‹Cusco› region",
            "raionul ‹Soroca› has one",
            "near ‹Ocotlán›",
            "‹Drvar› has no tribunal",
            "people from ‹Gjirokastra›",
            "in ‹Bosanski Petrovac› nobody",
            "in ‹Kuçovë› and ‹Berat›",
            "we work in ‹Meta› and in ‹Casanare›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .place)
    }

    @Test(
        arguments: [
            "in Albania",
            "in Bosnia and Herzegovina",
            "Moldovan and Romanian",
            "in Peru and Colombia",
            "Mexico has a law",
            "in the capital",
            "Europe pays",
            "the Balkans",
            "Latin America",
            "Spanish is spoken",
            "an Albanian family",
            "the region is poor",
            "in the north of the country",
            "in our village",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
