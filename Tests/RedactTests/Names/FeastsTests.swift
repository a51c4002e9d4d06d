import Testing

@testable import WeirRedact

/// Names of persons that are feasts, peoples and makes of cars as well: the person comes first.
@Suite struct FeastsTests {
    @Test(
        arguments: [
            "‹Guadalupe Reyes› decides on it",
            "‹Božić› has the key",
            "Ask ‹Kurban Bajrami› about it",
            "‹Nevruz› called me",
            "‹Puente› signed it",
            "‹Domingo de Ramos› works here",
            "ask ‹Mercedes› for the list",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: nil)
    }
}
