import TestSupport
import Testing
import WeirCore

@testable import WeirProtect

/// Local suppression, by hand. All small tables are compared with brute force in Tests/Oracles/test_protection.py.
@Suite struct SuppressionTests {
    private static func solved(_ records: [[UInt16]], weights: [Int?], k: Int) -> Suppression {
        let columns = weights.indices.map { key in records.map { $0[key] } }
        return ClassSuppression(Combinations(columns: columns), cost: SuppressionCost(weights: weights), k: k).solve()
    }

    /// One of three differs in the second key: there all three cells go, because two alike would give the third away.
    @Test func classHidesAtLeastTwoValues() {
        let found = Self.solved([[1, 1], [1, 1], [1, 2]], weights: [1, 1], k: 3)
        #expect(found.masks == [2, 2, 2])
        #expect(found.isMinimal)
    }

    @Test func cheaperKeyIsSuppressed() {
        let records: [[UInt16]] = [[1, 1], [1, 2], [2, 1], [2, 2]]
        #expect(Self.solved(records, weights: [1, 3], k: 2).masks == [1, 1, 1, 1])
        #expect(Self.solved(records, weights: [3, 1], k: 2).masks == [2, 2, 2, 2])
    }

    @Test func keyThatIsNeverSuppressedDividesTheTable() {
        let found = Self.solved([[1, 1], [1, 2], [2, 1], [2, 1], [3, 1]], weights: [nil, 1], k: 2)
        #expect(found.masks == [2, 2, 0, 0, 0])
        #expect(found.unprotected == [4])
    }

    @Test func manyOfOneKindLendToTheLonely() {
        let found = Self.solved([[1], [1], [1], [1], [1], [2]], weights: [1], k: 3)
        #expect(found.cells == 3)
        #expect(found.masks[5] == 1)
    }

    /// The one with 1 and 1 could hide among eight with 1 and 2, or among four with 2 and 1. Either takes three cells; the
    /// first takes frequent answers.
    @Test func evenClassesTakeFrequentAnswers() {
        let one = [[UInt16]](repeating: [1, 2], count: 8)
        let records: [[UInt16]] = one + [[UInt16]](repeating: [2, 1], count: 4) + [[1, 1]]
        let columns = [0, 1].map { key in records.map { $0[key] } }
        let found = ClassSuppression(
            Combinations(columns: columns), cost: SuppressionCost(weights: [1, 1]), k: 3, isBalanced: true
        ).solve()
        #expect(found.masks.filter { $0 != 0 } == [2, 2, 2])
        #expect(found.bound <= found.cost)
    }

    /// Two classes, of which one has the same answer thrice: the key that keeps them apart goes.
    @Test func classesDifferInSensitiveAnswers() {
        let answers: [[Double]] = [[5, 5, 5, 7, 8, 5]]
        let columns: [[UInt16]] = [[1, 1, 1, 2, 2, 2], [3, 3, 3, 3, 3, 3]]
        let plain = ClassSuppression(
            Combinations(columns: columns), cost: SuppressionCost(weights: [1, 1]), k: 3)
        #expect(plain.solve().cells == 0)
        let diverse = ClassSuppression(
            Combinations(columns: columns), cost: SuppressionCost(weights: [1, 1]), k: 3,
            diversity: Diversity(values: answers, least: 2)
        ).solve()
        #expect(diverse.masks == [1, 1, 1, 1, 1, 1])
        #expect(diverse.bound <= diverse.cost)
    }

    @Test func answersOfAllAlikeCannotBeMadeDiverse() {
        let columns: [[UInt16]] = [[1, 1, 1, 2, 2, 2], [3, 3, 4, 3, 4, 3]]
        let found = ClassSuppression(
            Combinations(columns: columns), cost: SuppressionCost(weights: [nil, 1]), k: 2,
            diversity: Diversity(values: [[5, 5, 5, 7, 8, 5]], least: 2)
        ).solve()
        #expect(found.alike == [0, 1, 2])
        #expect(found.masks[0...2] == [0, 0, 0])
    }

    /// Every class of many tables has two values of each of two sensitive variables, also beyond what is searched.
    @Test(arguments: Project.isThorough ? [20, 300, 3000] : [20, 100, 3000]) func everyClassIsDiverse(_ size: Int) {
        var chance = Chance()
        let columns = (0..<3).map { _ in (0..<size).map { _ in UInt16(min(chance.next(4), chance.next(4)) + 1) } }
        let answers = [2, 6].map { values in
            (0..<size).map { _ in Double(min(chance.next(values), chance.next(values))) }
        }
        let found = ClassSuppression(
            Combinations(columns: columns), cost: SuppressionCost(weights: [2, 1, 1]), k: 3,
            diversity: Diversity(values: answers, least: 2)
        ).solve()
        #expect(found.unprotected.isEmpty && found.alike.isEmpty)
        let seen = (0..<size).map { row in
            columns.indices.map { found.masks[row] & (1 << UInt32($0)) != 0 ? 9997 : columns[$0][row] }
        }
        for rows in Dictionary(grouping: seen.indices, by: { seen[$0] }).values {
            #expect(rows.count >= 3)
            for values in answers { #expect(Set(rows.map { values[$0] }).count > 1) }
        }
    }

    @Test func boundIsNeverAboveTheCost() {
        var chance = Chance()
        for size in Project.isThorough ? [20, 60, 200] : [20, 60, 120] {
            let records = (0..<size).map { _ in (0..<4).map { _ in UInt16(min(chance.next(5), chance.next(5)) + 1) } }
            let found = Self.solved(records, weights: [1, 2, 3, 1], k: 3)
            #expect(found.bound <= found.cost)
            #expect(2 * found.bound > found.cost)
        }
    }

    @Test func nothingIsSuppressedWhereEverybodyHasEquals() {
        #expect(Self.solved([[1, 1], [1, 1], [2, 2], [2, 2]], weights: [1, 1], k: 2).cells == 0)
    }

    /// Two records that hide everything match everybody, and so everybody has k = 3: the wildcard reading asks for no more.
    @Test func wildcardReadingIsContentWithLittle() {
        let columns: [[UInt16]] = [(1...20).map { UInt16($0) }]
        let found = WildcardSuppression(columns: columns, cost: SuppressionCost(weights: [1]), k: 3).solve()
        #expect(found.cells == 2)
        #expect(found.unprotected.isEmpty)
    }
}

/// Measures of risk, by hand.
@Suite struct RiskTests {
    private static let classes = Combinations(columns: [[1, 1, 1, 2, 2, 3]])

    @Test func risksOfClassesOfThreeTwoAndOne() {
        let risk = RiskMeasures(Self.classes, offices: [1, 1, 2, 3, 9994, 9994], population: [30, 1, 4])
        #expect(risk.classes == 3)
        #expect(risk.uniques == 1)
        #expect(risk.prosecutor == 1)
        // The population cannot have fewer than the sample.
        #expect(risk.journalist == 0.5)
        #expect(risk.marketer == 0.5)
        #expect(risk.offices == 1)
        #expect(RiskMeasures(Self.classes).offices == nil)
    }

    @Test func diversityAndClosenessOfTwoClasses() {
        let two = Combinations(columns: [[1, 1, 2, 2]])
        let kinds = SensitiveMeasures(two, values: [1, 2, 3, 3], isOrdered: false)
        #expect(kinds.distinct == 1)
        #expect(abs(kinds.entropy - 1) < 1e-12)
        // Shares of the first class are 1/2, 1/2, 0; of all 1/4, 1/4, 1/2.
        #expect(abs(kinds.closeness - 0.5) < 1e-12)
        // In order the work is 1/4 + 1/2 over two steps.
        #expect(abs(SensitiveMeasures(two, values: [1, 2, 3, 3], isOrdered: true).closeness - 0.375) < 1e-12)
        #expect(abs(SensitiveMeasures(two, values: [1, 2, 1, 2], isOrdered: false).entropy - 2) < 1e-12)
    }
}
