import Testing

@testable import WeirRedact

/// Laws and decrees by the letters of their kind.
@Suite struct LawAbbreviationTests {
    @Test(arguments: [
        "the D.L. 1297 and its regulation, D.S. 001-2018-MIMP, but with practice", "R.M. 312-2019 is old",
        "the DU 001-2020 helped", "D.S. N° 010-2019-IN/PNP says it", "since the RVM 005-2021-MINEDU",
    ])
    func stays(_ text: String) { expectUntouched(text) }

    @Test(arguments: ["‹R. D. Perez› came in 2019", "our driver ‹D. S. Rojas› came"])
    func namesGo(_ text: String) { expectMasked(text, as: .person) }
}
