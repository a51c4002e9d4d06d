import Testing

@testable import WeirRedact

/// Days and months in figures behind words that a point in time follows.
@Suite struct PointInTimeTests {
    @Test(
        arguments: [
            "again to Monday, since ‹2/04›",
            "open until ‹19 / 04› and closed then",
            "we waited until ‹21.9›. for an answer",
            "od ‹21.9›. do ‹3.10›.",
            "from ‹1/02›",
            "the money came ‹3.7›. spent by August",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .date)
    }

    @Test(
        arguments: [
            "we have 3/4 of it",
            "Law 9/04",
            "version 2.5. is better",
            "from 2.5 to 3 hours",
            "open from 8 to 4",
            "raised by 1/3 since 2020",
            "10/12 answered",
            "the average was 3.7. but it fell",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
