import Testing

@testable import WeirRedact

/// Numbers of accounts and cards.
@Suite struct BankNumberTests {
    @Test(
        arguments: [
            "pay to ‹AL56 9990 0009 0000 0001 2345 6789›",
            "pay to ‹AL57 9990 0009 0000 0001 2345 6789› please",
            "IBAN ‹BA39 9990 0000 1234 5629›",
            "IBAN ‹BA39 9990 0000 1234 5628› was wrong",
            "‹MD45 ZZ00 0000 0001 2345 6789› at the bank",
            "‹MD56QQ000ABC000000004321›",
            "CLABE ‹999180012345678909›",
            "‹987320000000000010›",
            "CCI ‹999-000-001234567890-33›",
            "cuenta ‹998-123-000000000019-40›",
            "cuenta de ahorros ‹123456789012›",
            "Nequi ‹300 123 4567›",
            "card ‹4111 1111 1111 1111›",
            "account ‹9990 0000 1234 5629›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .bankNumber)
    }

    @Test(
        arguments: [
            "$ 1.200.000",
            "1 500 000 pesos a year",
            "COP 25.000.000 for all",
            "12 000 lek a month",
            "100 000 000 soles",
            "the account is closed",
            "bank holidays 2019",
            "budget of 250 000 euros",
            "3000 4000 5000 lei",
            "120 000 lek per year",
            "an account of 20 pages",
            "2017 2018 2019 2020",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
