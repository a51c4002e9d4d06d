public import Foundation
import WeirCore
public import WeirKeys
public import WeirRecord
import WeirState
public import WeirStudy

/// Makes a data set again from its inbox, out of sight, and compares every byte.
///
/// What is made lies in a hidden folder beside the data set, for its owner only, and is gone afterwards; a stopped
/// comparison's remains go with the next night.
public struct Rebuild {
    /// What lies there is no internal data set: releases are made by people.
    public struct NoInternalDataSet: Error {}

    /// The data set was made from something else than what is there, and cannot be made again.
    public struct OtherInputs: Error, Sendable {
        /// Its uploads that do not lie in the inbox.
        public var missing: [ProvenanceRecord.Upload]
        /// The files of the definition that are others, or on one side only.
        public var definitions: [String]
        /// Files of the inbox that it was not made from.
        public var added: [String]
    }

    /// What a comparison came to.
    public struct Outcome: Sendable {
        /// The files that differ or are on one side only; those with times are not compared.
        public var differences: [String]
        /// Files of the inbox that the data set was not made from; they were left aside.
        public var leftAside: [String]
    }

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

    /// Makes the data set again and compares it.
    /// - Throws: `NoInternalDataSet`, `OtherInputs`, or what a night throws.
    public func outcome(
        for folder: URL, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> Outcome {
        // Where a data set lies behind a link, beside the link: beside what it leads to nobody would clear it away.
        let linking = folder.deletingLastPathComponent()
        let isLinked = Publisher.isLink(folder) && Publisher.current(in: linking) != nil
        let parent = isLinked ? linking : folder.resolvingSymlinksInPath().deletingLastPathComponent()
        let folder = folder.resolvingSymlinksInPath()
        let text = try? String(contentsOf: folder.appending(path: Provenance.fileName), encoding: .utf8)
        guard let record = text.flatMap(ProvenanceRecord.init), record.isInternal else { throw NoInternalDataSet() }
        let aside = try leftAside(by: record)
        let place = parent.appending(path: Publisher.rebuilding)
        let files = FileManager.default
        try? files.removeItem(at: place)
        try files.createDirectory(
            at: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let hold = FolderHold(place)
        defer {
            try? files.removeItem(at: place)
            withExtendedLifetime(hold) {}
        }
        let memory = place.appending(path: "state")
        try copyDecisions(to: memory)
        var merge = try NightlyMerge(
            study: study, inbox: inbox, output: place, state: memory, keys: keys, formats: formats(of: folder),
            progress: progress)
        merge.inbox?.leftAside = Set(aside.map(\.path))
        let night = try merge.run()
        let (before, again) = (try Sums(of: folder).digests, try Sums(of: night.folder).digests)
        return Outcome(
            differences: Set(before.keys).union(again.keys).filter { before[$0] != again[$0] }.sorted(),
            leftAside: aside.map(\.name))
    }

    /// The files of the inbox that the data set was not made from. Partners send newer ones while the older ones stay.
    /// - Throws: `OtherInputs` when the data set cannot follow from what is there.
    private func leftAside(by record: ProvenanceRecord) throws -> [Inbox.Entry] {
        let lying = Inbox(inbox)
        guard lying.exists else { throw NightlyMerge.Refusal.noInbox(inbox.path) }
        var missing = record.uploads
        let aside = try lying.entries(of: Set(study.countries.map(\.country))).entries.filter { entry in
            // What cannot be read has no digest in any record: the night tells of it.
            guard let digest = try? FileDigest(path: entry.path, name: entry.name).digest.hexadecimal else {
                return false
            }
            let found = missing.firstIndex { $0.digest == digest && $0.country == entry.country.letters }
            if let found { missing.remove(at: found) }
            return found == nil
        }
        let today = Dictionary(
            study.files.map { ($0.name, Digest(of: $0.bytes).hexadecimal) }, uniquingKeysWith: { first, _ in first })
        let others = Set(today.keys).union(record.definitions.keys).filter { today[$0] != record.definitions[$0] }
        guard missing.isEmpty, others.isEmpty else {
            throw OtherInputs(missing: missing, definitions: others.sorted(), added: aside.map(\.name))
        }
        return aside
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
