public import Foundation
public import WeirCore
import WeirFlow
public import WeirKeys
import WeirState
public import WeirStudy

/// Prepares one upload on a machine that does not merge, into a folder that is carried to the one that does.
public struct CarriedPreparation {
    /// What came of it.
    public struct Outcome {
        /// The upload's name in the data set's records, `AL/answers.csv`.
        public var file: String
        /// Interviews in it.
        public var rows: Int
        /// What was found.
        public var findings: [Diagnostic]
    }

    private let study: Study
    private let country: CountryCode
    private let keys: StudyKeys
    private let memory: URL?

    /// A preparation; nil when the study does not cover the country.
    /// - Parameter memory: the study's memory, for what people decided; it stays as it is.
    public init?(study: Study, country: CountryCode, keys: StudyKeys, memory: URL?) {
        guard study.rules(for: country) != nil else { return nil }
        self.study = study
        self.country = country
        self.keys = keys
        self.memory = memory
    }

    /// Prepares an upload.
    /// - Parameter folder: does not exist yet; it appears whole or not at all.
    /// - Throws: `Diagnostics` when the upload is not ready, `NightlyMerge.Refusal`, or what the file system says.
    public func prepare(_ path: String, to folder: URL) throws -> Outcome {
        if let memory { return try remembering(memory) { try prepare(path, in: $0, to: folder) } }
        let scratch = folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent).work")
        try? FileManager.default.removeItem(at: scratch)
        defer { try? FileManager.default.removeItem(at: scratch) }
        return try prepare(path, in: try StateFolder(scratch), to: folder)
    }

    private func remembering(_ memory: URL, _ work: (StateFolder) throws -> Outcome) throws -> Outcome {
        guard FileManager.default.fileExists(atPath: memory.appending(path: "ledger.sqlite").path) else {
            throw StateCheck.NoMemory(folder: memory.path)
        }
        let state = try StateFolder(memory)
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        guard try StateKeys(state).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: memory.path) }
        if let ledger = try Ledger.reading(memory) { try PlatformChanged.check(ledger, study, in: state) }
        return try state.withCopy(work)
    }

    private func prepare(_ path: String, in state: StateFolder, to folder: URL) throws -> Outcome {
        let name = Inbox.printable("\(country.letters)/\(URL(filePath: path).lastPathComponent)")
        let entry = Inbox.Entry(country: country, name: name, path: path)
        let ledger = try Ledger(state)
        let program = try Program.digest()
        var preparation = Preparation(
            study: study, keys: keys, state: state, ledger: ledger, program: program, flow: Flow(),
            review: try ReviewInForce(ledger, state, keys), pieceSize: 1 << 20)
        preparation.withdrawals = try Withdrawals(ledger)
        let prepared = try prepare(entry, &preparation)
        try CarriedPart.write(
            prepared.address, of: state, ledger, file: name, program: program.hexadecimal, keys: keys, to: folder)
        return Outcome(
            file: name, rows: prepared.summary.rows,
            findings: prepared.summary.findings.compactMap { $0.diagnostic(in: name) })
    }

    private func prepare(_ entry: Inbox.Entry, _ preparation: inout Preparation) throws -> Preparation.Prepared {
        do { return try preparation.prepare(entry, FileDigest(path: entry.path, name: entry.name)) } catch let finding
            as Diagnostic
        {
            throw Diagnostics([finding])
        }
    }
}
