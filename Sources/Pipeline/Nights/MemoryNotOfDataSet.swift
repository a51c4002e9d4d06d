import Foundation
import WeirKeys
import WeirRecord
import WeirState

/// The newest data set has no link in this memory's chain: the memory was put back from a backup, or it is another one,
/// as where --state is mistyped. It does not know who withdrew meanwhile.
public struct MemoryNotOfDataSet: Error {
    let state: String
    let dataset: String

    /// Whoever has no backup goes on like this.
    public static let accepting =
        "Where there is none, merge once with --accept-memory, and withdraw everybody once more who withdrew since"

    /// What is the matter, and what to do.
    public var sentence: String {
        "the memory in \(state) does not know the newest data set, \(dataset): it is older, or not that of the study's "
            + "merges, and whoever withdrew since would come back. Nothing was done. Name the right one with --state, or "
            + "restore its newest backup. \(Self.accepting)"
    }

    /// A data set whose crate cannot be read names no link, and is for `weir verify` to judge.
    /// - Throws: itself, or what the file system says.
    static func check(_ state: StateFolder, beside parent: URL) throws {
        guard let name = Publisher.current(in: parent) else { return }
        let crate = parent.appending(path: name).appending(path: Crate.fileName)
        guard let text = try? String(contentsOf: crate, encoding: .utf8), let link = Crate.link(in: text),
            try !Chain(in: state.root).holds(link)
        else { return }
        throw Self(state: state.root.path, dataset: name)
    }
}
