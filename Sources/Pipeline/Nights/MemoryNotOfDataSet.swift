import Foundation
import WeirKeys
import WeirRecord
import WeirStudy

/// The newest data set or release has no link in this memory's chain: the memory was put back from a backup, or it is another one,
/// as where --state is mistyped. It does not know who withdrew meanwhile.
public struct MemoryNotOfDataSet: Error {
    let state: String
    /// What it is and its name: `data set, 0123456789ab`.
    let newest: String

    /// Whoever has no backup goes on like this.
    public static let accepting =
        "Where there is none, merge once with --accept-memory, and withdraw everybody once more who withdrew since"

    /// What is the matter, and what to do.
    public var sentence: String {
        "the memory in \(state) does not know the newest \(newest): it is older, or not that of the study's "
            + "merges, and whoever withdrew since would come back. Nothing was done. Name the right one with --state, or "
            + "restore its newest backup; what is not of the study's merges does not belong there. \(Self.accepting)"
    }

    /// A data set whose crate cannot be read names no link, and is for `weir verify` to judge. One that is older than the
    /// chain's newest link is of a memory that somebody went on without.
    /// - Throws: itself, or what the file system says.
    static func check(_ state: URL, beside published: [URL]) throws {
        let later = try unknown(state, beside: published)
        guard let newest = later.max(by: { $0.ended < $1.ended }) else { return }
        throw Self(state: state.path, newest: "\(newest.kind), \(newest.name)")
    }

    /// Where a study's data sets and releases are.
    static func folders(of study: Study, below output: URL) -> [URL] {
        [DataSetDraft.parent(of: study, below: output), output.appending(path: "releases").appending(path: study.name)]
    }

    /// Notes that somebody goes on without the memory of the data sets that are there.
    static func accept(_ state: URL, beside published: [URL]) throws {
        let new = try unknown(state, beside: published).map { $0.link.hexadecimal }
        guard !new.isEmpty else { return }
        let lines = accepted(state).union(new).sorted().map { $0 + "\n" }.joined()
        try Data(lines.utf8).write(to: notes(state), options: .atomic)
    }

    private static func unknown(
        _ state: URL, beside published: [URL]
    ) throws -> [Made] {
        let chain = try Chain(in: state)
        // Up to the second; a crate writes the zone otherwise.
        let last = chain.newestTime?.prefix(19) ?? ""
        let accepted = accepted(state)
        return published.flatMap(dataSets).filter {
            $0.ended.prefix(19) >= last && !chain.holds($0.link) && !accepted.contains($0.link.hexadecimal)
        }
    }

    private static func notes(_ state: URL) -> URL { state.appending(path: "accepted-data-sets.txt") }

    private static func accepted(_ state: URL) -> Set<String> {
        Set(((try? String(contentsOf: notes(state), encoding: .utf8)) ?? "").split(separator: "\n").map(String.init))
    }

    /// A data set or a release.
    private struct Made {
        var kind: String
        var name: String
        var ended: String
        var link: Digest
    }

    /// All data sets or releases with their crates: `current` may have been taken away.
    private static func dataSets(in parent: URL) -> [Made] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        let kind = parent.deletingLastPathComponent().lastPathComponent == "releases" ? "release" : "data set"
        return names.filter { !$0.hasPrefix(".") && $0 != "current" }.sorted().compactMap { name in
            let crate = parent.appending(path: name).appending(path: Crate.fileName)
            guard let text = try? String(contentsOf: crate, encoding: .utf8), let link = Crate.link(in: text),
                let ended = Crate.ended(in: text)
            else { return nil }
            return Made(kind: kind, name: name, ended: ended, link: link)
        }
    }
}
