public import Foundation
import WeirCore
public import WeirKeys
import WeirRecord
import WeirState
public import WeirStudy

/// Makes a data set again from its inbox, out of sight, and compares every byte.
///
/// What is made lies in a hidden folder beside the data set, for its owner only, and is gone afterwards; a stopped
/// comparison's remains go with the next night.
public struct Rebuild {
    /// What lies there is no internal data set: releases are made by people.
    public struct NoInternalDataSet: Error {}

    private let study: Study
    private let keys: StudyKeys
    private let inbox: URL
    private let state: URL?

    /// - Parameter state: the study's memory, for what people decided; it is not written to.
    public init(study: Study, keys: StudyKeys, inbox: URL, state: URL?) {
        self.study = study
        self.keys = keys
        self.inbox = inbox
        self.state = state
    }

    /// The files that differ or are on one side only; those with times are not compared.
    /// - Throws: `NoInternalDataSet`, or what a night throws.
    public func differences(
        from folder: URL, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> [String] {
        let folder = folder.resolvingSymlinksInPath()
        let text = try? String(contentsOf: folder.appending(path: Provenance.fileName), encoding: .utf8)
        guard text.flatMap(ProvenanceRecord.init)?.isInternal == true else { throw NoInternalDataSet() }
        let place = folder.deletingLastPathComponent().appending(path: ".rebuild.draft")
        let files = FileManager.default
        try? files.removeItem(at: place)
        try files.createDirectory(
            at: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: place) }
        let memory = place.appending(path: "state")
        try copyDecisions(to: memory)
        let night = try NightlyMerge(
            study: study, inbox: inbox, output: place, state: memory, keys: keys, formats: formats(of: folder),
            progress: progress
        ).run()
        let (before, again) = (try Sums(of: folder).digests, try Sums(of: night.folder).digests)
        return Set(before.keys).union(again.keys).filter { before[$0] != again[$0] }.sorted()
    }

    /// Those of the data set, whatever the study says today.
    private func formats(of folder: URL) -> [DataFormat] {
        DataFormat.allCases.filter { format in
            FileManager.default.fileExists(atPath: folder.appending(path: "data/\(format.file(of: "merged"))").path)
        }
    }

    /// The ledger knows what people decided and what is in force; the words are the study's own.
    private func copyDecisions(to memory: URL) throws {
        guard let state else { return }
        let files = FileManager.default
        try files.createDirectory(
            at: memory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try files.contentsOfDirectory(atPath: state.path)
        where name.hasPrefix("ledger.sqlite") || name == SafeWords.fileName {
            try files.copyItem(at: state.appending(path: name), to: memory.appending(path: name))
        }
    }
}
