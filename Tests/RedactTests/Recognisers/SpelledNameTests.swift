import Testing

@testable import WeirRedact

/// Names written letter by letter.
@Suite struct SpelledNameTests {
    @Test(
        arguments: [
            "‹D r a g a n›'s office is far",
            "‹A n a P o p e s c u› came",
            "‹A n a  P o p e s c u› came",
            "my name is ‹D r i t a›",
            "‹D-r-i-t-a› came",
            "‹d-r-i-t-a› told us",
            "‹D r i t a H o x h a› left",
            "‹P e t r o v i c› signed",
            "‹M a r i a› came",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }

    @Test(
        arguments: [
            "S O S",
            "N G O",
            "A B C D E F",
            "a b c d",
            "A E I O U",
            "option a b c or d",
            "plan b c d",
            "T E S T",
            "Y E S",
            "we say y e s always",
            "h-e-l-p",
            "x x x x",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
