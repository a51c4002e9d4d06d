import Foundation
import Synchronization
import TestSupport
import Testing
import WeirCore
import WeirFlow
import WeirFormats
import WeirKeys
import WeirRecord
import WeirReport
import WeirState

@testable import WeirPipeline
@testable import WeirStudy

@Suite struct NaturalOrderTests {
    @Test(arguments: [
        ("upload 9.csv", "upload 10.csv"), ("a", "b"), ("a", "ab"), ("a1b2", "a1b10"), ("2021-5", "2021-06"), ("", "a"),
    ])
    func `numbers in names count as numbers`(_ pair: (String, String)) {
        #expect(NaturalOrder.precedes(pair.0, pair.1))
        #expect(!NaturalOrder.precedes(pair.1, pair.0))
    }

    @Test func `a name does not precede itself`() { #expect(!NaturalOrder.precedes("upload 10", "upload 10")) }
}

@Suite struct AssemblyTests {
    private func study(stages: [String]) throws -> Study {
        var study = try Study(folder: Project.study)
        study.stages = stages.map { StageSetting(name: $0, settings: [:]) }
        return study
    }

    private static let order = ["ingest", "redact", "harmonise", "merge", "protect", "deliver", "record"]

    @Test func `the study's own stages are accepted`() throws {
        #expect(Assembly.problems(in: try Study(folder: Project.study)).isEmpty)
    }

    @Test(arguments: ["ingest", "redact", "harmonise", "merge", "protect", "deliver", "record"])
    func `no stage can be left out`(_ name: String) throws {
        #expect(Assembly.problems(in: try study(stages: Self.order.filter { $0 != name })).count == 1)
    }

    @Test func `no stage can move`() throws {
        for place in 1..<Self.order.count {
            var moved = Self.order
            moved.swapAt(place - 1, place)
            #expect(Assembly.problems(in: try study(stages: moved)).count == 1)
        }
    }

    @Test(arguments: [
        ("redact", "open answers", "keep"), ("redact", "policy person", "keep"), ("redact", "policy age", "hide"),
        ("redact", "policy", "mask"), ("protect", "measure", "nothing"), ("merge", "speed", "fast"),
        ("deliver", "formats", "csv, excel"), ("deliver", "formats", ""),
    ])
    func `settings that would loosen a stage are refused`(_ case: (String, String, String)) throws {
        var study = try study(stages: Self.order)
        let index = try #require(Self.order.firstIndex(of: `case`.0))
        study.stages[index].settings = [`case`.1: `case`.2]
        #expect(Assembly.problems(in: study).map(\.code) == [.studyField])
    }

    @Test func `a wrong word of the policy is named with its line and what may stand there`() throws {
        let folder = try TemporaryFolder()
        let copy = folder.url.appending(path: "study")
        try FileManager.default.copyItem(at: Project.study, to: copy)
        let file = copy.appending(path: "pipeline.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing("age: generalise, date: generalise", with: "person: keep, colour: mask")
        try Data(changed.utf8).write(to: file)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("- redact:") }) + 1
        let problems = Assembly.problems(in: try Study(folder: copy))
        #expect(problems.map(\.code) == [.studyKey, .studyField])
        #expect(problems.map(\.place.row) == [line, line])
        #expect(problems.last?.label == "mask, withhold")
    }

    @Test func `scenario names are read, each for its country and question`() throws {
        let study = try Study(folder: Project.study)
        let names = study.scenarioNames.filter { $0.country.letters == "BA" }.map {
            "\(study.codebook.variables[$0.variable].name) \($0.name)"
        }
        #expect(names.contains("scn_a_steps Sara"))
        #expect(!names.contains("scn_b_steps Sara"))
        #expect(!names.contains("scn_a_steps Elira"))
    }

    @Test(arguments: [
        ("XX,scn_a_steps,Ana", DiagnosticCode.studyField), ("AL,nothing,Ana", .studyUnknownVariable),
        ("AL,resp_gender,Ana", .studyUnknownVariable), ("AL,scn_a_steps,", .studyField),
        ("AL,scn_a_steps,Ana Maria", .studyField),
    ])
    func `a wrong scenario name is found`(_ line: String, _ code: DiagnosticCode) throws {
        let folder = try TemporaryFolder()
        let copy = folder.url.appending(path: "study")
        try FileManager.default.copyItem(at: Project.study, to: copy)
        try Data("country,variable,name\n\(line)\n".utf8).write(to: copy.appending(path: "rules/scenario-names.csv"))
        let error = #expect(throws: Diagnostics.self) { try Study(folder: copy) }
        #expect(error?.all.map(\.code) == [code])
        #expect(error?.all.first?.place.file == "rules/scenario-names.csv")
        #expect(error?.all.first?.place.row == 2)
    }

    @Test func `a wrong stage is named with its line`() throws {
        var study = try Study(folder: Project.study)
        let line = try #require(study.stages.map(\.place.row).first ?? nil)
        // A comment stands between the first and the second.
        #expect(study.stages.map(\.place.row) == [line] + Array(line + 2..<line + 8))
        study.stages.remove(at: 2)
        study.stages[0].settings = ["speed": "fast"]
        #expect(Assembly.problems(in: study).map(\.place.row) == [line + 4, line])
    }
}

@Suite struct ChangingUploadTests {
    /// What happens to an upload between its digest and its second reading.
    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (URL) throws -> Void
    }

    @Test(arguments: [
        Change(testDescription: "one byte is written over, at once") { file in
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: Data("x".utf8))
            try handle.close()
        },
        Change(testDescription: "another file of the same length and time takes its place") { file in
            let time = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]!
            // The old file stays on the disk, so that its inode is not given away again.
            try FileManager.default.moveItem(at: file, to: file.appendingPathExtension("old"))
            try Data(contentsOf: file.appendingPathExtension("old")).write(to: file)
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file.path)
        },
    ])
    func `an upload that changed while it was read is refused`(_ change: Change) throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "upload.csv")
        let sample = Project.samples.appending(path: "inbox/AL")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: sample.path).first)
        try Data(contentsOf: sample.appending(path: name)).write(to: file)
        let entry = Inbox.Entry(country: CountryCode("AL")!, name: "AL/upload.csv", path: file.path)
        let state = try StateFolder(folder.url.appending(path: "state"))
        var preparation = Preparation(
            study: try Study(folder: Project.study), keys: .demonstration, state: state, ledger: try Ledger(state),
            program: Digest(of: ""),
            flow: Flow(), pieceSize: 1 << 20)

        let digested = try FileDigest(path: entry.path, name: entry.name)
        try change.change(file)
        let error = #expect(throws: Diagnostics.self) { try preparation.prepare(entry, digested) }
        #expect(error?.all == [Diagnostic(.fileChanged, at: Place(file: entry.name))])
        #expect(try !state.hasPart(preparation.address(of: digested.digest, entry.country)))
        // At rest it is taken.
        try Data(contentsOf: sample.appending(path: name)).write(to: file)
        let again = try preparation.prepare(entry, FileDigest(path: entry.path, name: entry.name))
        #expect(state.hasPart(again.address))
    }
}

@Suite struct UnreadyUploadTests {
    @Test func `rows of a damaged upload are counted up to the damage`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("Respondent,Consent\n1,Yes\n\n2,No\n3,\"Yes\n".utf8, to: "AL/a.csv")
        let entry = Inbox.Entry(country: CountryCode("AL")!, name: "AL/a.csv", path: file.path)
        #expect(UnreadyUpload.rows(of: entry, TableFile.Hints()) == 2)
        #expect(
            UnreadyUpload.recognised(in: entry, TableFile.Hints()) == ["UTF-8, comma", "a plain table, one header row"])
        try folder.write("".utf8, to: "AL/a.csv")
        #expect(UnreadyUpload.recognised(in: entry, TableFile.Hints()) == [])
    }
}

@Suite struct NightTests {
    private static let samples = Project.samples.appending(path: "inbox")

    private func night(
        in folder: TemporaryFolder, _ name: String, slots: Int? = nil, pieceSize: Int = 1 << 20, inbox: URL
    ) throws -> NightlyMerge.Outcome {
        try NightlyMerge(
            study: Study(folder: Project.study), inbox: inbox, output: folder.url.appending(path: name),
            state: folder.url.appending(path: name + "-state"), keys: .demonstration, slots: slots,
            pieceSize: pieceSize, clock: { Date(timeIntervalSince1970: 1_620_000_000) }
        ).run()
    }

    private func contents(of outcome: NightlyMerge.Outcome) throws -> [String: Data] {
        let folder = outcome.folder
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return Dictionary(
            uniqueKeysWithValues: paths.compactMap { path in
                (try? Data(contentsOf: folder.appending(path: path))).map { (path, $0) }
            })
    }

    /// Two countries; all six with ALL=1.
    @Test func `slots and batch sizes change no byte`() throws {
        let folder = try TemporaryFolder()
        let inbox = Project.isThorough ? Self.samples : try Project.inbox(in: folder)
        let plain = try contents(of: night(in: folder, "plain", inbox: inbox))
        #expect(plain.count >= 8)
        for (slots, pieceSize) in [(1, 1 << 20), (3, 4096), (16, 60_000)] {
            let name = "\(slots) slots"
            let cut = try contents(of: night(in: folder, name, slots: slots, pieceSize: pieceSize, inbox: inbox))
            #expect(Set(plain.keys) == Set(cut.keys))
            for (path, content) in plain { #expect(cut[path] == content, "\(path), \(name)") }
        }
    }

    @Test func `progress is told and the night adds up`() throws {
        let folder = try TemporaryFolder()
        let told = Mutex<[String]>([])
        let outcome = try NightlyMerge(
            study: Study(folder: Project.study), inbox: Self.samples,
            output: folder.url.appending(path: "out"), state: folder.url.appending(path: "state"),
            keys: .demonstration, progress: { words in told.withLock { $0.append(words) } }
        ).run()
        #expect(told.withLock { $0 }.count == 7)
        #expect(outcome.open.isEmpty)
        #expect(outcome.timings.rows == 1272)
        #expect(outcome.report.countries.reduce(0) { $0 + $1.rows.total } == 1272)
        #expect(outcome.report.rows == 413)
    }

    @Test func `an empty inbox publishes nothing and names every country`() throws {
        let folder = try TemporaryFolder()
        let inbox = folder.url.appending(path: "inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        let error = #expect(throws: NightlyMerge.Refusal.self) { try night(in: folder, "out", inbox: inbox) }
        guard case .nothingInForce(let report, let summary)? = error else {
            Issue.record("refused for another reason")
            return
        }
        #expect(report.findings.map(\.code) == [DiagnosticCode](repeating: .uploadNone, count: 6))
        #expect(report.countries.count == 6 && report.countries.allSatisfy { $0.rows.total + $0.notReady == 0 })
        #expect(summary.hasPrefix("0 of 6 countries fresh, AL missing, BA missing"))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out").path))
    }

    /// The largest file of this name among the prepared parts.
    private func partFile(_ name: String, below state: URL) throws -> URL {
        let parts = state.appending(path: "parts")
        let files = try FileManager.default.contentsOfDirectory(atPath: parts.path).map {
            parts.appending(path: $0).appending(path: name)
        }
        return try #require(files.max { try! Data(contentsOf: $0).count < Data(contentsOf: $1).count })
    }

    private func flip(_ file: URL) throws {
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 0x10
        try bytes.write(to: file)
    }

    @Test(arguments: ["answers.bin", "accounts.bin", "summary.json"])
    func `a damaged part is prepared again`(_ name: String) throws {
        let folder = try TemporaryFolder()
        let inbox = try Project.inbox(in: folder)
        let before = try contents(of: night(in: folder, "out", inbox: inbox))
        let file = try partFile(name, below: folder.url.appending(path: "out-state"))
        let whole = try Data(contentsOf: file)
        try flip(file)
        #expect(try contents(of: night(in: folder, "out", inbox: inbox)) == before)
        #expect(try Data(contentsOf: file) == whole)
    }

    @Test(arguments: ["answers.bin", "accounts.bin", "summary.json"])
    func `a damaged part whose upload is gone ends the night`(_ name: String) throws {
        let folder = try TemporaryFolder()
        let inbox = try Project.inbox(in: folder)
        let before = try contents(of: night(in: folder, "out", inbox: inbox))
        let file = try partFile(name, below: folder.url.appending(path: "out-state"))
        try flip(file)
        let empty = folder.url.appending(path: "empty")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        let error = #expect(throws: NightlyMerge.Refusal.self) { try night(in: folder, "out", inbox: empty) }
        guard case .partDamaged(let findings)? = error else {
            Issue.record("refused for another reason")
            return
        }
        let address = file.deletingLastPathComponent().lastPathComponent
        #expect(findings.all.map(\.code) == [.partDamaged])
        #expect(findings.all.map(\.label) == [String(address.prefix(12))])
        // With the uploads back, all is well again.
        #expect(try contents(of: night(in: folder, "out", inbox: inbox)) == before)
    }

    @Test func `drafts of killed runs are removed even by a night that publishes nothing`() throws {
        let folder = try TemporaryFolder()
        let sets = "out/internal/frontline-workers"
        let draft = try folder.write("rows".utf8, to: "\(sets)/.0123456789ab.draft/data/merged.csv")
        let inbox = folder.url.appending(path: "inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        #expect(throws: NightlyMerge.Refusal.self) { try night(in: folder, "out", inbox: inbox) }
        #expect(!FileManager.default.fileExists(atPath: draft.path))
    }

    @Test func `a broken chain is not extended`() throws {
        let folder = try TemporaryFolder()
        let inbox = try Project.inbox(in: folder)
        let outcome = try night(in: folder, "out", inbox: inbox)
        let state = folder.url.appending(path: "out-state")
        let chain = try Chain(in: state)
        #expect(chain.count == 1)
        #expect(Verifier(folder: outcome.folder, chain: chain).verdict().problems == [])
        let file = state.appending(path: Chain.fileName)
        try Data(contentsOf: file).dropLast(1).write(to: file)
        let error = #expect(throws: NightlyMerge.Refusal.self) { try night(in: folder, "out", inbox: inbox) }
        guard case .chainBroken(_, link: 1)? = error else {
            Issue.record("not refused for its chain")
            return
        }
    }

    @Test func `two runs at once: the second says so`() throws {
        let folder = try TemporaryFolder()
        let inbox = try Project.inbox(in: folder)
        _ = try night(in: folder, "out", inbox: inbox)
        let state = try StateFolderLock(folder.url.appending(path: "out-state"))
        let error = #expect(throws: NightlyMerge.Refusal.self) { try night(in: folder, "out", inbox: inbox) }
        guard case .alreadyRunning? = error else {
            Issue.record("not refused as running already")
            return
        }
        withExtendedLifetime(state) {}
    }
}

/// Holds a state folder's lock as another process would.
private final class StateFolderLock {
    private let descriptor: Int32

    init(_ folder: URL) throws {
        descriptor = open(folder.appending(path: "lock").path, O_RDWR)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    }

    deinit { close(descriptor) }
}
