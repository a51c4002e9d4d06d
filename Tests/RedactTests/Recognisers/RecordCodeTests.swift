import Testing

@testable import WeirRedact

/// Codes of records that offices make up themselves; not counts, forms, or codes of anything else.
@Suite struct RecordCodeTests {
    @Test(
        arguments: [
            "client code ‹AM-12› needs transport", "beneficiary ‹ID 4512› has no card", "user code ‹F0012› was deleted",
            "the family code ‹0045› stands twice", "registered under no. ‹4512› since May",
            "it is in the register under ‹2023/88›", "the code ‹XJ45› is used for the family",
            "protocol ‹12345› has no answer", "file ‹12/B› is with the lawyer", "case ‹A12› is closed",
            "case ‹C-7› waits for the expert", "‹#4512› is not closed", "the ticket ‹#4512› is open",
            "case ‹#12› is not closed", "user code ‹12.345.6› waits", "client no ‹45 123› waits",
            "client code ‹AB-12345-KXWQZRTT› waits", "client no ‹45›. Then we called",
            "client code ‹AM-12›, 30 sessions",
            "family ‹12-04› needs transport", "client ‹AM-12› needs transport", "user ‹A12› waits for the plan",
            "case ‹88-12› has no plan", "the code of the child is ‹XJ45›", "code ‹4512› is used for the family",
            "ID: ‹4512›", "id ‹0045› in Primero",
            "ID: ‹AB12CD›", "reg. no. ‹4512› has no answer", "legajo ‹88-12› waits", "spis ‹A12› waits",
            "report no. ‹AM-12› was sent",
            "beneficiary no ‹88› came back", "patient ‹ID: 88-12›",
            "order ‹A12› waits for signature", "order ‹B/14› from the court", "protocol no ‹31› is late",
            "protocol no ‹P-77› is late", "case ‹45› is open", "the file ‹45› is lost", "ref. ‹45›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text.replacing("‹#", with: "#‹"), as: .caseNumber)
    }

    @Test func isMaskedWhateverItIs() { expectMasked("child ‹ID 000123› has no photo", as: nil) }

    @Test(
        arguments: [
            "the family comes 2-3 times a year", "the family 2-3 times a year", "client 2-3 hours a day",
            "children 12-17 join", "family 3-5 members", "family 100-200 soles per month", "user 24/7 support",
            "a client 50-50 agreement", "the file 2019-2020 was closed", "the ID of 2019 expired", "ID 2022 project",
            "id cards for 200 families", "case 2019/2020", "2 forms, cod. R-22, for each child",
            "report no 3 on families", "Case 12 in the manual says it", "in case 45 come", "case 45 minutes later",
            "protocol no 2 of the convention", "any case 12 is too many",
            "our number of users is 120", "each client no 24 hour service", "children registered under 18 years",
            "registered under the law of 2017", "print the file on A4", "case COVID-19 made us close",
            "the #1 problem is funding", "the protocol of 2014 is old", "the QR code B2B works",
            "postal code of the office",
            "30 cases, 12 files and one car", "one child number two years on the list", "in case 24 hours pass",
            "the case of 2019", "the family number 5 members", "code of conduct 2019", "level B2 of English",
            "in any case no 24-hour service", "for the client no 24-hour line",

            "the protocol 18/2017 is old",
            "they write the code T74 on it", "we shared #covid19 with all",
            "the protocol 2021-2025 is long", "file 3D models", "each case 3x in a week",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
