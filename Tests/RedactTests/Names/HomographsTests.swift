import Testing

@testable import WeirRedact

/// Names that are also words: the neighbours decide.
@Suite struct HomographsTests {
    @Test(
        arguments: [
            "‹Hope› from the day centre called me",
            "my colleague ‹Mark› drives",
            "I asked ‹Rose› for the form",
            "‹Frank› told us to wait",
            "with ‹Milagros› from the school",
            "‹Luz› is the only psychologist here",
            "thanks to ‹Faith›, our nurse",
            "‹Flor› coordinates the route",
            "our director ‹Joy› left",
            "‹Jesús› came with the car",
            "Mrs ‹Rose› keeps the list",
            "‹Will› and ‹Grace› work with me",
            "‹May› said that the car is broken",
            "‹Angel›'s office is closed",
            "‹Snow› told me to wait", "‹Mountain› wrote to the ministry", "‹Victory›'s desk is near the window",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "we hope for more training",
            "will there be money",
            "in May we start",
            "grace period of two weeks",
            "to be frank, it is bad",
            "mark the right box",
            "he rose early",
            "an angel would give up",
            "faith in the system",
            "joy of working",
            "the art of waiting",
            "a rose is not enough",
            "Will it change? I hope so",
            "June and May are the worst",
            "Basic course", "Snow closed the road to the village",
            "White paper for the printer", "Winter's heating is paid late",
            "Basic training for all",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
