import Foundation
import WeirKeys
import WeirState

/// The memory knows people who withdrew under other keys only, as one does that was restored from before a change of
/// keys: under the keys of today nobody can tell who they are, and a night would bring them back.
public struct WithdrawnUnderOtherKeys: Error {
    let count: Int
    let state: String

    init(count: Int, state: String) {
        self.count = count
        self.state = state
    }

    /// Has all withdrawals be of some keys.
    /// - Throws: itself when these keys do not name everybody who withdrew; what SQLite and the file system say.
    static func check(_ ledger: Ledger, _ keys: StudyKeys, _ state: StateFolder) throws {
        try ledger.noteKeysOfWithdrawals(keys)
        let count = try ledger.withdrawalsUnknown(under: keys)
        guard count == 0 else { throw Self(count: count, state: state.root.path) }
    }

    /// What is the matter, and what to do.
    public var sentence: String {
        "\(count) \(count == 1 ? "person" : "people") who withdrew \(count == 1 ? "is" : "are") known under other keys alone, "
            + "and would come back. Restore ledger.sqlite or withdrawals.txt in \(state) from a backup made after the keys "
            + "were changed; or all of the memory from one made before, with those keys, and change them again. Where there "
            + "is neither, begin another memory: merge once with --state and --accept-memory, and then withdraw everybody once "
            + "more who did"
    }
}
