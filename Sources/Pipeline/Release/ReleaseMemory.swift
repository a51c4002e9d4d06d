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
    /// Where releases are made.
    let output: URL

    func problems(beside entries: [ReleaseEntry]) -> [String] { foreign + unknown(beside: entries) }

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

    private func unknown(beside entries: [ReleaseEntry]) -> [String] {
        let known = Set(entries.map(\.id))
        return Set(parents.flatMap(Self.sealed)).filter { !known.contains($0.lastPathComponent) }.map(\.path).sorted()
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
            [output, beside].map {
                $0.standardizedFileURL.appending(path: "releases").appending(path: study).standardizedFileURL
            })
    }

    private static func sealed(_ parent: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        return names.filter { !$0.hasPrefix(".") && $0 != "current" }.map { parent.appending(path: $0) }.filter {
            FileManager.default.fileExists(atPath: $0.appending(path: Sums.fileName).path)
        }
    }
}
