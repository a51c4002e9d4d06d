import Foundation
import WeirKeys
import WeirRecord
import WeirState

// What has to hold before a night begins.
extension NightlyMerge {
    func checkInbox() throws {
        if let parts, !Inbox(parts).exists { throw Refusal.noParts(parts.path) }
        guard let inbox, !inbox.exists else { return }
        let isThere = FileManager.default.fileExists(atPath: inbox.root.path)
        throw isThere ? Refusal.inboxIsNoFolder(inbox.root.path) : Refusal.noInbox(inbox.root.path)
    }

    /// Respondents named under another key would go into this key's data set, and nobody could tell them apart.
    func checkKeys() throws {
        guard try StateKeys(state).allow(keys) else { throw Refusal.otherKeys(state: state.root.path) }
    }

    /// A link added to a broken chain would vouch for what nobody can.
    func checkChain() throws {
        try Chain.dropUnfinished(in: state.root)
        let chain = try Chain(in: state.root)
        let file = state.root.appending(path: Chain.fileName).path
        if let link = chain.firstBreak { throw Refusal.chainBroken(file: file, link: link) }
        guard !acceptsMemory, let link = ReceiptBook(state: state.root).newer(than: chain) else { return }
        throw Refusal.chainOlder(file: file, link: link)
    }
}
