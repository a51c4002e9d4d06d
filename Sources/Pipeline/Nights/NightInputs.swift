import Foundation
import WeirCore
import WeirKeys
import WeirState
import WeirStudy

/// All that a night depends on: the definition, the program, the keys, the inbox, what people decided. The uploads are
/// digested once, at the beginning.
struct NightInputs {
    let started: Date
    let entries: [Inbox.Entry]
    /// The entries' digests, in their order.
    let files: [Result<FileDigest, any Error>]
    let foreign: [Inbox.Foreign]
    let unreadable: Set<CountryCode>
    let review: ReviewInForce
    let withdrawals: Withdrawals
    let accepted: Accepted
    let program: Digest
    /// What the night's line says besides its counts.
    var remarks: [String] = []
    private let settings: Digest
    /// The folders of parts that were carried here; blank when something in one cannot be read, nil without any.
    private let carried: String?

    init(
        study: Study, inbox: Inbox?, parts: URL?, keys: StudyKeys, formats: [DataFormat], reportsToPartners: Bool,
        known: Set<String>, review: ReviewInForce, withdrawals: Withdrawals, accepted: Accepted, started: Date
    ) throws {
        self.started = started
        self.review = review
        self.withdrawals = withdrawals
        self.accepted = accepted
        remarks = review.remark.map { [$0] } ?? []
        carried = try parts.map(CarriedUploads.digest(of:))
        (entries, foreign, unreadable) =
            try inbox?.entries(of: Set(study.countries.map(\.country))) ?? ([], [], [])
        let arriving = ArrivingUploads(entries)
        // The program's own file is one more of those that are digested side by side.
        let digests = Self.digestAll(entries) { try Program.digest() }
        files = arriving.wait(for: digests.files, known: known)
        program = try digests.program.get()
        settings = try Self.settings(study, keys, formats, reportsToPartners, review, withdrawals, accepted)
    }

    private static func settings(
        _ study: Study, _ keys: StudyKeys, _ formats: [DataFormat], _ reportsToPartners: Bool, _ review: ReviewInForce,
        _ withdrawals: Withdrawals, _ accepted: Accepted
    ) throws -> Digest {
        var digester = Digester()
        digester.update("weir night 1, \(Program.version)")
        for file in study.files {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        digester.update(keys.fingerprint.hexadecimal)
        digester.update(formats.map(\.rawValue).joined(separator: " "))
        digester.update(reportsToPartners ? "reports" : "no reports")
        digester.update(accepted.digest)
        // It changes no byte of the data set, and has to be told.
        if let remark = review.remark { digester.update(remark) }
        for rules in study.countries {
            digester.update(try review.digest(of: rules.country))
            digester.update(withdrawals.digest(of: rules.country))
        }
        return digester.finish()
    }

    /// Names the inputs together with the uploads that are in force when the night begins; blank when a file could not be
    /// read, because that may be otherwise at any moment.
    func digest(inForce: [Ledger.Accepted]) -> String {
        guard unreadable.isEmpty, carried != "" else { return "" }
        var digester = Digester()
        digester.update(settings.hexadecimal)
        digester.update(program.hexadecimal)
        if let carried { digester.update(carried) }
        for (entry, file) in zip(entries, files) {
            guard case .success(let file) = file else { return "" }
            digester.update(entry.name)
            digester.update(file.digest.hexadecimal)
        }
        for foreign in foreign { digester.update("\(foreign.isFolder) \(foreign.name)") }
        for upload in inForce { digester.update("\(upload.upload) \(upload.part) \(upload.file)") }
        return digester.finish().hexadecimal
    }

    /// Digests the uploads and the program on all cores; the program, the longest, first.
    private static func digestAll(
        _ entries: [Inbox.Entry], program: @escaping @Sendable () throws -> Digest
    ) -> (files: [Result<FileDigest, any Error>], program: Result<Digest, any Error>) {
        typealias Digested = (file: Result<FileDigest, any Error>?, program: Result<Digest, any Error>?)
        let all = Crew.does(entries.count + 1) { index -> Digested in
            if index == 0 { return (nil, Result { try program() }) }
            let entry = entries[index - 1]
            return (Result { try FileDigest(path: entry.path, name: entry.name) }, nil)
        }
        return (all.compactMap(\.file), all[0].program!)
    }
}
