import Foundation
import WeirCore
import WeirKeys
import WeirState
import WeirStudy

/// Withdrawals that another machine knew when it prepared a part: the part's accounts say whose rows it left out. Here they
/// are noted too, so that a later upload does not bring them back.
struct CarriedWithdrawals {
    private let folder: URL
    private let study: Study
    private let keys: StudyKeys

    init(_ folder: URL, _ study: Study, _ keys: StudyKeys) {
        self.folder = folder
        self.study = study
        self.keys = keys
    }

    /// - Throws: what SQLite and the file system say. What is no part, or of other keys, is told of where parts are taken.
    func note(in ledger: Ledger, at time: Date) throws {
        let known = try Withdrawals(ledger)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where !name.hasPrefix(".")
        {
            let place = folder.appending(path: name)
            guard let part = try? CarriedPart(place, keys: keys), let country = CountryCode(part.summary.country),
                let rules = study.rules(for: country), let withdrawn = try? Self.withdrawn(in: place)
            else { continue }
            for pseudonym in withdrawn.subtracting(known[country]).sorted(by: { $0.text < $1.text }) {
                try ledger.withdraw(
                    pseudonym, of: country, on: part.summary.platform ?? rules.platform, under: keys, at: time)
            }
        }
    }

    private static func withdrawn(in part: URL) throws -> Set<Pseudonym> {
        let reader = try PartReader(part)
        var found: Set<Pseudonym> = []
        while let account = try reader.nextAccount() {
            if account.disposition == .withdrawn { found.insert(account.pseudonym) }
        }
        return found
    }
}
