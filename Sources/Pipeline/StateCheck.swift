public import Foundation
public import WeirCore
import WeirFlow
public import WeirKeys
public import WeirReport
import WeirState
public import WeirStudy

/// What would follow for files of one country from the study's memory, were they put into its folder tonight: which of
/// them counts, who vanished, whose answers changed. It is found as the nightly merge finds it, in a copy of the
/// memory.
public struct StateCheck {
    /// There is no memory in the folder that was named.
    public struct NoMemory: Error {
        /// The folder.
        public var folder: String
    }

    private let study: Study
    private let rules: CountryRules
    private let state: StateFolder
    private let keys: StudyKeys

    /// A check against a study's memory; nil when the study does not cover the country.
    /// - Throws: `NoMemory`.
    public init?(study: Study, country: CountryCode, state: URL, keys: StudyKeys) throws {
        guard FileManager.default.fileExists(atPath: state.appending(path: "ledger.sqlite").path) else {
            throw NoMemory(folder: state.path)
        }
        guard let rules = study.rules(for: country) else { return nil }
        self.study = study
        self.rules = rules
        self.state = try StateFolder(state)
        self.keys = keys
    }

    /// Adds what follows to files that were checked.
    /// - Returns: what is about none of them.
    /// - Throws: `NightlyMerge.Refusal`, or what the file system says.
    public func add(to uploads: inout [CheckedUpload], at paths: [String]) throws -> [CheckedUpload.Item] {
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        guard try StateKeys(state).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: state.root.path) }
        if let ledger = try Ledger.reading(state.root) { try PlatformChanged.check(ledger, study, in: state) }
        let found = try state.withCopy { try findings(paths, in: $0) }
        return StateFindings(found).add(to: &uploads, named: uploads.map(\.file))
    }

    private func findings(_ paths: [String], in state: StateFolder) throws -> [Diagnostic] {
        let ledger = try Ledger(state)
        var preparation = Preparation(
            study: study, keys: keys, state: state, ledger: ledger, program: try Program.digest(), flow: Flow(),
            review: try ReviewInForce(ledger, state, keys), pieceSize: 1 << 20)
        preparation.withdrawals = try Withdrawals(ledger)
        var country = CountryUploads(rules: rules)
        for path in paths {
            let name = Inbox.printable(URL(filePath: path).lastPathComponent)
            let entry = Inbox.Entry(country: rules.country, name: name, path: path)
            try country.add(entry, Result { try FileDigest(path: path, name: name) }, of: study) {
                try preparation.prepare(entry, $0)
            }
        }
        try country.decide(accepted: try ledger.inForce(rules.country), state: state, preparation, now: Date())
        return country.records.flatMap(\.told)
    }
}

/// Findings of which some need the study's memory.
struct StateFindings {
    private let all: [Diagnostic]

    init(_ all: [Diagnostic]) { self.all = all.filter { !$0.code.followsFromUpload && $0.code != .uploadNone } }

    /// Adds each to the file that it is about.
    /// - Parameter names: the files' names, as findings name them.
    /// - Returns: what is about none of them.
    func add(to uploads: inout [CheckedUpload], named names: [String]) -> [CheckedUpload.Item] {
        for (index, name) in names.enumerated() {
            uploads[index].items += all.filter { $0.place.file == name }.map(CheckedUpload.Item.init)
        }
        return all.filter { !names.contains($0.place.file) }.map(CheckedUpload.Item.init)
    }
}
