import Testing

@testable import WeirRedact

/// Full dates in figures.
@Suite struct NumericDateTests {
    @Test(
        arguments: [
            "court ‹03. 07.› two experts",
            "court ‹03.07.› two experts",
            "on ‹15.03.2019› we met",
            "on ‹15/03/2019› it closed",
            "on ‹15/3/19› it closed",
            "on ‹2019-03-15› the car broke",
            "on ‹15-03-2019› we moved",
            "on ‹15.03.2019.› we moved",
            "born ‹12/31/1988›",
            "since ‹3. 5. 2020› without contract",
            "‹20190315› was the last training",
            "from ‹01/02/2021› to ‹05/02/2021›",
            "(‹07.11.21›)",
            "date:‹15.3.2019›",
            "on ‹2021 03 14›",
            "on ‹14 03 2021›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .date)
    }

    @Test(
        arguments: [
            "in 2019/2020 we were four",
            "school year 2019-20",
            "Law 18/2017",
            "3/4 of the staff",
            "7/10 for the course",
            "1/2 of them",
            "24/7 service",
            "10-12 cases each week",
            "version 1.2.3",
            "from 8.30 to 16.30",
            "Ley 1098 de 2006",
            "116-111",
            "2-3 times",
            "2019 2020 2021",
            "in 2021 12 children came",
            "in 2021 05 of them",
            "in 03/2020 the office closed",
            "from 06/2022 to 09/2022 nobody answered",
            "no director since 11/2019",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
