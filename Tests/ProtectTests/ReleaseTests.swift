import TestSupport
import Testing
import WeirCore

@testable import WeirProtect

/// A small study with a worker's key, a question about children with a follow-up, and a share.
private struct Small {
    static let country = Variable(
        name: "country", type: .single, role: .key,
        categories: [
            Category(name: "AL", code: 1, labels: [:], basis: .published),
            Category(name: "BA", code: 2, labels: [:], basis: .published),
        ])
    static let yesNo = [
        Category(name: "yes", code: 1, labels: [:], basis: .published),
        Category(name: "no", code: 2, labels: [:], basis: .published),
    ]
    static let codebook = Codebook(variables: [
        country,
        Variable(name: "age", type: .single, role: .key, categories: yesNo),
        Variable(name: "child", type: .single, role: .case, categories: yesNo),
        Variable(
            name: "online", type: .single, universe: .compare(variable: "child", .equal, .category("yes")),
            role: .plain,
            categories: yesNo),
        Variable(name: "share", type: .slider, role: .case),
        Variable(name: "help", type: .single, role: .plain, categories: yesNo),
    ])
    static let schema = Schema(codebook: codebook)
    static let layout = ReleaseLayout(schema: schema, withheld: [])

    static func table(
        country: [UInt16], age: [UInt16]? = nil, child: [UInt16]? = nil, online: [UInt16]? = nil,
        share: [Double]? = nil,
        help: [UInt16]? = nil
    ) -> MicroTable {
        let same = [UInt16](repeating: 2, count: country.count)
        return MicroTable(
            rows: country.count,
            codes: [
                0: country, 1: age ?? same, 2: child ?? same, 3: online ?? same.map { _ in 9990 }, 4: help ?? same,
            ], numbers: [0: share ?? country.map { _ in 9994 }])
    }

    static func profile(k: Int, importance: Int? = nil, diversity: Int? = nil) -> ReleaseProfile {
        ReleaseProfile(
            name: "small", scenario: "", k: k,
            keys: [.init(variable: 0, importance: importance), .init(variable: 1, importance: 1)],
            sensitive: diversity == nil ? [] : [5], diversity: diversity)
    }

    static func protected(
        _ table: MicroTable, k: Int, importance: Int? = nil, diversity: Int? = nil, margins: [PublishedMargin] = [],
        settled: SettledRows? = nil
    ) throws -> ProtectedTable {
        try Protection(
            layout: layout, profile: profile(k: k, importance: importance, diversity: diversity), hierarchies: [:],
            margins: margins,
            country: 0
        ).protect(table, lot: (0..<table.rows).map { UInt64($0) }, settled: settled)
    }
}

@Suite struct MicroTableTests {
    @Test func anotherTableHasAllThatOneTells() {
        let earlier = Small.table(country: [1, 1, 2], age: [1, 2, 1], share: [10, 20, 30])
        let told = { (table: MicroTable, other: MicroTable) in
            table.isTold(by: other, at: [2, 0], in: Small.layout.columns)
        }
        #expect(told(Small.table(country: [2, 1], age: [1, 1], share: [30, 10]), earlier))
        #expect(told(Small.table(country: [2, 1], age: [9997, 1], share: [30, 9997]), earlier))
        #expect(!told(Small.table(country: [2, 1], age: [2, 1], share: [30, 10]), earlier))
        #expect(!told(Small.table(country: [2, 1], age: [1, 1], share: [30, 11]), earlier))
        // What the other does not have at all, it does not tell.
        var less = earlier
        less.codes[1] = nil
        #expect(!told(Small.table(country: [2, 1], age: [1, 1], share: [30, 10]), less))
        #expect(told(Small.table(country: [2, 1], age: [9997, 9997], share: [30, 10]), less))
    }
}

@Suite struct ProtectionTests {
    @Test func lonelyAnswerAboutChildrenHidesAmongOthersOfItsCountry() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1, 2, 2, 2], child: [1, 2, 2, 2, 2, 2, 2, 2, 2],
            online: [1, 9990, 9990, 9990, 9990, 9990, 9990, 9990, 9990])
        let child = try Small.protected(table, k: 3).table.codes[2] ?? []
        #expect(child[0] == 9997)
        #expect(child[0..<6].count { $0 == 9997 } == 3)
        #expect(child[6...].allSatisfy { $0 == 2 })
    }

    /// Where the answer to the follow-up, or that it was not asked, would tell what is suppressed, it goes too.
    @Test func followUpIsHiddenWithItsQuestion() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1], child: [1, 2, 2, 2, 2], online: [1, 9990, 9990, 9990, 9990])
        let codes = try Small.protected(table, k: 3).table.codes
        for (child, online) in zip(codes[2] ?? [], codes[3] ?? []) { #expect(online == (child == 9997 ? 9997 : 9990)) }
    }

    /// Four said yes; one of them is drawn to hide the one who said no, and three are left.
    @Test func whoIsDrawnLeavesNobodyElseAlone() throws {
        let table = Small.table(country: [1, 1, 1, 1, 1], child: [2, 1, 1, 1, 1], online: [9990, 1, 1, 1, 1])
        let child = try Small.protected(table, k: 3).table.codes[2] ?? []
        #expect([0, 3, 4].contains(child.count { $0 == 1 }))
        #expect(child[0] == 9997)
    }

    @Test func questionThatTooFewOfACountryAnsweredIsWithheldThere() throws {
        let table = Small.table(country: [1, 1, 1, 2, 2, 2], child: [1, 9994, 9994, 2, 2, 2])
        let child = try Small.protected(table, k: 3).table.codes[2] ?? []
        #expect(child == [9997, 9997, 9997, 2, 2, 2])
    }

    /// Too few of the follow-up's answers can hide: nobody tells it, but whoever is told not to have had it was not asked.
    @Test func whoIsKnownNotToHaveBeenAskedHidesNothing() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1], child: [1, 1, 1, 2, 2, 2], online: [1, 2, 2, 9990, 9990, 9990])
        let few = PublishedMargin(id: "x", group: [], answer: .init(variable: 3, codes: [1]), count: 1, base: 3)
        let codes = try Small.protected(table, k: 3, margins: [few]).table.codes
        #expect(codes[2] == [1, 1, 1, 2, 2, 2])
        #expect(codes[3] == [9997, 9997, 9997, 9990, 9990, 9990])
    }

    /// Two were asked, or three who all said yes: who was asked goes too.
    @Test(arguments: [[1, 2, 9990, 9990, 9990], [1, 1, 1, 9990, 9990]] as [[UInt16]])
    func tooFewAskedToHideAmongHideThatTheyWereAsked(_ online: [UInt16]) {
        var table = Small.table(
            country: [1, 1, 1, 1, 1], child: online.map { $0 == 9990 ? 2 : 1 }, online: online)
        let rule = CaseRule(
            layout: Small.layout, margins: [], country: 0, origin: [1, 1, 1, 1, 1], isOriginKept: false, keys: [0, 1],
            k: 3, lot: [1, 2, 3, 4, 5],
            parts: Parts(
                cohorts: [0, 0, 0, 0, 0], isSettled: [false, false, false, false, false],
                isRecalled: [false, false, false, false, false]),
            part: 1)
        #expect(rule.withhold(3, Array(0..<5), &table))
        #expect(table.codes[2]?.allSatisfy { $0 == 9997 } == true)
        #expect(table.codes[3]?.allSatisfy { $0 == 9997 } == true)
        #expect(!rule.withhold(3, Array(0..<5), &table))
    }

    @Test func sharesBecomeMeansWithinACountry() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1, 2, 2, 2], share: [10, 90, 11, 92, 12, 91, 50, 60, 9994])
        let numbers = try Small.protected(table, k: 3).table.numbers[0] ?? []
        #expect(numbers[0..<6] == [11, 91, 11, 91, 11, 91])
        #expect(numbers[6...].allSatisfy { $0 == 9997 })
    }

    /// A finer profile hid three among each other; where five are needed, two more join them.
    @Test func whatAFinerProfileHidAmongFewIsJoinedByMore() throws {
        let country = [UInt16](repeating: 1, count: 16)
        let child: [UInt16] = [9997, 9997, 9997, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]
        let share: [Double] = [9997, 9997, 9997] + (1...13).map { Double($0 * 5) }
        let table = try Small.protected(Small.table(country: country, child: child, share: share), k: 5).table
        #expect(table.codes[2]?.count { $0 == 9997 } == 5)
        #expect(table.numbers[0]?.count { $0 == 9997 } == 5)
    }

    /// Also new rows, though an earlier release hid enough others: who knows it knows who is new.
    @Test func newRowsThatAFinerProfileHidAmongFewAreJoinedByNewOnes() throws {
        let one = [UInt16](repeating: 1, count: 12)
        let first = Small.table(country: one, child: [1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2])
        let made = try Small.protected(first, k: 5)
        #expect(made.table.codes[2]?.count { $0 == 9997 } == 5)
        let second = first.adding(Small.table(country: one, child: [9997, 9997, 9997, 1, 1, 1, 1, 1, 1, 1, 1, 1]))
        let settled = SettledRows(
            earlier: (0..<24).map { $0 < 12 ? $0 : nil }, table: made.table, levels: made.levels)
        let again = try Small.protected(second, k: 5, settled: settled)
        #expect(again.table.codes[2]?.suffix(12).count { $0 == 9997 } == 5)
    }

    /// Whatever the question is about: what was hidden along with a key counts too.
    @Test func plainAnswersThatAFinerProfileHidAmongFewAreJoinedByMore() throws {
        let table = Small.table(
            country: [UInt16](repeating: 1, count: 9), help: [9997, 9997, 9997, 1, 1, 2, 2, 2, 2])
        #expect(try Small.protected(table, k: 3).table.codes[4]?.count { $0 == 9997 } == 3)
        #expect(try Small.protected(table, k: 5).table.codes[4]?.count { $0 == 9997 } == 5)
    }

    /// The finer profile hid six ages and, with three of them, whether they were helped, which print counts by age.
    @Test func answersJoinedInPrintWithAHiddenKeyAreHiddenInTheWholeClass() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1], age: [9997, 9997, 9997, 9997, 9997, 9997],
            help: [9997, 9997, 9997, 1, 2, 2])
        let margin = PublishedMargin(
            id: "x", group: [.init(variable: 1, codes: [1])], answer: .init(variable: 5, codes: [1]), count: 5, base: 9)
        let help = try Small.protected(table, k: 6, margins: [margin]).table.codes[4]
        #expect(help == [9997, 9997, 9997, 9997, 9997, 9997])
    }

    /// To hide one who was helped, print's count by child takes the answers about children along: two of these are left.
    @Test func whatIsHiddenAlongLeavesNobodyAlone() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1, 1, 1], child: [1, 2, 1, 1, 1, 2, 2, 2],
            online: [1, 9990, 1, 1, 1, 9990, 9990, 9990], help: [1, 2, 2, 2, 2, 2, 2, 2])
        let margin = PublishedMargin(
            id: "x", group: [.init(variable: 2, codes: [1])], answer: .init(variable: 5, codes: [1]), count: 1, base: 4)
        let codes = try Small.protected(table, k: 3, margins: [margin]).table.codes
        #expect(codes[4]?[0] == 9997)
        #expect(codes[2]?.contains(1) == false)
    }

    /// The reports print that one gave no answer: which row that is must not be told either.
    @Test func lonelyNonAnswerInPrintIsHidden() throws {
        let table = Small.table(country: [1, 1, 1, 1, 1, 1], child: [9994, 2, 2, 2, 2, 2])
        let margin = PublishedMargin(
            id: "x", group: [.init(variable: 0, codes: [1])], answer: .init(variable: 2, codes: [9994]), count: 1,
            base: 6)
        #expect(try Small.protected(table, k: 3).table.codes[2]?[0] == 9994)
        let child = try Small.protected(table, k: 3, margins: [margin]).table.codes[2] ?? []
        #expect(child[0] == 9997)
        #expect(child.count { $0 == 9997 } == 3)
    }

    @Test func lonelyNonAnswerInPrintIsHiddenAmongNumbersToo() throws {
        let table = Small.table(country: [1, 1, 1, 1, 1, 1], share: [9994, 10, 20, 30, 40, 50])
        let margin = PublishedMargin(
            id: "x", group: [], answer: .init(variable: 4, codes: [9994]), count: 1, base: 6)
        let share = try Small.protected(table, k: 3, margins: [margin]).table.numbers[0] ?? []
        #expect(share[0] == 9997)
        #expect(share.count { $0 == 9997 } == 3)
    }

    /// All but one were helped, says print; and so one was not.
    @Test func whomPrintLeavesOverIsHidden() throws {
        let table = Small.table(country: [1, 1, 1, 1, 1, 1], help: [1, 1, 1, 1, 1, 2])
        let margin = PublishedMargin(id: "x", group: [], answer: .init(variable: 5, codes: [1]), count: 5, base: 6)
        #expect(try Small.protected(table, k: 3).table.codes[4]?[5] == 2)
        #expect(try Small.protected(table, k: 3, margins: [margin]).table.codes[4]?[5] == 9997)
    }

    /// Only whoever has some is asked further: among means of those, the one who has none would be known by that.
    @Test(arguments: [[0, 40, 41, 42, 60, 61, 62], [5, 0, 0, 0, 0, 0, 0]] as [[Double]])
    func whoAloneHasNoneOrSomeIsHiddenAmongOthers(_ share: [Double]) throws {
        let table = Small.table(country: [1, 1, 1, 1, 1, 1, 1], share: share)
        let numbers = try Small.protected(table, k: 3).table.numbers[0] ?? []
        #expect(numbers[0] == 9997)
        #expect(numbers.count { $0 == 9997 } == 3)
        #expect(Set(numbers.filter { $0 != 9997 }).count == 1)
        #expect(numbers.contains(0) == share.dropFirst().allSatisfy { $0 == 0 })
    }

    /// The reports print how many of each age were helped: with the age, the help goes where it differs.
    @Test func publishedCountThatJoinsAKeyHidesTheOtherAnswer() throws {
        let table = Small.table(country: [1, 1, 1, 1], age: [1, 1, 1, 2], help: [1, 2, 2, 2])
        let margin = PublishedMargin(
            id: "x", group: [.init(variable: 1, codes: [1])], answer: .init(variable: 5, codes: [1]), count: 1, base: 3)
        #expect(try Small.protected(table, k: 4).table.codes[4] == [1, 2, 2, 2])
        #expect(try Small.protected(table, k: 4, margins: [margin]).table.codes[4] == [9997, 9997, 9997, 9997])
    }

    /// The reports print that one worker was helped: whose row it is must not be told.
    @Test func answerThatTheReportsPrintOfOneIsHidden() throws {
        let table = Small.table(country: [1, 1, 1, 1, 1, 1], help: [1, 2, 2, 2, 2, 2])
        let margin = PublishedMargin(id: "x", group: [], answer: .init(variable: 5, codes: [1]), count: 1, base: 6)
        #expect(try Small.protected(table, k: 3).table.codes[4]?[0] == 1)
        let help = try Small.protected(table, k: 3, margins: [margin]).table.codes[4] ?? []
        #expect(help[0] == 9997)
        #expect(help.count { $0 == 9997 } == 3)
    }

    /// Print says about how many were helped: that tells of few when it is fewer than k at the most.
    @Test(arguments: [(1, 2, true), (1, 5, false), (3, 6, false), (4, 5, true), (4, 6, false)])
    func whatPrintTellsAboutFewIsHidden(_ least: Int, _ most: Int, _ isHidden: Bool) throws {
        let help: [UInt16] = least == 1 ? [1, 2, 2, 2, 2, 2] : [2, 1, 1, 1, 1, 1]
        let table = Small.table(country: [1, 1, 1, 1, 1, 1], help: help)
        let margin = PublishedMargin(
            id: "x", group: [], answer: .init(variable: 5, codes: [1]), count: least, most: most, base: 6)
        let made = try Small.protected(table, k: 3, margins: [margin]).table
        #expect((made.codes[4]?[0] == 9997) == isHidden)
        let useful = Utility(
            margins: [margin], tests: [], before: table, after: made, layout: Small.layout, full: Small.layout)
        #expect(useful.percentages.isEmpty)
    }

    /// A chart of the first country has a bar of one, and nobody knows any more of which answer.
    @Test func answersOfWhichOneIsPrintedOfOneAreHidden() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1, 2, 2, 2, 2], help: [1, 2, 2, 2, 2, 2, 2, 1, 2, 2])
        let bar = PublishedMargin(
            id: "x", group: [.init(variable: 0, codes: [1])], answer: .init(variable: 5), count: 1, base: 6)
        let help = try Small.protected(table, k: 3, margins: [bar]).table.codes[4] ?? []
        #expect(help[0] == 9997)
        #expect(help.prefix(6).count { $0 == 9997 } == 3)
        #expect(help.suffix(4) == [2, 1, 2, 2])
        let useful = Utility(
            margins: [bar], tests: [], before: table, after: table, layout: Small.layout, full: Small.layout)
        #expect(useful.percentages.isEmpty)
    }

    @Test func countryWithTooFewRowsIsBeyondReach() throws {
        let table = Small.table(country: [1, 1, 1, 2])
        #expect(throws: Protection.Held.beyondReach(keys: [0], k: 3)) { try Small.protected(table, k: 3) }
        #expect(try Small.protected(table, k: 3, importance: 1).suppression.cells > 0)
    }

    /// Both ages of the first country are three, and all of one age were helped: they become one class.
    @Test func peopleAlikeInTheKeysAnsweredDifferently() throws {
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1, 2, 2, 2], age: [1, 1, 1, 2, 2, 2, 1, 1, 1], help: [1, 1, 1, 2, 2, 1, 1, 2, 2])
        #expect(try Small.protected(table, k: 3).suppression.cells == 0)
        let made = try Small.protected(table, k: 3, diversity: 2)
        #expect(made.table.codes[1] == [9997, 9997, 9997, 9997, 9997, 9997, 1, 1, 1])
        #expect(made.sensitive[5]?.before.distinct == 1)
        #expect(made.sensitive[5]?.after.distinct == 2)
    }

    @Test func countryThatAnsweredAlikeHoldsTheRelease() throws {
        let table = Small.table(country: [1, 1, 1, 2, 2, 2], help: [1, 1, 1, 1, 2, 2])
        #expect(throws: Protection.Held.diversity(variables: [5], least: 2)) {
            try Small.protected(table, k: 3, diversity: 2)
        }
    }

    /// An earlier release asked no diversity: what it told is out, and holds no later one.
    @Test func classThatWasReleasedAlikeHoldsNothing() throws {
        let made = try Small.protected(Small.table(country: [1, 1, 1], age: [1, 1, 1], help: [1, 1, 1]), k: 3)
        let second = Small.table(
            country: [1, 1, 1, 1, 1, 1], age: [1, 1, 1, 2, 2, 2], help: [1, 1, 1, 1, 2, 2])
        let settled = SettledRows(earlier: [0, 1, 2, nil, nil, nil], table: made.table, levels: made.levels)
        let again = try Small.protected(second, k: 3, diversity: 2, settled: settled)
        #expect(again.kept.count == 6)
        #expect(again.sensitive[5]?.after.distinct == 1)
    }

    /// Later, new rows that answered alike wait for others.
    @Test func newRowsThatAnsweredAlikeWait() throws {
        let first = Small.table(country: [1, 1, 1], help: [1, 2, 2])
        let made = try Small.protected(first, k: 3, diversity: 2)
        let second = Small.table(country: [1, 1, 1, 1, 1, 1], help: [1, 2, 2, 1, 1, 1])
        let settled = SettledRows(earlier: [0, 1, 2, nil, nil, nil], table: made.table, levels: made.levels)
        #expect(try Small.protected(second, k: 3, diversity: 2, settled: settled).kept == [0, 1, 2])
    }

    @Test func nobodyWaitsForNewRowsOfAnotherCountry() throws {
        let first = Small.table(country: [1, 1, 1, 2, 2, 2], help: [1, 2, 2, 1, 2, 2])
        let made = try Small.protected(first, k: 3, diversity: 2)
        let second = Small.table(
            country: [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2], help: [1, 2, 2, 1, 2, 2, 1, 1, 1, 1, 2, 2])
        let settled = SettledRows(
            earlier: [0, 1, 2, 3, 4, 5] + [Int?](repeating: nil, count: 6), table: made.table, levels: made.levels)
        let again = try Small.protected(second, k: 3, diversity: 2, settled: settled)
        #expect(again.kept == [0, 1, 2, 3, 4, 5, 9, 10, 11])
    }

    /// The last row's answer is rare, and two are too few to hide it. If it waited alone, being absent would tell it.
    @Test func allThatCouldHideAnAnswerWaitTogether() throws {
        let made = try Small.protected(Small.table(country: [1, 1, 1], child: [1, 1, 1]), k: 3)
        let second = Small.table(
            country: [UInt16](repeating: 1, count: 9), child: [1, 1, 1, 9990, 9990, 9990, 9990, 1, 2])
        let settled = SettledRows(
            earlier: [0, 1, 2] + [Int?](repeating: nil, count: 6), table: made.table, levels: made.levels)
        #expect(try Small.protected(second, k: 3, settled: settled).kept == [0, 1, 2, 3, 4, 5, 6])
    }

    /// Told as "any", the countries could still be told apart by what is printed of each: a class stays in one.
    @Test func classesStayInACountryThatIsToldMoreCoarsely() throws {
        var profile = Small.profile(k: 2)
        profile.keys[0].finest = 1
        profile.keys[0].coarsest = 1
        let any = Hierarchy(variable: 0, levels: [[.init(name: "any", code: 1001, label: "Any", members: [1, 2])]])
        let protection = Protection(
            layout: Small.layout, profile: profile, hierarchies: [0: any], margins: [], country: 0)
        let table = Small.table(country: [1, 1, 2, 2], age: [1, 2, 1, 2], child: [1, 1, 1, 2])
        let made = try protection.protect(table, lot: [1, 2, 3, 4])
        #expect(made.table.codes[0] == [1001, 1001, 1001, 1001])
        // The two of age 1 are of two countries, and so are the two of age 2.
        #expect(made.table.codes[1] == [9997, 9997, 9997, 9997])
        // Those of the second country told too few answers about children; what only the first one tells would tell it.
        #expect(made.table.codes[2] == [9997, 9997, 9997, 9997])
    }

    /// Countries told as one region: what only one of them hides would tell it.
    private func toldAsOne(_ table: MicroTable, k: Int) throws -> MicroTable {
        var profile = Small.profile(k: k)
        profile.keys[0].finest = 1
        profile.keys[0].coarsest = 1
        let any = Hierarchy(variable: 0, levels: [[.init(name: "any", code: 1001, label: "Any", members: [1, 2])]])
        return try Protection(
            layout: Small.layout, profile: profile, hierarchies: [0: any], margins: [], country: 0
        ).protect(table, lot: (0..<table.rows).map { UInt64($0) }).table
    }

    @Test func asManyAnswersOfAnotherCountryAreHiddenWhereARegionIsTold() throws {
        let country: [UInt16] = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2]
        let table = Small.table(
            country: country, child: [1, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 2, 2],
            online: [1, 9990, 9990, 9990, 9990, 9990, 9990, 9990, 1, 1, 1, 1, 9990, 9990, 9990, 9990],
            share: [0, 9, 9, 9, 9, 9, 9, 9, 5, 5, 5, 5, 7, 7, 7, 7])
        #expect(try Small.protected(table, k: 3).table.codes[2]?.suffix(8).contains(9997) == false)
        let made = try toldAsOne(table, k: 3)
        for hidden in [
            made.codes[2]?.map { $0 == 9997 }, made.codes[3]?.map { $0 == 9997 }, made.numbers[0]?.map { $0 == 9997 },
        ] {
            let counts = [hidden?.prefix(8).count { $0 } ?? 0, hidden?.suffix(8).count { $0 } ?? 0]
            #expect(counts[0] >= 3 && counts[1] >= counts[0])
        }
    }

    @Test func whatIsHiddenForAWholeCountryIsHiddenForItsRegion() throws {
        let table = Small.table(country: [1, 1, 1, 2, 2, 2, 2], child: [1, 9994, 9994, 2, 2, 2, 2])
        #expect(try Small.protected(table, k: 3).table.codes[2]?.suffix(4).contains(9997) == false)
        #expect(try toldAsOne(table, k: 3).codes[2]?.allSatisfy { $0 == 9997 } == true)
    }

    /// Three rows of two offices are two who could be meant.
    @Test func classOfTooFewOfficesIsHeld() throws {
        var profile = Small.profile(k: 3)
        profile.office = 5
        let protection = Protection(
            layout: Small.layout, profile: profile, hierarchies: [:], margins: [], country: 0)
        let two = Small.table(country: [1, 1, 1], help: [1, 1, 2])
        #expect(throws: Protection.Held.offices(found: 2)) { try protection.protect(two, lot: [1, 2, 3]) }
        let three = Small.table(country: [1, 1, 1], help: [1, 3, 2])
        #expect(try protection.protect(three, lot: [1, 2, 3]).after.offices == 3)
    }

    /// Both ages are three, and of one office each but for one: joined they are of three.
    @Test func classesAreJoinedUntilTheyAreOfKOffices() throws {
        var profile = Small.profile(k: 3)
        profile.office = 5
        let protection = Protection(
            layout: Small.layout, profile: profile, hierarchies: [:], margins: [], country: 0)
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1], age: [1, 1, 1, 2, 2, 2], help: [1, 1, 1, 2, 2, 9994])
        let made = try protection.protect(table, lot: [1, 2, 3, 4, 5, 6])
        #expect(made.after.offices == 3)
        #expect(made.table.codes[1]?.allSatisfy { $0 == 9997 } == true)
    }

    /// In the class of the first age nobody was helped, of all rows half were: a profile that asks for nearness holds it.
    @Test func classTooFarFromTheWholeIsHeld() throws {
        var profile = Small.profile(k: 3)
        profile.sensitive = [5]
        let table = Small.table(
            country: [1, 1, 1, 1, 1, 1], age: [1, 1, 1, 2, 2, 2], help: [2, 2, 2, 1, 1, 1])
        let made = { (most: Double) in
            profile.closeness = most
            return try Protection(
                layout: Small.layout, profile: profile, hierarchies: [:], margins: [], country: 0
            ).protect(table, lot: [1, 2, 3, 4, 5, 6])
        }
        #expect(try made(0.5).sensitive[5]?.after.closeness == 0.5)
        #expect(throws: Protection.Held.closeness(variable: 5)) { try made(0.49) }
    }

    /// Two offices where three are asked for, and all were helped: the offices are what is told, because k counts them.
    @Test func officesAreToldBeforeAnswers() throws {
        var profile = Small.profile(k: 3, diversity: 2)
        profile.office = 2
        let table = Small.table(country: [1, 1, 1, 1], child: [1, 1, 2, 2], help: [1, 1, 1, 1])
        #expect(throws: Protection.Held.offices(found: 2)) {
            try Protection(layout: Small.layout, profile: profile, hierarchies: [:], margins: [], country: 0)
                .protect(table, lot: [1, 2, 3, 4])
        }
    }

    @Test func rowsReleasedBeforeStayAsTheyWere() throws {
        let first = Small.table(country: [1, 1, 1], age: [1, 2, 2])
        let made = try Small.protected(first, k: 3)
        #expect(made.table.codes[1] == [9997, 9997, 9997])
        let second = Small.table(country: [1, 1, 1, 1, 1, 1, 1], age: [1, 2, 2, 1, 1, 1, 2])
        let settled = SettledRows(
            earlier: [0, 1, 2, nil, nil, nil, nil], table: made.table, levels: made.levels)
        let again = try Small.protected(second, k: 3, settled: settled)
        #expect(again.table.codes[1]?.prefix(3) == [9997, 9997, 9997])
        // The four new ones hide among themselves.
        #expect(again.table.codes[1]?.suffix(4) == [9997, 9997, 9997, 9997])
    }

    /// A key that the earlier release did not tell, as a month, stays untold for its rows; new rows tell theirs.
    @Test func keyThatAnEarlierReleaseDidNotTellIsToldOfNewRowsAlone() throws {
        let any = Hierarchy(variable: 1, levels: [[.init(name: "any", code: 1001, label: "Any", members: [1, 2])]])
        var profile = Small.profile(k: 3)
        let protection = Protection(
            layout: Small.layout, profile: profile, hierarchies: [1: any], margins: [], country: 0)
        let first = Small.table(country: [1, 1, 1], age: [1001, 1001, 1001])
        let second = Small.table(country: [UInt16](repeating: 1, count: 9), age: [1, 2, 2, 1, 1, 1, 2, 2, 2])
        let settled = SettledRows(
            earlier: [0, 1, 2] + [Int?](repeating: nil, count: 6), table: first, levels: [0, nil])
        let made = try protection.protect(second, lot: (0..<9).map { UInt64($0) }, settled: settled)
        #expect(made.table.codes[1] == [1001, 1001, 1001, 1, 1, 1, 2, 2, 2])
        #expect(made.levels == [0, 0])
        #expect(made.after.anonymity.strict.smallest == 3)
        // Where the profile wants it coarse, it is.
        (profile.keys[1].finest, profile.keys[1].coarsest) = (1, 1)
        let coarse = Protection(
            layout: Small.layout, profile: profile, hierarchies: [1: any], margins: [], country: 0)
        let again = try coarse.protect(second, lot: (0..<9).map { UInt64($0) }, settled: settled)
        #expect(again.table.codes[1]?.allSatisfy { $0 == 1001 } == true)
        #expect(again.levels == [0, 1])
    }

    @Test func tooFewNewRowsWait() throws {
        let first = Small.table(country: [1, 1, 1])
        let made = try Small.protected(first, k: 3)
        let second = Small.table(country: [1, 1, 1, 1])
        let settled = SettledRows(earlier: [0, 1, 2, nil], table: made.table, levels: made.levels)
        #expect(try Small.protected(second, k: 3, settled: settled).kept == [0, 1, 2])
    }

    /// Of a first release nobody is settled, but whoever has one of another profile knows whom it lacks.
    @Test func rowsThatAnotherProfileLacksHideAmongEachOtherOrWait() throws {
        let table = Small.table(
            country: [UInt16](repeating: 1, count: 9), age: [1, 1, 2, 2, 1, 1, 2, 1, 2])
        let protection = Protection(
            layout: Small.layout, profile: Small.profile(k: 3), hierarchies: [:], margins: [], country: 0)
        let lot = (0..<9).map { UInt64($0) }
        let together = try protection.protect(table, lot: lot)
        #expect(together.table.codes[1] == [1, 1, 2, 2, 1, 1, 2, 1, 2])
        let apart = try protection.protect(table, lot: lot, cohorts: [0, 0, 0, 0, 0, 0, 1, 1, 1])
        #expect(apart.table.codes[1]?.suffix(3) == [9997, 9997, 9997])
        let few = try protection.protect(table, lot: lot, cohorts: [0, 0, 0, 0, 0, 0, 0, 1, 1])
        #expect(few.kept == Array(0..<7))
    }

    /// A mean over both would tell whoever knows those that are out what the others have.
    @Test func answersOfRowsThatAnotherProfileLacksAreAveragedApart() throws {
        let table = Small.table(country: [1, 1, 1, 1, 1, 1], share: [10, 50, 90, 11, 51, 91])
        let protection = Protection(
            layout: Small.layout, profile: Small.profile(k: 3), hierarchies: [:], margins: [], country: 0)
        let made = try protection.protect(table, lot: (0..<6).map { UInt64($0) }, cohorts: [0, 0, 0, 1, 1, 1])
        #expect(made.table.numbers[0] == [50, 50, 50, 51, 51, 51])
    }

    /// Of the new rows of the country one has a share: among the released ones everybody would know which mean is new.
    @Test func shareThatIsAloneAmongNewRowsWaits() throws {
        let made = try Small.protected(Small.table(country: [1, 1, 1], share: [10, 20, 30]), k: 3)
        #expect(made.table.numbers[0] == [20, 20, 20])
        let second = Small.table(
            country: [1, 1, 1, 1, 1, 1, 1], share: [10, 20, 90, 9994, 9994, 9994, 40])
        let settled = SettledRows(
            earlier: [0, 1, 2, nil, nil, nil, nil], table: made.table, levels: made.levels)
        let again = try Small.protected(second, k: 3, settled: settled)
        #expect(again.kept == [0, 1, 2, 3, 4, 5])
        // A changed answer changes no mean that is out.
        #expect(again.table.numbers[0]?.prefix(3) == [20, 20, 20])
        #expect(again.table.numbers[0]?.contains(40) == false)
    }

    @Test func releasedCellThatWouldHaveToGoHoldsTheRelease() throws {
        let first = Small.table(country: [1, 1, 1, 1, 1, 1], child: [1, 1, 1, 2, 2, 2])
        let made = try Small.protected(first, k: 3)
        let second = Small.table(country: [1, 1, 1, 1, 1], child: [1, 1, 2, 2, 2])
        let settled = SettledRows(earlier: [0, 1, 3, 4, 5], table: made.table, levels: made.levels)
        #expect(throws: Protection.Held.gone(alike: false, variables: [2])) {
            try Small.protected(second, k: 3, settled: settled)
        }
        // As the refusal says, the question is withheld.
        let without = Protection(
            layout: ReleaseLayout(schema: Small.layout.schema, withheld: [2]), profile: Small.profile(k: 3),
            hierarchies: [:], margins: [], country: 0)
        #expect(try without.protect(second, lot: [1, 2, 3, 4, 5], settled: settled).kept == [0, 1, 2, 3, 4])
    }

    @Test func toldAsAlikeAndTooFewByNowHoldsTheRelease() throws {
        let made = try Small.protected(Small.table(country: [1, 1, 1], child: [9990, 9990, 9990]), k: 3)
        let settled = SettledRows(earlier: [0, 2], table: made.table, levels: made.levels)
        #expect(throws: Protection.Held.gone(alike: true, variables: [])) {
            try Small.protected(Small.table(country: [1, 1], child: [9990, 9990]), k: 3, settled: settled)
        }
    }

    /// One of three alike withdrew, which recalled the release: the two that are left join others of that release, and not
    /// those who are new.
    @Test func whoARecalledReleaseToldAlikeHidesAmongOthersOfIt() throws {
        let first = Small.table(country: [1, 1, 1, 1, 1, 1], age: [1, 1, 1, 2, 2, 2])
        let made = try Small.protected(first, k: 3)
        #expect(made.table.codes[1] == [1, 1, 1, 2, 2, 2])
        let second = Small.table(country: [1, 1, 1, 1, 1, 1, 1, 1], age: [1, 1, 2, 2, 2, 2, 2, 2])
        let earlier: [Int?] = [0, 1, 3, 4, 5, nil, nil, nil]
        let settled = SettledRows(earlier: earlier, table: made.table, levels: made.levels)
        #expect(throws: Protection.Held.self) { try Small.protected(second, k: 3, settled: settled) }
        var recalled = settled
        recalled.recalled = [0, 1, 2, 3, 4, 5]
        let again = try Small.protected(second, k: 3, settled: recalled)
        #expect(again.kept.count == 8)
        #expect(again.table.codes[1] == [9997, 9997, 9997, 9997, 9997, 2, 2, 2])
    }

    /// The same of answers about children, and what was hidden stays hidden.
    @Test func answersOfARecalledReleaseMayBeHiddenLater() throws {
        let first = Small.table(
            country: [1, 1, 1, 1, 1, 1, 1], age: [1, 1, 1, 1, 2, 2, 2], child: [1, 1, 1, 2, 2, 2, 2])
        let made = try Small.protected(first, k: 3)
        #expect(made.table.codes[2] == [1, 1, 1, 2, 2, 2, 2])
        let second = Small.table(country: [1, 1, 1, 1, 1, 1], age: [1, 1, 1, 2, 2, 2], child: [1, 1, 2, 2, 2, 2])
        let settled = SettledRows(
            earlier: [0, 1, 3, 4, 5, 6], table: made.table, levels: made.levels, recalled: [0, 1, 2, 3, 4, 5, 6])
        let child = try Small.protected(second, k: 3, settled: settled).table.codes[2]
        #expect(child?.prefix(2) == [9997, 9997])
        #expect(child?.contains(1) == false)
    }

    /// Nobody is told of whom a recalled release told nothing.
    @Test func whatARecalledReleaseHidStaysHidden() throws {
        let first = Small.table(country: [1, 1, 1], age: [1, 2, 2])
        let made = try Small.protected(first, k: 3)
        let second = Small.table(country: [1, 1, 1], age: [2, 2, 2])
        let settled = SettledRows(earlier: [0, 1, 2], table: made.table, levels: made.levels, recalled: [0, 1, 2])
        #expect(try Small.protected(second, k: 3, settled: settled).table.codes[1] == [9997, 9997, 9997])
    }

    /// A question that an earlier release withheld has no protection in its rows, which tell nothing of it.
    @Test func whatAnEarlierReleaseDidNotTellIsSuppressedInItsRows() throws {
        var made = try Small.protected(Small.table(country: [1, 1, 1], help: [1, 2, 2]), k: 3)
        made.table.codes[4] = nil
        let second = Small.table(country: [1, 1, 1], help: [1, 2, 2])
        let settled = SettledRows(earlier: [0, 1, 2], table: made.table, levels: made.levels)
        #expect(try Small.protected(second, k: 3, settled: settled).table.codes[4] == [9997, 9997, 9997])
        #expect(made.table.adding(Small.table(country: [1], help: [1])).codes[4] == [9997, 9997, 9997, 1])
    }
}

@Suite struct CrowdedRegionsTests {
    private static func waiting(_ origin: [UInt16], isLater: Bool, members: [UInt16] = [1, 2, 3]) -> Set<Int> {
        CrowdedRegions(members: [1001: members], isLater: isLater).waiting(
            Array(origin.indices), told: origin.map { _ in 1001 }, origin: origin,
            lot: origin.indices.map { UInt64(100 - $0) })
    }

    @Test func allOfARegionThatIsOneCountryWait() {
        #expect(Self.waiting([1, 1, 1], isLater: false) == [0, 1, 2])
        #expect(Self.waiting([1, 1, 1], isLater: true) == [0, 1, 2])
        // The region's name tells it.
        #expect(Self.waiting([1, 1, 1], isLater: false, members: [1]).isEmpty)
    }

    @Test func ofNewRowsNoMoreThanHalfAreOfOneCountry() {
        #expect(Self.waiting([1, 1, 1, 2, 2], isLater: false).isEmpty)
        #expect(Self.waiting([1, 1, 1, 2, 2], isLater: true) == [0])
        #expect(Self.waiting([1, 1, 1, 2, 2, 3], isLater: true).isEmpty)
        #expect(Self.waiting([1, 1, 1, 1, 1, 3], isLater: true).count == 4)
    }

    /// A finer release told the region already, and nobody knows the country.
    @Test func regionsThatAreAllThatIsKnownWaitForNothing() {
        #expect(Self.waiting([1001, 1001], isLater: true).isEmpty)
    }
}

@Suite struct MicroaggregationTests {
    /// All ways to cut sorted numbers into groups of k and more.
    private static func least(_ numbers: ArraySlice<Double>, _ k: Int) -> Double {
        if numbers.isEmpty { return 0 }
        guard numbers.count >= k else { return .infinity }
        return (k...numbers.count).map { size in
            let group = numbers.prefix(size)
            let mean = group.reduce(0, +) / Double(size)
            return group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } + least(numbers.dropFirst(size), k)
        }.min() ?? .infinity
    }

    @Test func noGroupsAreNearer() {
        var chance = Chance()
        for _ in 0..<50 {
            let numbers = (0..<9).map { _ in Double(3 * chance.next(30)) }
            let means = Microaggregation(numbers, k: 3).means
            let spread = Dictionary(grouping: numbers.indices, by: { means[$0] }).values.reduce(0.0) { sum, group in
                let mean = group.reduce(0) { $0 + numbers[$1] } / Double(group.count)
                return sum + group.reduce(0) { $0 + (numbers[$1] - mean) * (numbers[$1] - mean) }
            }
            // Two groups with the same rounded mean are one here: never less than the least.
            #expect(spread >= Self.least(numbers.sorted()[...], 3) - 1e-9)
            #expect(Set(means).allSatisfy { mean in means.count { $0 == mean } >= 3 })
        }
        #expect(Microaggregation([1, 2, 3, 10, 11, 12], k: 3).means == [2, 2, 2, 11, 11, 11])
    }
}

@Suite struct StatisticsTests {
    /// Probabilities of the reports' own statistics, to the digits that they print.
    @Test(arguments: [
        (25.645, 10, 0.004), (14.605, 6, 0.024), (26.817, 10, 0.003), (10.147, 2, 0.006), (9.468, 2, 0.009),
    ])
    func chiSquareHasThePrintedProbability(_ statistic: Double, _ freedom: Int, _ printed: Double) {
        #expect(abs(Statistics.upperGamma(Double(freedom) / 2, statistic / 2) - printed) < 0.0005)
    }

    @Test(arguments: [(1.978, 5, 407, 0.081), (2.628, 5, 303, 0.024), (2.073, 5, 312, 0.069)])
    func varianceRatioHasThePrintedProbability(_ ratio: Double, _ first: Int, _ second: Int, _ printed: Double) {
        let (a, b) = (Double(first), Double(second))
        #expect(abs(Statistics.incompleteBeta(b / 2, a / 2, b / (b + a * ratio)) - printed) < 0.0005)
    }

    @Test func tablesAndGroupsAreTested() throws {
        // The table of the services by organisation that the reports imply: X2(2) = 10.147.
        let p = try #require(Statistics.chiSquare([[137, 98], [96, 32], [33, 17]]))
        #expect(abs(p - 0.00626) < 0.00002)
        #expect(Statistics.chiSquare([[1, 2], [0, 0]]) == nil)
        // With two degrees of freedom p = (1 + 2 F / 6) to the power of -3, and F is 13.
        let f = try #require(Statistics.anova([[1, 2, 3], [2, 3, 4], [5, 6, 7]]))
        #expect(abs(f - 27.0 / 4096) < 1e-9)
        #expect(Statistics.anova([[1, 2]]) == nil)
    }
}
