import Testing

@testable import WeirRedact

/// Days with the month in words, in five languages.
@Suite struct WordedDateTests {
    @Test(
        arguments: [
            "el ‹15 de marzo de 2019›",
            "on ‹dvanaesti april› we met",
            "the day ‹dos de mayo› they came",
            "on ‹12 March 2019›",
            "on ‹March 15, 2019›",
            "on ‹15th of March› it closed",
            "më ‹15 mars 2019›",
            "‹15. mart 2019. godine›",
            "on ‹15. ožujka 2019›",
            "‹15 martie 2019› was the date",
            "‹15 de setiembre del 2020›",
            "on ‹15-mar-19›",
            "on the ‹twelfth of May›",
            "on ‹3 qershor 2020›",
            "since ‹1 iunie 2021›",
            "the ‹5th of December 2020› it ended",
            "‹June fifth, two thousand nineteen›",
            "‹June fifth, twenty nineteen›",
            "‹7 iunie 2019›",
            "‹4. maja 2020›",
            "‹14 mars 2020›",
            "on ‹14 mars›",
            "‹pesë mars 2020›",
            "‹prvog maja 2020›",
            "‹quince de marzo de dos mil dieciocho›",
            "‹twenty-first of May 2020›",
            "no internet since ‹february 11›",
            "after ‹june 30› no one answers",
            "on ‹March 3› people came",
            "precisely ‹întîi septembrie două mii douăzeci și doi›, they cut it",
            "signed ‹petnaestog oktobra dvije hiljade dvadeset i treće› by all",
            "më ‹tridhjetë shtator 2021›",
            "closed from ‹28 to 30 June 2022›",
            "on the ‹fifth of June two thousand nineteen›",
            "on the ‹twenty first of May 2020›",
            "on ‹March 12 and 14› we had training",
            "on ‹March 12-14› nobody came",
            "we met on ‹March, 12›.",
            "on ‹12 th March› we met",
            "on ‹March the twelfth› we met",
            "on ‹March the 12› we met",
            "‹February twenty-first› we met",
            "on ‹May twenty first› we met",
            "on ‹5 Decmber 2022› we met",
            "on ‹4 Febraury› we met",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .date)
    }

    @Test(
        arguments: [
            "in March",
            "in March 2019",
            "march of 20 workers",
            "8 March is kept",
            "since May",
            "every 12 months",
            "the sept results",
            "20 children in May",
            "In April the second week",
            "March the second time",
            "in March 12 and 30 children came",
            "In March, 12 children came",
            "in March the team met",
            "December is full",
            "20 November with all schools",
            "June 2019",
            "since June 2019",
            "in June two thousand nineteen",
            "May 2019 was bad",
            "2021",
            "in June and July",
            "may be 12",
            "May and June are lost months",
            "Let the budgets come before April, please",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
