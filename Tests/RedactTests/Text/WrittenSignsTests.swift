import Testing

@testable import WeirRedact

/// Apostrophes and quotes that came as HTML or in the wrong encoding hide no name and are none.
@Suite struct WrittenSignsTests {
    @Test(
        arguments: [
            "we don&#39;t have cars", "we don&rsquo;t have a car", "Itâ€™s hard to get a place", "&nbsp;nothing",
            "the children&#39;s room", "food &amp; clothes", "we doesnâ€™t have it",
            "&quot;Safe internet&quot; was good",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }

    @Test(
        arguments: [
            "we wait for ‹Hoxha›&#39;s signature", "the desk of ‹Arta&nbsp;Kola› is empty",
            "‹Besnik›â€™s reports are late",
            "&quot;‹Arta›&quot; helps us &amp; waits",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .person)
    }
}
