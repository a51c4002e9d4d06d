import Foundation
import WeirCore
import WeirKeys
import WeirReport
import WeirState
import WeirStudy

/// Uploads that were prepared on other machines: a folder with a folder for each. What is used becomes a part of the
/// memory, as if it had been prepared here; what does not fit is refused by name.
struct CarriedUploads {
    /// A prepared upload.
    struct Upload {
        var country: CountryCode
        var digest: Digest
        var file: String
        var address: String
        var summary: PartSummary

        /// As the upload of an inbox.
        var record: UploadRecord {
            UploadRecord(
                file: file, country: country, digest: digest, state: .replaced, part: address, summary: summary,
                findings: summary.findings.compactMap { $0.diagnostic(in: file) }, verdict: summary.verdict)
        }
    }

    private(set) var taken: [Upload] = []
    private(set) var refused: [UploadRecord] = []

    /// Takes all that fits the study, the keys and people's decisions of today.
    /// - Throws: what SQLite and the file system say.
    init(in folder: URL, taking preparation: inout Preparation) throws {
        for name in try Self.names(in: folder) {
            do { taken.append(try Self.take(folder.appending(path: name), &preparation)) } catch let misfit as Misfit {
                refused.append(UploadRecord(Inbox.printable(name), misfit))
            }
        }
    }

    /// Names what lies in a folder of parts: each by its summary and its label, which vouch for every byte of it. Blank when
    /// one cannot be read, because that may be otherwise at any moment.
    /// - Throws: what the file system says.
    static func digest(of folder: URL) throws -> String {
        var digester = Digester()
        for name in try names(in: folder) {
            guard let text = CarriedPart.text(in: folder.appending(path: name)) else { return "" }
            digester.update(name)
            digester.update(Digest(of: text).hexadecimal)
        }
        return digester.finish().hexadecimal
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }
            .sorted(by: NaturalOrder.precedes)
    }

    private static func take(_ folder: URL, _ preparation: inout Preparation) throws -> Upload {
        let part: CarriedPart
        do { part = try CarriedPart(folder, keys: preparation.keys) } catch let trouble as CarriedPart.Trouble {
            throw trouble == .otherKeys ? Misfit.keys : Misfit.damaged
        }
        let (country, digest) = try check(part, preparation)
        guard let isHolding = try? holds(preparation.withdrawals[country], folder) else { throw Misfit.damaged }
        if isHolding { throw Misfit.withdrawals }
        let address = try preparation.address(of: digest, country)
        let isKnown =
            try preparation.stored(address) != nil
            && preparation.ledger.knowsPlaces(of: part.summary.mentions, in: address)
        if !isKnown {
            do { try part.adopt(into: preparation.state, preparation.ledger, as: address) } catch is CarriedPart.Trouble
            {
                throw Misfit.damaged
            }
            preparation.damaged.remove(address)
        }
        return Upload(country: country, digest: digest, file: part.file, address: address, summary: part.summary)
    }

    /// Whether a part has the interview of somebody who withdrew.
    private static func holds(_ withdrawn: Set<Pseudonym>, _ folder: URL) throws -> Bool {
        if withdrawn.isEmpty { return false }
        let part = try PartReader(folder)
        while let account = try part.nextAccount() {
            if withdrawn.contains(account.pseudonym), account.disposition != .withdrawn { return true }
        }
        return false
    }

    /// Why a part is not used.
    enum Misfit: String, Error {
        case damaged = "it is damaged, or no prepared part"
        case keys = "it was prepared with other keys"
        case country = "the study does not cover its country"
        case codebook = "it was prepared with another codebook"
        case program = "it was prepared by another program"
        case definition = "it was prepared with another definition of its country"
        case withdrawals = "it was prepared without the withdrawals of today; delete it"
        case decisions = "it was prepared without people's decisions and words of today"
    }

    private static func check(_ part: CarriedPart, _ preparation: Preparation) throws -> (CountryCode, Digest) {
        let summary = part.summary
        guard let country = CountryCode(summary.country), preparation.study.rules(for: country) != nil else {
            throw Misfit.country
        }
        guard let digest = Digest(hexadecimal: summary.upload) else { throw Misfit.damaged }
        guard summary.codebook == preparation.codebookDigest else { throw Misfit.codebook }
        guard part.program == preparation.program.hexadecimal else { throw Misfit.program }
        guard summary.basis == preparation.basis(of: digest, country) else { throw Misfit.definition }
        guard try summary.review == preparation.review.digest(of: country) else { throw Misfit.decisions }
        return (country, digest)
    }
}

extension UploadRecord {
    /// A prepared part that is not used.
    fileprivate init(_ name: String, _ misfit: CarriedUploads.Misfit) {
        self.init(
            file: name, country: nil, digest: nil, state: .notReady, part: nil, summary: nil, findings: [],
            tonight: [Diagnostic(.partForeign, at: Place(file: name), label: misfit.rawValue)], isOnlyTonight: true)
    }
}
