import Testing
import WeirCore

@Suite struct TextFoldingTests {
    @Test(
        "Wording is folded to what an export cannot change",
        arguments: [
            ("Yes", "yes"),
            ("  Yes \t indeed\r\n", "yes indeed"),
            ("<p>Do you <b class=\"x\">agree</b>?</p>", "do you agree ?"),
            ("one<br/>two", "one two"),
            ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
            ("5 < 6 <b>now</b>", "5 < 6 now"),
            ("a <<b>c</b>", "a < c"),
            ("<5 years", "<5 years"),
            ("a < b", "a < b"),
            ("over > under", "over > under"),
            ("&quot;R&amp;D&quot;", "\"r&d\""),
            ("a&nbsp;&lt;&gt;&#39;b", "a <>'b"),
            ("&amp;lt;", "&lt;"),
            ("AT&T", "at&t"),
            ("a\u{A0}b\u{202F}c", "a b c"),
            ("a\u{200B}b\u{FEFF}c\u{AD}d\u{200E}", "abcd"),
            ("‘a’ “b” „c“ «d» don´t", "'a' \"b\" \"c\" \"d\" don't"),
            ("1–2 — 3−4", "1-2 - 3-4"),
            ("Name *", "name"),
            ("Name**  * ", "name"),
            ("a*b", "a*b"),
            ("ÇËÀ Ñ", "çëà ñ"),
            ("Sa\u{308}o", "säo"),
            ("", ""),
            (" * ", ""),
        ])
    func wordingIsFolded(text: String, expected: String) {
        #expect(TextFolding.folded(text) == expected)
        #expect(TextFolding.folded(expected) == expected || text.contains("&amp;lt;"))
    }

    @Test("Composed and decomposed letters are one key of a table")
    func composedAndDecomposedAreOne() {
        let composed = TextFolding.folded("Anketa e pun\u{EB}sve")
        let decomposed = TextFolding.folded("Anketa e pune\u{308}sve")
        #expect(Array(composed.unicodeScalars) != Array(decomposed.unicodeScalars))
        #expect([composed: 1][decomposed] == 1)
    }

    @Test("A long text of opening signs is folded in one pass", .timeLimit(.minutes(1)))
    func manyOpeningSigns() {
        let text = String(repeating: "<", count: 200_000) + ">"
        #expect(TextFolding.folded(text) == text)
    }
}

@Suite struct PlaceTests {
    @Test(
        "A column has the letters of a spreadsheet",
        arguments: [
            (0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"),
            (16383, "XFD"),
        ])
    func aColumnHasLetters(column: Int, letters: String) {
        #expect(Place.letters(ofColumn: column) == letters)
    }
}

@Suite struct CountryCodeTests {
    @Test("Two ASCII letters are a country", arguments: [("al", "AL"), ("AL", "AL"), ("xK", "XK")])
    func twoLettersAreACountry(text: String, letters: String) {
        #expect(CountryCode(text)?.letters == letters)
    }

    @Test("Anything else is no country", arguments: ["", "A", "ALB", "A1", "Á", "é", "A ", "ß", "ﬁ", "[[", "@A"])
    func anythingElseIsNone(text: String) { #expect(CountryCode(text) == nil) }
}
