import Foundation
import TestSupport
import Testing

@testable import WeirState

/// What the house remembers of releases.
@Suite struct ReleaseRegisterTests {
    private static func entry(_ id: String, to recipients: [String]) -> ReleaseEntry {
        var terms = ReleaseTerms()
        terms.levels = ["age": 2, "country": 0]
        terms.k = 3
        terms.columns = ["age", "country", "help"]
        terms.guarded = ["help"]
        terms.meanings = ["age": ["1021": "Up to 30: \"a\" b"]]
        terms.translations = ["es": ["age": ["1": "Hasta 30"]]]
        terms.texts = ["en": ["age": "Age"]]
        terms.unsuppressible = ["country"]
        return ReleaseEntry(
            id: id, profile: "research", dataset: "d", approver: "A", reason: "r", recipients: recipients,
            made: Date(timeIntervalSince1970: 1_600_000_000), terms: terms)
    }

    @Test func releasesAreKeptWithWhoGotThem() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        #expect(try ledger.releases().isEmpty)
        try ledger.note(Self.entry("a", to: ["X"]))
        try ledger.note(Self.entry("b", to: []))
        try ledger.note(Self.entry("a", to: ["Y", "X"]))
        let all = try ledger.releases()
        #expect(all.map(\.id) == ["a", "b"])
        #expect(all[0].recipients == ["X", "Y"])
        #expect(all[0].terms == Self.entry("a", to: []).terms)
        #expect(all[0].terms.levels == ["age": 2, "country": 0])
        #expect(try ledger.recall("a", reason: "wrong")?.recipients == ["X", "Y"])
        #expect(try ledger.recall("c", reason: "wrong") == nil)
        #expect(try ledger.releases().map(\.recalled) == ["wrong", nil])
    }

    /// An older weir noted less.
    @Test func whatWasNotNotedIsUnknown() throws {
        let terms = try ReleaseTerms(
            text: #"{"columns":["age"],"guarded":[],"k":3,"labels":{},"levels":{"age":1},"meanings":{}}"#)
        #expect(terms.levels == ["age": 1])
        #expect(
            terms.variables == nil && terms.translations == nil && terms.texts == nil && terms.unsuppressible == nil)
    }

    @Test func aGroupKeepsItsMembersAndIsJoinedByNewOnesOnly() {
        let then = ["1": "AL BA", "2": "CO MX"]
        let keeps = { (new: String?) in ReleaseTerms.keeps("AL BA", as: new, in: then) }
        #expect(keeps("AL BA"))
        #expect(keeps("AL BA XK"))
        for other in ["AL", "AL XK", "AL BA CO", "AL BA CO XK", "", nil] { #expect(!keeps(other)) }
        var terms = ReleaseTerms()
        terms.meanings = ["country": then]
        #expect(terms.joined("1", of: "country", meaning: "AL BA XK") == ["XK"])
        #expect(terms.joined("1", of: "country", meaning: "AL BA").isEmpty)
        #expect(terms.joined("3", of: "country", meaning: "XK").isEmpty)
    }

    @Test func aDataSetIsAsNewAsTheNightThatLastFoundIt() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        // The clock of a machine may go back.
        for (dataset, time) in [("a", 30.0), ("b", 20), ("a", 10), ("c", 5)] {
            let night = Date(timeIntervalSince1970: time)
            try ledger.note(NightEntry(started: night, ended: night, result: .published, dataset: dataset, rows: 1))
        }
        let nights = try ledger.lastNightNumbers()
        #expect(nights.sorted { $0.value < $1.value }.map(\.key) == ["b", "a", "c"])
    }
}
