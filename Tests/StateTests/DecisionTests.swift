import Foundation
import GRDB
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirState

/// What people decided about open answers.
@Suite struct DecisionTests {
    private static let one = Digest(of: "one")
    private static let albania = CountryCode("AL")!
    private static let two = Digest(of: "two")

    private static func decision(
        _ verdict: Decision.Verdict, by reviewer: String = "Ana", _ attribution: Decision.Attribution = .none
    ) -> Decision {
        Decision(
            verdict, attribution: attribution, reviewer: reviewer, decided: Date(timeIntervalSince1970: 1000),
            seconds: 7.5)
    }

    @Test(arguments: [
        Decision.Verdict.masked([]), .masked([Mask(start: 2, end: 5, word: "[PERSON 1]")]),
        .edited("Somebody – in the office\nsaid so."), .withheld,
    ])
    func `a decision comes back as it was made`(_ verdict: Decision.Verdict) throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        try Ledger(state).note(Self.decision(verdict, .country), on: Self.one, of: Self.albania)
        let decisions = try Decisions(Ledger(state))
        #expect(decisions.decision(for: Self.one) == Self.decision(verdict, .country))
        #expect(decisions.decision(for: Self.two) == nil)
    }

    @Test func `a second person's decision stands and the first stays as history`() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        let (first, second) = (Self.decision(.masked([])), Self.decision(.withheld, by: "Ilir"))
        try ledger.note(first, on: Self.one, of: Self.albania)
        try ledger.note(Self.decision(.withheld), on: Self.two, of: Self.albania)
        try ledger.note(second, on: Self.one, of: Self.albania)
        let decisions = try Decisions(ledger)
        #expect(decisions.decision(for: Self.one) == second)
        #expect(decisions.count == 2)
        #expect(try ledger.decisions(on: Self.one) == [first, second])
        #expect(try ledger.secondsOfReview() == 22.5)
    }

    @Test func `a country's statement tells which answer and wording, not who decided`() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        func statements() throws -> [String] {
            try ["AL", "PE"].map { try Decisions(ledger).statement(about: CountryCode($0)!) }
        }
        #expect(try statements() == ["", ""])
        try ledger.note(Self.decision(.edited("x")), on: Self.one, of: Self.albania)
        let first = try statements()
        #expect(!first[0].isEmpty && first[1].isEmpty)
        try ledger.note(Self.decision(.edited("x"), by: "Ilir", .country), on: Self.one, of: Self.albania)
        #expect(try statements() == first)
        try ledger.note(Self.decision(.edited("y")), on: Self.one, of: Self.albania)
        #expect(try statements()[0] != first[0])
        // An earlier program did not say of which country: it may be any.
        try ledger.database.write { try $0.execute(sql: "UPDATE decision SET country = ''") }
        let both = try statements()
        #expect(both[0] == both[1] && !both[1].isEmpty)
    }

    @Test func `what cannot be read is no approval`() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(try StateFolder(folder.url))
        try ledger.note(
            Self.decision(.masked([Mask(start: 0, end: 1, word: "[PLACE]")])), on: Self.one, of: Self.albania)
        try ledger.note(Self.decision(.edited("x")), on: Self.two, of: Self.albania)
        try ledger.database.write { try $0.execute(sql: "UPDATE decision SET masks = 'damaged', wording = NULL") }
        let decisions = try Decisions(ledger)
        for hash in [Self.one, Self.two] { #expect(decisions.decision(for: hash)?.verdict == .withheld) }
    }

    @Test func `a ledger of an earlier program gets the table`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        try Ledger(state).note(
            NightEntry(started: Date(), ended: Date(), result: .published, dataset: "d", rows: 1))
        let before = try DatabaseQueue(path: state.ledgerFile.path)
        try before.write { database in
            try database.drop(table: "decision")
            try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'decisions'")
        }
        #expect(try Decisions(Ledger(state)).count == 0)
    }
}

/// How an approved answer is worded.
@Suite struct MaskTests {
    private static let masks = [Mask(start: 0, end: 3, word: "[PERSON 1]"), Mask(start: 9, end: 14, word: "[PLACE]")]

    private static func decision(_ verdict: Decision.Verdict) -> Decision {
        Decision(verdict, reviewer: "Ana", decided: Date())
    }

    @Test func `masks are placed by code points`() {
        let decision = Self.decision(.masked(Self.masks))
        #expect(decision.wording(of: "Đin was 😀Vlorë.") == "[PERSON 1] was 😀[PLACE].")
        #expect(decision.wording(of: "e\u{301}n was 😀Vlorë") == "[PERSON 1] was 😀[PLACE]")
    }

    @Test func `masks that do not fit give nothing`() {
        #expect(Self.decision(.masked(Self.masks)).wording(of: "Short") == nil)
        let overlapping = [Mask(start: 0, end: 3, word: "a"), Mask(start: 2, end: 4, word: "b")]
        #expect(Self.decision(.masked(overlapping)).wording(of: "abcdef") == nil)
    }

    @Test func `withheld and edited answers do not depend on the text`() {
        #expect(Self.decision(.withheld).wording(of: "text") == nil)
        #expect(Self.decision(.edited("said")).wording(of: "text") == "said")
    }
}

/// The study's own words.
@Suite struct SafeWordTests {
    @Test func `the list is sorted, one word a line, and its owner's alone`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        var words = try SafeWords(state)
        for word in ["Župa", "CSAM", "Anganwadi", "csam"] { try words.add(word) }
        let file = folder.url.appending(path: "words.txt")
        #expect(try String(contentsOf: file, encoding: .utf8) == "anganwadi\ncsam\nžupa\n")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(words.contains("ANGANWADI") && !words.contains("anganwad"))
    }

    @Test func `two reviewers' words stay`() throws {
        let folder = try TemporaryFolder()
        let state = try StateFolder(folder.url)
        var (one, two) = (try SafeWords(state), try SafeWords(state))
        try one.add("first")
        try two.add("second")
        #expect(try SafeWords(state).words == ["first", "second"])
    }

    @Test(arguments: ["", "two words", "069123", "a@b", "a1", "-", "x\ny", String(repeating: "a", count: 41)])
    func `nothing but single words is taken`(_ text: String) throws {
        let folder = try TemporaryFolder()
        var words = try SafeWords(try StateFolder(folder.url))
        #expect(throws: SafeWords.NotOneWord.self) { try words.add(text) }
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "words.txt").path))
    }
}
