import Testing

@testable import WeirRedact

/// Personal and tax numbers.
@Suite struct NationalNumberTests {
    @Test(
        arguments: [
            "NID ‹T05315123T›",
            "NID ‹S95610204L› is hers",
            "JMBG ‹1503090170010›",
            "JMBG ‹1503090170015› with a slip",
            "IDNP ‹2999000123456›",
            "cod personal ‹2999000123450›",
            "CURP ‹PEXJ900214HDFRXNA9›",
            "RFC ‹GOML950203K95›",
            "DNI ‹99999999›",
            "DNI ‹99887766-6›",
            "cédula ‹99.999.999›",
            "NIT ‹999.999.999-4›",
            "RUC ‹10998877666›",
            "passport ‹B1234567›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .nationalNumber)
    }

    @Test(
        arguments: [
            "$ 99.999.999",
            "1.250.000 pesos",
            "12 000 children",
            "in 2018 2019 2020",
            "the ID takes 3 weeks",
            "no cédula, no help",
            "DNI for all children",
            "each has a CURP by law",
            "RFC is hard to get",
            "2 of 10 have papers",
            "id cards cost 500 lek",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }

    @Test(
        arguments: [
            "matični broj ‹150309-0170010›",
            "C.C. ‹1.099.999.999›",
            "identity card ‹A 01234567›",
        ])
    func isYetToBeMasked(_ text: String) {
        withKnownIssue { expectMasked(text, as: .nationalNumber) }
    }

    @Test(
        arguments: [
            "a population of 1.200.300"
        ])
    func isYetToStay(_ text: String) {
        withKnownIssue { expectUntouched(text) }
    }
}
