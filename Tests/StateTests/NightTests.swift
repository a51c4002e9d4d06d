import Foundation
import GRDB
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirState

/// What the ledger remembers of nights, findings, acceptances and withdrawals.
@Suite struct NightTests {
    private static let albania = CountryCode("AL")!
    private static func day(_ day: Int) -> Date { Date(timeIntervalSince1970: Double(day) * 86_400) }

    private static func finding(
        _ code: DiagnosticCode = .answerUnknown, file: String = "AL/a.csv", row: Int? = 3, column: Int = 2,
        count: Int = 4
    ) -> Diagnostic {
        Diagnostic(code, at: Place(file: file, row: row, column: column), label: "q", count: count)
    }

    private static func ledger(_ folder: TemporaryFolder) throws -> Ledger { try Ledger(try StateFolder(folder.url)) }

    @Test func nightsAreReadBackNewestFirst() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        var country = CountryNight(country: "AL")
        (country.file, country.since, country.rows) = ("AL/a.csv", Self.day(3), ["complete": 5])
        let nights = (1...3).map { day in
            NightEntry(
                started: Self.day(day), ended: Self.day(day), result: day == 2 ? .unchanged : .published,
                dataset: "d\(day)", rows: day, summary: "s", inputs: "i", countries: [country])
        }
        for night in nights { try ledger.note(night) }
        #expect(try ledger.nights(2) == [nights[2], nights[1]])
        #expect(try ledger.lastNights()["d2"] == Self.day(2))
    }

    @Test func aNightIsNotedWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        try ledger.database.write {
            try $0.execute(sql: "CREATE TRIGGER t BEFORE INSERT ON run BEGIN SELECT RAISE(ABORT, 'x'); END")
        }
        let upload = Ledger.Accepted(upload: "u", part: "p", file: "AL/a.csv", since: Self.day(1))
        #expect(throws: (any Error).self) {
            try ledger.note(
                NightEntry(started: Self.day(1), ended: Self.day(1), result: .published, dataset: "d", rows: 1),
                findings: [Self.finding()], inForce: [Self.albania: [upload]])
        }
        #expect(try ledger.inForce(Self.albania) == [])
        #expect(try ledger.findings() == [])
    }

    struct Same: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var finding: Diagnostic
        var isSame: Bool
    }

    @Test(arguments: [
        Same(testDescription: "another file of the country", finding: finding(file: "AL/b.csv"), isSame: true),
        Same(testDescription: "another row", finding: finding(row: 9), isSame: true),
        Same(testDescription: "another count", finding: finding(count: 1), isSame: true),
        Same(testDescription: "another country", finding: finding(file: "BA/a.csv"), isSame: false),
        Same(testDescription: "another column", finding: finding(column: 3), isSame: false),
        Same(testDescription: "another code", finding: finding(.columnFilled), isSame: false),
    ])
    func aFindingKeepsItsName(_ same: Same) {
        #expect((same.finding.standingName == Self.finding().standingName) == same.isSame)
    }

    @Test func findingsHaveTheirFirstAndLastNight() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        func night(_ day: Int, _ findings: [Diagnostic]) throws {
            try ledger.note(
                NightEntry(started: Self.day(day), ended: Self.day(day), result: .published, dataset: "d", rows: 1),
                findings: findings)
        }
        try night(1, [Self.finding(), Self.finding(row: 8, count: 2)])
        try night(2, [Self.finding(file: "AL/b.csv", count: 7), Self.finding(.columnFilled)])
        try ledger.carry(findingsOf: Self.day(2), to: Self.day(5))
        try night(6, [Self.finding(.columnFilled)])
        let seen = try ledger.findings()
        #expect(seen.map(\.finding.code) == [.answerUnknown, .columnFilled])
        #expect(seen.map(\.first) == [Self.day(1), Self.day(2)])
        #expect(seen.map(\.last) == [Self.day(5), Self.day(6)])
        #expect(seen[0].finding.count == 7)
    }

    @Test func anAcceptanceHoldsForItsDaysAndItsCount() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        let name = Self.finding().standingName
        try ledger.note(Acceptance(finding: name, count: 9, name: "A", reason: "r", until: Self.day(3)))
        try ledger.note(Acceptance(finding: name, count: 4, name: "B", reason: "r", until: Self.day(10)))
        func covered(_ day: Int, _ findings: [Diagnostic]) throws -> Set<String> {
            Accepted(try ledger.acceptances(at: Self.day(day))).covered(findings)
        }
        #expect(try covered(9, [Self.finding()]) == [name])
        #expect(try covered(9, [Self.finding(count: 5)]) == [])
        #expect(try covered(9, [Self.finding(), Self.finding(row: 8, count: 1)]) == [])
        #expect(try covered(10, [Self.finding()]) == [])
        #expect(Accepted.nothing.covered([Self.finding()]) == [])
    }

    @Test func aRefusalIsNeverAccepted() throws {
        let refusal = Self.finding(.columnMissing)
        #expect(refusal.severity == .refusal)
        let word = Acceptance(finding: refusal.standingName, count: 99, name: "A", reason: "r", until: Self.day(9))
        #expect(Accepted([refusal.standingName: word]).covered([refusal]) == [])
    }

    @Test func countryIsNotedAnewOnlyWhereItStandsOtherwise() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        func night(_ rows: [Int]) throws {
            let countries = zip(["AL", "PE"], rows).map { letters, rows in
                var country = CountryNight(country: letters)
                country.merged = rows
                return country
            }
            try ledger.note(
                NightEntry(
                    started: Self.day(1), ended: Self.day(1), result: .published, dataset: "d", rows: 1,
                    countries: countries))
        }
        let all = [[1, 2], [1, 2], [1, 3], [1, 2], [7]]
        for rows in all { try night(rows) }
        #expect(try ledger.nights(9).map { $0.countries.map(\.merged) } == all.reversed())
        #expect(try ledger.nights(2).map { $0.countries.map(\.country) } == [["AL"], ["AL", "PE"]])
        let noted = try ledger.database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM countryNight") }
        #expect(noted == 5)
    }

    @Test func whoWithdrewStaysKnown() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        let pseudonym = Pseudonym(high: 5, low: 6)
        #expect(try Withdrawals(ledger).isEmpty)
        try ledger.withdraw(pseudonym, of: Self.albania, on: "kobo", under: .demonstration, at: Self.day(1))
        let waiting = try Withdrawals.unfinished(ledger)
        #expect(waiting[Self.albania] == [pseudonym])
        try ledger.noteFinished(waiting.all)
        #expect(try Withdrawals.unfinished(ledger).isEmpty)
        #expect(try Withdrawals(ledger).all == [pseudonym])
        #expect(try ledger.withdrawals(of: Self.albania) == 1)
        #expect(try ledger.withdrawals(under: .demonstration) == 1)
        #expect(try Withdrawals(ledger).digest(of: Self.albania) != "")
        #expect(try Withdrawals(ledger).digest(of: CountryCode("PE")!) == "")
    }

    @Test func mentionsOfSomeRowsAreLeftOut() throws {
        let folder = try TemporaryFolder()
        let ledger = try Self.ledger(folder)
        let found = FoundMentions(
            .init(variable: "t", kind: "person", reason: "listed", count: 3),
            places: "[[4,7,0,5],[9,7,3,8],[9,7,10,12]]")
        try ledger.note([found], of: "a")
        let left = try ledger.mentions(of: "a", without: [9])
        #expect(
            left == [
                FoundMentions(.init(variable: "t", kind: "person", reason: "listed", count: 1), places: "[[4,7,0,5]]")
            ])
    }
}
