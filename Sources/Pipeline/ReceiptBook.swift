import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

/// Receipts of the chain's links: kept in the study's memory, and handed to partners beside their reports.
struct ReceiptBook {
    let state: StateFolder

    private var folder: URL { state.root.appending(path: "receipts") }

    /// Writes the receipt of the newest link.
    func write(_ chain: WeirRecord.Chain, signer: Signer) throws {
        guard let receipt = try chain.receipt(by: signer) else { return }
        let files = FileManager.default
        try files.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = folder.appending(path: receipt.fileName)
        let isWritten = files.createFile(
            atPath: file.path, contents: Data(receipt.text.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path]) }
    }

    /// Puts the newest receipt into the folders of an inbox; one that is there already stays as it is.
    func hand(to countries: [CountryCode], in inbox: URL) throws {
        let files = FileManager.default
        guard let newest = (try? files.contentsOfDirectory(atPath: folder.path))?.max() else { return }
        for country in countries {
            let place = inbox.appending(path: country.letters)
            let target = place.appending(path: newest)
            guard files.fileExists(atPath: place.path), !files.fileExists(atPath: target.path) else { continue }
            try Data(contentsOf: folder.appending(path: newest)).write(to: target, options: .atomic)
            // Whoever may read the folder may keep the receipt.
            let allowed = try files.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int ?? 0o600
            try files.setAttributes([.posixPermissions: allowed & 0o444 | 0o600], ofItemAtPath: target.path)
        }
    }
}
