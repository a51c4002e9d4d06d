import Foundation
import TestSupport
import Testing
import WeirCore
import WeirStudy

/// What is expected of the nights and the countries.
@Suite struct NightRulesTests {
    private static let countries = ["AL", "PE"].compactMap { CountryCode($0) }

    private static func read(_ text: String) throws -> NightRules {
        let folder = try TemporaryFolder()
        try folder.write(text.utf8, to: NightRules.fileName)
        return try NightRules(folder: folder.url, countries: countries)
    }

    @Test func withoutAFileNothingIsExpected() throws {
        let folder = try TemporaryFolder()
        #expect(try NightRules(folder: folder.url, countries: Self.countries) == NightRules())
    }

    @Test func everythingIsRead() throws {
        let rules = try Self.read(
            "hours_between_nights: 12\nkeep: {uploads_days: 5, data_sets_days: 6}\n"
                + "countries: {AL: {interviews: 70, upload_every_days: 7}}\n")
        #expect((rules.hours, rules.uploadDays, rules.dataSetDays) == (12, 5, 6))
        #expect(Array(rules.expected.keys) == [Self.countries[0]])
        let albania = rules.expected[Self.countries[0]]
        #expect((albania?.interviews, albania?.days) == (70, 7))
    }

    @Test(arguments: [
        ("hours_between_nights: often", 1), ("hours_between_nights: 0", 1), ("hour: 1", 1), ("keep: {uploads: 1}", 1),
        ("countries:\n  XX: {interviews: 1}\n  PE: {interviews: -1}", 2), ("- a", 1),
    ])
    func mistakesAreNamedAllAtOnce(_ text: String, _ count: Int) throws {
        do {
            _ = try Self.read(text)
            Issue.record("was accepted")
        } catch let problems as Diagnostics {
            #expect(problems.all.count == count)
            #expect(problems.all.allSatisfy { $0.place.file == NightRules.fileName })
        }
    }
}
