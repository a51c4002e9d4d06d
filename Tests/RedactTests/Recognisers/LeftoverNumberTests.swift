import Testing

@testable import WeirRedact

/// Long numbers that nobody could explain; counts, years and money stay.
@Suite struct LeftoverNumberTests {
    @Test(
        arguments: [
            "the number ‹87654321› stands on it",
            "see ‹4455667788›",
            "badge ‹99887›",
            "‹12345678901234› was on the paper",
            "code ‹A7712345›",
            "he has ‹7788-9911-22›",
            "response ‹R_3kZ9xQ1a2B3c4D5›",
            "IMEI ‹490154203237518›",
            "‹7f3a-99b1-22c4› on the tag",
            "licence ‹A-12345-B›",
            "locker ‹778812›",
            "it says ‹55443322110›",
            "the child ‹A123› was referred",
            "badge ‹K204› is mine",
            "the beneficiary ‹12.345.000› came again",
            "whatsapp ‹9OO 000 031› for it",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: nil)
    }

    @Test(
        arguments: [
            "in 2019 we were 12",
            "1,500 children",
            "12 000 lek",
            "3.5 hours",
            "120 families",
            "85 %",
            "85.5 percent",
            "7/10",
            "8:30",
            "from 1990 to 2020",
            "100,000 euros",
            "2 of 3",
            "$ 300",
            "1st place",
            "Article 53",
            "COVID-19",
            "printer Epson L395 without ink",
            "turns of 7x24",
            "the 22.500.000 of the agreement",
            "we got 12 500 000 for the year",
            "room C120 is free",
            "courses 18.00-20.00 on the phone",
            "ley 1098 2006, ley 1146 2007",
            "DS 009-2016, RM 274",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
