import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirState

/// Receipts of the chain's links: kept in the study's memory, and handed to partners beside their reports.
struct ReceiptBook {
    private let folder: URL

    init(state: URL) { folder = state.appending(path: "receipts") }

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

    /// The number of the newest receipt that is of no link of the chain: the chain is older than it; nil when there is none.
    func newer(than chain: WeirRecord.Chain) -> Int? {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        guard let newest = names.last(where: { $0.hasPrefix("receipt-") }),
            let text = try? String(contentsOf: folder.appending(path: newest), encoding: .utf8),
            let receipt = Receipt(text), !chain.fits(receipt)
        else { return nil }
        return receipt.link
    }

    /// Puts receipts of links that the chain has not into a folder of their own: they prove what was, and vouch for nothing
    /// that comes.
    func setAside(notIn chain: WeirRecord.Chain) throws {
        let files = FileManager.default
        let aside = folder.appending(path: "aside")
        for name in (try? files.contentsOfDirectory(atPath: folder.path)) ?? [] where name.hasPrefix("receipt-") {
            let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
            guard let receipt = Receipt(text), !chain.fits(receipt) else { continue }
            try files.createDirectory(
                at: aside, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let place = aside.appending(path: "\(Digest(of: text).short)-\(name)")
            if !files.fileExists(atPath: place.path) {
                try files.moveItem(at: folder.appending(path: name), to: place)
            } else {
                try files.removeItem(at: folder.appending(path: name))
            }
        }
    }

    /// Puts the newest receipt into the folders of an inbox, and writes anew those that somebody changed there. An older one
    /// that is gone was taken away by whoever keeps it.
    /// - Returns: countries into whose folders nothing can be written.
    func hand(to countries: [CountryCode], in inbox: URL) throws -> [CountryCode] {
        let files = FileManager.default
        // One that a full disk left empty is nobody's.
        let receipts = ((try? files.contentsOfDirectory(atPath: folder.path)) ?? []).filter { name in
            guard name.hasPrefix("receipt-") else { return false }
            return (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).flatMap(Receipt.init) != nil
        }.sorted()
        return try countries.filter { country in
            let place = inbox.appending(path: country.letters)
            guard let there = try? files.contentsOfDirectory(atPath: place.path) else { return false }
            for name in receipts where name == receipts.last || there.contains(name) {
                let receipt = try Data(contentsOf: folder.appending(path: name))
                do { try put(receipt, name, into: place) } catch { return true }
            }
            return false
        }
    }

    private func put(_ receipt: Data, _ name: String, into place: URL) throws {
        let target = place.appending(path: name)
        let there = try? Data(contentsOf: target)
        guard there != receipt else { return }
        try keep(there, name, in: place)
        try receipt.write(to: target, options: .atomic)
        // Whoever may read the folder may keep the receipt.
        let allowed =
            try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int ?? 0o600
        try FileManager.default.setAttributes([.posixPermissions: allowed & 0o444 | 0o600], ofItemAtPath: target.path)
    }

    /// A receipt that is as it was signed, of another link of this number, proves that there was one: it stays.
    private func keep(_ there: Data?, _ name: String, in place: URL) throws {
        guard let there, Receipt(String(decoding: there, as: UTF8.self)) != nil else { return }
        let kept = name.replacing(".txt", with: "-\(Digest(of: String(decoding: there, as: UTF8.self)).short).txt")
        try there.write(to: place.appending(path: kept), options: .atomic)
    }
}
