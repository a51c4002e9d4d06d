import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirState

/// Whoever loses one of the two files that know who withdrew does not bring anybody back.
@Suite struct WithdrawalFileTests {
    private static let albania = CountryCode("AL")!
    private static let one = Pseudonym(high: 1, low: 1)
    private static let two = Pseudonym(high: 2, low: 2)
    private let folder: TemporaryFolder
    private let state: StateFolder
    private var file: URL { folder.url.appending(path: "withdrawals.txt") }
    private var ledgerFile: URL { folder.url.appending(path: "ledger.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        state = try StateFolder(folder.url)
        let ledger = try Ledger(state)
        try ledger.withdraw(
            Self.one, of: Self.albania, on: "surveymonkey", under: .demonstration, at: Date(timeIntervalSince1970: 9))
        try ledger.noteFinished([Self.one])
    }

    private func loseLedger() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        where name.hasPrefix("ledger.sqlite") {
            try FileManager.default.removeItem(at: folder.url.appending(path: name))
        }
    }

    @Test func `a new ledger knows who withdrew, and that it has to be carried out`() throws {
        try loseLedger()
        let ledger = try Ledger(state, begins: true)
        #expect(try Withdrawals(ledger)[Self.albania] == [Self.one])
        #expect(try Withdrawals.unfinished(ledger)[Self.albania] == [Self.one])
    }

    @Test(arguments: [false, true]) func `a ledger that is gone is missed`(isBlank: Bool) throws {
        try loseLedger()
        if isBlank { try Data().write(to: ledgerFile) }
        #expect(throws: Ledger.Missing.self) { try Ledger(state) }
        #expect(throws: Ledger.Missing.self) { try Ledger.reading(folder.url) }
        #expect(FileManager.default.fileExists(atPath: ledgerFile.path) == isBlank)
    }

    @Test func `the file is written anew from the ledger`() throws {
        let text = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        #expect(try Withdrawals.unfinished(Ledger(state)).isEmpty)
        #expect(try Data(contentsOf: file) == text)
    }

    @Test func `a file that lacks a line is noticed`() throws {
        let first = try #require(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first)
        try Data((first + "\n").utf8).write(to: file)
        #expect(throws: Ledger.WithdrawalsDamaged.self) { try Ledger(state) }
    }

    private func other() throws -> StudyKeys {
        let place = folder.url.appending(path: "other")
        if !FileManager.default.fileExists(atPath: place.path) { _ = try StudyKeys.create(in: place) }
        return try StudyKeys(folder: place)
    }

    /// What the file knows and the ledger does not would be a withdrawal of today.
    @Test func `withdrawals under other keys leave the file first`() throws {
        let ledger = try Ledger(state)
        try FileManager.default.removeItem(at: file)
        try FileManager.default.createDirectory(
            at: file.appending(path: "in the way"), withIntermediateDirectories: true)
        #expect(throws: (any Error).self) { try ledger.forgetWithdrawals(exceptUnder: other()) }
        #expect(try Withdrawals(ledger)[Self.albania] == [Self.one])
        try FileManager.default.removeItem(at: file)
        try ledger.forgetWithdrawals(exceptUnder: other())
        #expect(try Withdrawals(ledger).isEmpty)
    }

    @Test func `who is known under other keys alone is counted`() throws {
        let ledger = try Ledger(state)
        #expect(try ledger.withdrawalsUnknown(under: .demonstration) == 0)
        #expect(try ledger.withdrawalsUnknown(under: other()) == 1)
        // A change of keys that was stopped: everybody is known under both.
        try ledger.copyWithdrawals([(old: Self.one, new: Self.two)], to: other())
        #expect(try ledger.withdrawalsUnknown(under: .demonstration) == 0)
        #expect(try ledger.withdrawalsUnknown(under: other()) == 0)
        #expect(try ledger.withdrawals(of: Self.albania) == 1)
        // Somebody of another country does not stand for anybody.
        try ledger.forgetWithdrawals(exceptUnder: .demonstration)
        try ledger.withdraw(
            Self.two, of: CountryCode("PE")!, on: "kobo", under: other(), at: Date(timeIntervalSince1970: 9))
        #expect(try ledger.withdrawalsUnknown(under: other()) == 1)
    }

    @Test func `keys that an earlier program did not note are those of the study, in both files`() throws {
        let line = "AL \(Self.one.text)\n"
        try Data("who withdrew, sealed by \(Digest(of: line).hexadecimal)\n\(line)".utf8).write(to: file)
        #expect(try Ledger(state).withdrawals(under: .demonstration) == 1)
        try Data("who withdrew, sealed by \(Digest(of: line).hexadecimal)\n\(line)".utf8).write(to: file)
        try loseLedger()
        let ledger = try Ledger(state, begins: true)
        #expect(try ledger.withdrawals(under: .demonstration) == 0)
        try ledger.noteKeysOfWithdrawals(.demonstration)
        #expect(try Ledger(state).withdrawals(under: .demonstration) == 1)
        let fingerprint = StudyKeys.demonstration.fingerprint.hexadecimal
        #expect(try String(contentsOf: file, encoding: .utf8).hasSuffix("AL \(Self.one.text) \(fingerprint)\n"))
    }

    @Test func `nothing is begun where both are lost`() throws {
        try loseLedger()
        try FileManager.default.removeItem(at: file)
        try StateKeys(state).note(.demonstration)
        #expect(throws: Ledger.Missing.self) { try Ledger(state, begins: true) }
    }

    @Test func `other pseudonyms take the place of those of old keys`() throws {
        let ledger = try Ledger(state)
        try ledger.copyWithdrawals([(old: Self.one, new: Self.two)], to: other())
        try ledger.forgetWithdrawals(exceptUnder: other())
        #expect(try Withdrawals(Ledger(state)).all == [Self.two])
        #expect(!String(decoding: try Data(contentsOf: file), as: UTF8.self).contains(Self.one.text))
    }

    /// Adds links to the chain; only how many there are is looked at.
    private func chain(_ links: Int) throws {
        let text = String(repeating: "{}\n", count: links)
        try Data(text.utf8).write(to: folder.url.appending(path: "chain.jsonl"))
    }

    private func copy(_ name: String, from backup: URL) throws {
        let place = folder.url.appending(path: name)
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.copyItem(at: backup.appending(path: name), to: place)
    }

    @Test func `both from before the chain's last links are noticed, one alone is made good`() throws {
        let backup = folder.url.appending(path: "backup")
        try FileManager.default.createDirectory(at: backup, withIntermediateDirectories: true)
        for name in ["ledger.sqlite", "withdrawals.txt"] {
            try FileManager.default.copyItem(at: folder.url.appending(path: name), to: backup.appending(path: name))
        }
        // Noted before the chain has it, so that a run may be stopped in between.
        try Ledger(state).expect(links: 2)
        try chain(1)
        _ = try Ledger(state)
        try chain(2)
        for name in ["ledger.sqlite", "withdrawals.txt"] {
            try copy(name, from: backup)
            _ = try Ledger(state)
        }
        try chain(3)
        let error = #expect(throws: Ledger.Behind.self) { try Ledger(state) }
        #expect(error?.links == 1)
        #expect(Ledger.Trouble(error!) == .behind(folder: folder.url.path, links: 1))
        // A run that is refused after all has accepted nothing.
        _ = try Ledger(state, accepts: true)
        #expect(throws: Ledger.Behind.self) { try Ledger(state) }
        try Ledger(state, accepts: true).expect(links: 3)
        _ = try Ledger(state)
    }

    @Test func `what an earlier program wrote is not behind`() throws {
        let line = "AL \(Self.one.text)\n"
        try Data("who withdrew, sealed by \(Digest(of: line).hexadecimal)\n\(line)".utf8).write(to: file)
        try loseLedger()
        try chain(4)
        _ = try Ledger(state, begins: true)
        try chain(5)
        #expect(throws: Ledger.Behind.self) { try Ledger(state) }
    }

    @Test func `the platform by which somebody withdrew is known in both files`() throws {
        let ledger = try Ledger(state)
        #expect(try ledger.platformsOfWithdrawals(of: Self.albania, but: "surveymonkey").isEmpty)
        #expect(try ledger.platformsOfWithdrawals(of: Self.albania, but: "kobo") == ["surveymonkey": 1])
        try loseLedger()
        let begun = try Ledger(state, begins: true)
        #expect(try begun.platformsOfWithdrawals(of: Self.albania, but: "kobo") == ["surveymonkey": 1])
        try begun.notePlatform("kobo", of: Self.albania)
        #expect(try begun.platformsOfWithdrawals(of: Self.albania, but: "kobo").count == 1)
        try begun.accept(platform: "kobo", of: Self.albania)
        #expect(try begun.platformsOfWithdrawals(of: Self.albania, but: "kobo").isEmpty)
        #expect(try begun.platformsOfWithdrawals(of: Self.albania, but: "lime").count == 1)
        // Whoever withdraws later was not meant.
        try begun.withdraw(
            Self.two, of: Self.albania, on: "lime", under: .demonstration, at: Date(timeIntervalSince1970: 9))
        #expect(try begun.platformsOfWithdrawals(of: Self.albania, but: "kobo") == ["lime": 1])
    }

    @Test func `a ledger is not begun where the other file is older than the chain`() throws {
        try Ledger(state).expect(links: 1)
        try chain(2)
        try loseLedger()
        #expect(throws: Ledger.Behind.self) { try Ledger(state, begins: true) }
        #expect(!FileManager.default.fileExists(atPath: ledgerFile.path))
    }

    @Test func `a link that was expected and not made is forgotten`() throws {
        let ledger = try Ledger(state)
        try ledger.expect(links: 2)
        try chain(1)
        try Ledger(state).expect(links: 1)
        try chain(2)
        #expect(throws: Ledger.Behind.self) { try Ledger(state) }
    }
}
