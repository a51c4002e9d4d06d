import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

/// Whether a memory knows all releases that a new one is held against: it is that of the merge which made the data set, and
/// no release lies beside it that it does not know, as when it was deleted or an older backup of it was restored.
struct ReleaseMemory {
    let study: String
    let state: URL
    let dataset: InternalDataSet
    /// Where the release is made; nil where none is.
    let output: URL?

    func problems(beside entries: [ReleaseEntry]) -> [String] {
        let known = Set(entries.map(\.id))
        let forgotten = forgotten.filter { !known.contains($0) }
        return foreign + forgotten.map(sentence) + unknown(known.union(forgotten))
    }

    /// Releases of which the memory holds a table, though the ledger may have been moved away: nothing would keep to them.
    private var forgotten: [String] {
        guard FileManager.default.fileExists(atPath: state.path), let folder = try? StateFolder(state) else {
            return []
        }
        return folder.releasedTables.filter { !$0.contains(".") }
    }

    private func sentence(_ id: String) -> String {
        let table = state.appending(path: "releases").appending(path: "\(id).csv")
        return
            "the ledger does not know release \(id), whose table is \(table.path). Restore the ledger from its backup. Only if "
            + "that release was stopped before it was done, and nobody has it, take its table away"
    }

    /// A data set without a seal is told of elsewhere.
    private var foreign: [String] {
        guard let sums = try? String(contentsOf: dataset.folder.appending(path: Sums.fileName), encoding: .utf8),
            (try? Chain(in: state))?.holds(root: Digest(of: sums)) != true
        else { return [] }
        return [
            "the memory in \(state.path) is not of the merge that made \(dataset.folder.path), and what was released of it is not "
                + "known there. Name the memory of that merge with --state (<out>/state/\(study), unless the merge was told another)"
        ]
    }

    private func unknown(_ known: Set<String>) -> [String] {
        Set(parents.flatMap(Self.sealed)).filter { !known.contains(Self.held(in: $0)) }.map(\.path).sorted()
            .map {
                "\($0) is a release that the memory in \(state.path) does not know: the memory is older, or not that of the study's "
                    + "merges. Restore its newest backup, or name the right one with --state"
            }
    }

    /// `out/releases/<study>`, of the order and of the data set in `out/internal/<study>/<id>`.
    private var parents: Set<URL> {
        let beside = dataset.folder.standardizedFileURL.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Set(
            [output, beside].compactMap(\.self).map {
                $0.standardizedFileURL.appending(path: "releases").appending(path: study).standardizedFileURL
            })
    }

    private static func sealed(_ parent: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        return names.filter { !$0.hasPrefix(".") && $0 != "current" }.map { parent.appending(path: $0) }.filter {
            FileManager.default.fileExists(atPath: $0.appending(path: Sums.fileName).path)
        }
    }

    /// The release of a folder, which may be a copy under another name, or a link.
    private static func held(in folder: URL) -> String {
        let crate = try? String(contentsOf: folder.appending(path: Crate.fileName), encoding: .utf8)
        return crate.flatMap(Crate.dataset) ?? folder.lastPathComponent
    }
}
