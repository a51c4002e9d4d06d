import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys
import WeirReport
import WeirState

@testable import WeirPipeline
@testable import WeirStudy

/// A study's memory gets new keys.
@Suite struct KeyRotationTests {
    private let folder: TemporaryFolder
    private let inbox: URL
    private let state: StateFolder
    private let study: Study
    private let old: StudyKeys

    init() throws {
        folder = try TemporaryFolder()
        inbox = folder.url.appending(path: "inbox")
        state = try StateFolder(folder.url.appending(path: "state"))
        study = try Study(folder: Project.study)
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Project.samples.appending(path: "inbox/CO"), to: inbox.appending(path: "CO"))
        _ = try StudyKeys.create(in: folder.url.appending(path: "old"))
        old = try StudyKeys(folder: folder.url.appending(path: "old"))
    }

    private func night(_ keys: StudyKeys) throws -> [String] {
        let outcome = try NightlyMerge(
            study: study, inbox: inbox, output: folder.url.appending(path: "out"), state: state.root, keys: keys
        ).run()
        #expect(outcome.report.findings.filter { $0.severity > .open } == [])
        let part = try #require(try Ledger(state).inForce(CountryCode("CO")!).last?.part)
        var texts: [String] = []
        for run in try PartReader(state.part(part)).runs() {
            while let block = try run.next() {
                texts += block.texts.filter(\.hasText).map {
                    String(decoding: block.arena[Int($0.offset)..<Int($0.offset + $0.length)], as: UTF8.self)
                }
            }
        }
        return texts.sorted()
    }

    private func rotate(_ name: String = "new", saying yes: Bool = true) throws -> (done: Bool, words: [String]) {
        var words: [String] = []
        let rotation = KeyRotation(study: study, inbox: inbox, state: state.root, keys: old)
        let done = try rotation.run(to: folder.url.appending(path: name)) {
            words = $0
            return yes
        }
        return (done, words)
    }

    private func decide(_ verdict: Decision.Verdict, on answer: Digest) throws {
        try Ledger(state).note(
            Decision(verdict, reviewer: "Ana", decided: Date(timeIntervalSince1970: 9), seconds: 4), on: answer,
            of: CountryCode("CO")!)
    }

    @Test func `decisions are carried over, and nothing of the old keys is left`() throws {
        _ = try night(old)
        var reading = OpenAnswers(
            study: study, inbox: Inbox(inbox), keys: old, withdrawals: Withdrawals())
        let answers = try reading.read()
        try decide(.withheld, on: answers[0].hash)
        try decide(.edited("The reviewer's own words."), on: answers[0].hash)
        try decide(.withheld, on: answers[1].hash)
        try decide(.withheld, on: Digest(of: "an answer of an earlier upload"))
        let before = try night(old)
        #expect(before.contains("The reviewer's own words."))

        let (done, words) = try rotate()
        #expect(done)
        #expect(
            words.contains {
                $0.contains("2 decided answers of the inbox keep their decisions. 1 other decision lapse")
            })
        let new = try StudyKeys(folder: folder.url.appending(path: "new"))
        #expect(try StateKeys(state).allow(new) && !StateKeys(state).allow(old))
        #expect(try FileManager.default.contentsOfDirectory(atPath: state.root.appending(path: "parts").path) == [])
        #expect(try night(new) == before)
        let ledger = try Ledger(state)
        #expect(try ledger.decisions(on: answers[0].hash).isEmpty && ledger.decisions(on: answers[1].hash).isEmpty)
        #expect(try ledger.secondsOfReview() == 16)
        #expect(throws: NightlyMerge.Refusal.self) { try night(old) }
    }

    @Test func `who does not go on changes nothing`() throws {
        let before = try night(old)
        let (done, words) = try rotate(saying: false)
        #expect(!done && words.count == 5)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "new").path))
        #expect(try night(old) == before)
    }

    /// Withdraws the respondent of a row, as `weir withdraw` does.
    private func withdraw(row: Int) throws {
        let withdrawal = try Withdrawal(
            study: study, inbox: inbox, output: folder.url.appending(path: "out"), state: state.root, keys: old)
        let interview = try withdrawal.interview(inRow: row, of: CountryCode("CO")!, file: nil)
        try withdrawal.withdraw(interview, at: Date(timeIntervalSince1970: 9)) { _ in }
    }

    private func withdrawnRows() throws -> [UInt32] {
        let part = try #require(try Ledger(state).inForce(CountryCode("CO")!).last?.part)
        let reader = try PartReader(state.part(part))
        var rows: [UInt32] = []
        while let account = try reader.nextAccount() {
            if account.disposition == .withdrawn { rows.append(account.row) }
        }
        return rows.sorted()
    }

    @Test func `withdrawals are carried over, and the rows stay out under the new pseudonyms`() throws {
        _ = try night(old)
        try withdraw(row: 4)
        try withdraw(row: 9)
        let before = try night(old)
        #expect(try withdrawnRows() == [4, 9])
        let names = try Withdrawals(Ledger(state)).all

        let (done, words) = try rotate()
        #expect(done && words.count == 6)
        #expect(words.last?.hasPrefix("- 2 withdrawals of people who are in the inbox are carried over") == true)
        let new = try StudyKeys(folder: folder.url.appending(path: "new"))
        let renamed = try Withdrawals(Ledger(state))
        #expect(renamed.all.count == 2 && renamed.all.isDisjoint(with: names))
        #expect(try Withdrawals.unfinished(Ledger(state)).isEmpty)
        #expect(try night(new) == before)
        #expect(try withdrawnRows() == [4, 9])
    }

    @Test func `a withdrawal of somebody who is in no file refuses the rotation, until the file is back`() throws {
        _ = try night(old)
        try withdraw(row: 4)
        _ = try night(old)
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: inbox.path + "/CO").first)
        let upload = inbox.appending(path: "CO/\(file)")
        let lines = try String(contentsOf: upload, encoding: .utf8).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        let kept = folder.url.appending(path: "kept.csv")
        try FileManager.default.moveItem(at: upload, to: kept)
        var shorter = lines
        shorter.remove(at: 3)
        try shorter.joined(separator: "\r\n").write(to: upload, atomically: true, encoding: .utf8)
        _ = try night(old)
        #expect(try withdrawnRows() == [])
        let error = #expect(throws: KeyRotation.Refusal.self) { try rotate() }
        #expect(error?.sentences.count == 1)
        #expect(error?.sentences.first?.hasPrefix("1 withdrawal of people who are in no file of the inbox") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "new").path))

        // Any file with the row will do, in force or not.
        try FileManager.default.moveItem(at: kept, to: inbox.appending(path: "CO/0 earlier.csv"))
        #expect(try rotate().done)
        try FileManager.default.removeItem(at: upload)
        _ = try night(StudyKeys(folder: folder.url.appending(path: "new")))
        #expect(try withdrawnRows() == [4])
    }

    @Test func `a withdrawal that was not finished refuses the rotation`() throws {
        _ = try night(old)
        let reader = try PartReader(state.part(try #require(try Ledger(state).inForce(CountryCode("CO")!).last?.part)))
        let account = try #require(try reader.nextAccount())
        try Ledger(state).withdraw(
            account.pseudonym, of: CountryCode("CO")!, on: "limesurvey", under: old, at: Date(timeIntervalSince1970: 9))
        let error = #expect(throws: KeyRotation.Refusal.self) { try rotate() }
        #expect(error?.sentences.count == 1 && error?.sentences.first?.contains("Run weir merge first") == true)
    }

    private func rows(_ keys: StudyKeys) throws -> [UInt32] {
        _ = try night(keys)
        return try withdrawnRows()
    }

    @Test(arguments: [false, true]) func `a rotation that was stopped does not stand in the way of the next`(
        hasNewKeys: Bool
    ) throws {
        _ = try night(old)
        try withdraw(row: 4)
        let before = folder.url.appending(path: "before")
        try FileManager.default.copyItem(at: state.root, to: before)
        #expect(try rotate().done)
        let new = try StudyKeys(folder: folder.url.appending(path: "new"))
        // Withdrawals are noted under both keys, and the memory belongs to one of them.
        let present = hasNewKeys ? new : old
        let names = try Withdrawals(Ledger(StateFolder(before))).all.union(Withdrawals(Ledger(state)).all)
        if !hasNewKeys {
            try FileManager.default.removeItem(at: state.root)
            try FileManager.default.copyItem(at: before, to: state.root)
        }
        let ledger = try Ledger(state)
        for name in try names.subtracting(Withdrawals(ledger).all) {
            try ledger.withdraw(
                name, of: CountryCode("CO")!, on: "limesurvey", under: hasNewKeys ? old : new,
                at: Date(timeIntervalSince1970: 9))
        }
        #expect(try Withdrawals(ledger).all.count == 2)
        #expect(try rows(present) == [4])
        let rotation = KeyRotation(study: study, inbox: inbox, state: state.root, keys: present)
        #expect(try rotation.run(to: folder.url.appending(path: "third")) { _ in true })
        #expect(try rows(StudyKeys(folder: folder.url.appending(path: "third"))) == [4])
        #expect(try Withdrawals(Ledger(state)).all.count == 1)
    }

    @Test func `a memory from before the rotation brings nobody back`() throws {
        _ = try night(old)
        try withdraw(row: 4)
        _ = try night(old)
        let files = try FileManager.default.contentsOfDirectory(atPath: state.root.path).filter {
            $0.hasPrefix("ledger") || $0.hasPrefix("withdrawals")
        }
        let kept = folder.url.appending(path: "kept")
        try FileManager.default.copyItem(at: state.root, to: kept)
        #expect(try rotate().done)
        let new = try StudyKeys(folder: folder.url.appending(path: "new"))
        for file in try FileManager.default.contentsOfDirectory(atPath: state.root.path)
        where file.hasPrefix("ledger") || file.hasPrefix("withdrawals") {
            try FileManager.default.removeItem(at: state.root.appending(path: file))
        }
        for file in files {
            try FileManager.default.copyItem(at: kept.appending(path: file), to: state.root.appending(path: file))
        }
        let error = #expect(throws: WithdrawnUnderOtherKeys.self) { try night(new) }
        #expect(error?.sentence.hasPrefix("1 person who withdrew is known under other keys alone") == true)
        let rotation = KeyRotation(study: study, inbox: inbox, state: state.root, keys: new)
        #expect(throws: KeyRotation.Refusal.self) {
            try rotation.run(to: folder.url.appending(path: "third")) { _ in true }
        }
    }

    @Test func `who withdraws right after a rotation is told to merge first`() throws {
        _ = try night(old)
        #expect(try rotate().done)
        let new = try StudyKeys(folder: folder.url.appending(path: "new"))
        func withdrawal(_ keys: StudyKeys) throws -> Withdrawal {
            try Withdrawal(
                study: study, inbox: inbox, output: folder.url.appending(path: "out"), state: state.root, keys: keys)
        }
        #expect(throws: Withdrawal.Refusal.notPrepared) {
            try withdrawal(new).interview(inRow: 4, of: CountryCode("CO")!, file: nil)
        }
        #expect(throws: Withdrawal.Refusal.notPrepared) {
            try withdrawal(new).interview(withId: "1", of: CountryCode("CO")!, file: nil)
        }
        #expect(throws: NightlyMerge.Refusal.self) {
            try withdrawal(old).interview(inRow: 4, of: CountryCode("CO")!, file: nil)
        }
    }

    @Test func `what protects people and cannot be carried over refuses the rotation`() throws {
        _ = try night(old)
        let ledger = try Ledger(state)
        try ledger.note(
            ReleaseEntry(
                id: "r", profile: "research", dataset: "d", approver: "a", reason: "b", recipients: [], made: Date()))
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: inbox.path + "/CO").first)
        try FileManager.default.removeItem(at: inbox.appending(path: "CO/\(name)"))
        let error = #expect(throws: KeyRotation.Refusal.self) { try rotate() }
        #expect(error?.sentences.count == 3)
        #expect(error?.sentences.first?.hasPrefix("1 release in the memory") == true)
        #expect(error?.sentences.last == "CO/\(name) is in force and not in the inbox: put it back first")
        #expect(try StateKeys(state).allow(old))
    }
}
