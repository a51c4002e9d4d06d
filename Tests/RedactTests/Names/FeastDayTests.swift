import Testing

@testable import WeirRedact

/// Feasts that are names of persons as well.
@Suite struct FeastDayTests {
    @Test(
        arguments: [
            "‹Bajram› said that Christmas is hard",
            "Mr. ‹Reyes› and Christmas leave",
            "the file of ‹Bajram Hoxha› before Easter",
            "‹Guadalupe› trained us",
            "We met ‹Carmen› before Christmas.",
            "‹Carmen›'s holiday was approved.",
            "Happy Easter, ‹Bajram›",
            "During Christmas, ‹Bajram› covers the office",
            "We met ‹Bajram› after Christmas",
            "‹Hoxha› was at the celebration",
            "‹Guadalupe›'s time is limited",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "Saint George's day is a holiday",
            "the Guadalupe feast and the carnival",
            "Bajram, Easter and Christmas: nobody works",
            "after Bajram and after Orthodox Christmas the calls grow",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
