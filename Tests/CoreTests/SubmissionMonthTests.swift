import Testing

@testable import WeirCore

/// The month of submission as releases may tell it.
@Suite struct SubmissionMonthTests {
    private static let variable = SubmissionMonth.variable(of: Month("2020-11")!...Month("2021-04")!)!

    @Test func everyMonthOfTheFieldPeriodIsACategory() {
        #expect(
            Self.variable.categories.map(\.name) == ["2020-11", "2020-12", "2021-01", "2021-02", "2021-03", "2021-04"])
        #expect(Self.variable.categories.map(\.code) == [2011, 2012, 2101, 2102, 2103, 2104])
    }

    /// An earlier release means the same when the field period is found to be longer.
    @Test func codesDoNotDependOnThePeriod() {
        let longer = SubmissionMonth.variable(of: Month("2019-01")!...Month("2022-12")!)!
        for category in Self.variable.categories {
            #expect(longer.category(named: category.name)?.code == category.code)
        }
        #expect(SubmissionMonth.variable(of: Month("1921-01")!...Month("2021-12")!) == nil)
    }

    @Test(
        arguments: [
            ("2021-02", 2102), ("", 9998), ("yesterday", 9998), ("2021-05", 9998), ("2021-2", 9998),
        ] as [(String, UInt16)])
    func whatIsNoMonthOfThePeriodHasItsReason(_ text: String, _ code: UInt16) {
        #expect(SubmissionMonth.code(of: text, in: Self.variable) == code)
    }

    @Test func monthsBecomeQuartersYearsAndAny() {
        let levels = SubmissionMonth.hierarchy(of: Self.variable, at: 3).levels
        #expect(
            levels.map { $0.map(\.label) } == [["2020-Q4", "2021-Q1", "2021-Q2"], ["2020", "2021"], ["Any month"]])
        #expect(levels.map { $0.map(\.code) } == [[2024, 2121, 2122], [2030, 2130], [9989]])
        for level in levels {
            #expect(level.flatMap(\.members) == Self.variable.categories.map(\.code))
        }
        let all = levels.joined().map(\.code) + Self.variable.categories.map(\.code)
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { !$0.isMissing })
    }

    /// What is told more coarsely than a level asks for stays as coarse, and becomes nobody's finer category.
    @Test func whatIsCoarserAlreadyStays() {
        let hierarchy = SubmissionMonth.hierarchy(of: Self.variable, at: 3)
        #expect((0...3).map { hierarchy.code(of: 2012, at: $0) } == [2012, 2024, 2030, 9989])
        #expect((0...3).map { hierarchy.code(of: 2030, at: $0) } == [2030, 2030, 2030, 9989])
        #expect((0...3).map { hierarchy.code(of: 9989, at: $0) } == [9989, 9989, 9989, 9989])
        #expect((0...3).map { hierarchy.code(of: 9994, at: $0) } == [9994, 9994, 9994, 9994])
    }
}
