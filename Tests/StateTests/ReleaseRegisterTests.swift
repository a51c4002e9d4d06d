import Foundation
import TestSupport
import Testing

@testable import WeirState

/// What the house remembers of releases.
@Suite struct ReleaseRegisterTests {
    private static func entry(_ id: String, to recipients: [String]) -> ReleaseEntry {
        ReleaseEntry(
            id: id, profile: "research", dataset: "d", approver: "A", reason: "r", recipients: recipients,
            made: Date(timeIntervalSince1970: 1_600_000_000), levels: [0, 2])
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
        #expect(all[0].levels == [0, 2])
        #expect(try ledger.recall("a", reason: "wrong")?.recipients == ["X", "Y"])
        #expect(try ledger.recall("c", reason: "wrong") == nil)
        #expect(try ledger.releases().map(\.recalled) == ["wrong", nil])
    }
}
