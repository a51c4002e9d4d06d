import Testing

@testable import WeirRedact

/// Letters that were lost before the text came here.
@Suite struct LostLettersTests {
    @Test(
        arguments: [
            "The judge Had\u{FFFD}ihasanovi\u{FFFD} came",
            "call \u{FFFD}uki\u{107}",
            "c\0a\0l\0l\0 \0A\0n\0a\0",
            "write to C?rdenas about it",
            "the Qui?ones family",
            "the head is HuamÃ¡n since May",
            "write to QuiÃ±ones about it",
            "ask Å ehiÄ‡ about it",
            "my colleague ?or?e does it",
            "I thank Mu?oz for the help",
            "Judge N??ez is strict",
            "the secretary ?imi knows it",
            "Grace?s office is far",
            "ask Pe&#xF1;a about it",
            "ask Had&#382;i&#263; about it",
            "the head is Mu&ntilde;oz",
            "call Had%C5%BEi%C4%87 first",
            "ask Mark?s team for it",
            "I spoke with \u{C5}\u{A0}ehi\u{C4}\u{87} about it",
        ])
    func isWithheld(_ text: String) {
        #expect(MarkedText(text).isWithheld)
    }

    @Test(arguments: ["don&#8217;t go &#8211; stay", "100 &#8364; a month", "see https://a.example/pe%C3%B1a"])
    func entitiesOfSignsAreNotWithheld(_ text: String) {
        #expect(!MarkedText(text).isWithheld)
    }

    @Test(
        arguments: [
            "I don?t know.",
            "There aren?t enough cars.",
            "UNICEF?s training was good",
            "Why? Training is far away",
            "how?who pays for it",
            "salary &amp; rent &#39;later&#39;",
            "40% of 20%5 is little",
            "R&amp;D; then",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }

    @Test(
        arguments: [
            "why?because we have none",
            "SÃO PAULO is far, and so is MÄRKT",
            "Ñandú is a bird, ﬁne",
            "what is missing?Everything",
            "we don?t know the children?s files",
            "it isn?t ours, they?re late and i?m alone",
            "see https://www.unicef.example/report?language=en for it",
        ])
    func isNotWithheld(_ text: String) {
        #expect(!MarkedText(text).isWithheld)
    }
}
