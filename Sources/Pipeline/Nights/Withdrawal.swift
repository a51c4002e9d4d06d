public import Foundation
public import WeirCore
public import WeirKeys
import WeirState
public import WeirStudy

/// A respondent's wish to be taken out, carried out: their interview is found by its row or its id in the partner's file,
/// and from then on stands in nothing the house holds.
public struct Withdrawal {
    /// Why nobody was withdrawn. Each holds places only.
    public enum Refusal: Error, Equatable {
        /// The country has no upload in force, or none of this name.
        case noUpload([String])
        /// Several uploads of the country count, and a row belongs to one of them.
        case severalUploads([String])
        /// The upload has no such row, or none with this id.
        case noSuchInterview
        /// It was withdrawn already.
        case withdrawnAlready
        /// The id stands in several rows of several respondents.
        case severalInterviews
        /// To find an id, the file that is in force has to lie in the inbox.
        case uploadGone(String)
        /// The file has no column with ids.
        case noIds(String)
        /// Neither an upload in force nor anything else that the house holds has the id.
        case nowhere
    }

    /// Somebody's interview.
    public struct Interview: Equatable, Sendable {
        /// Where it is.
        public enum Place: Equatable, Sendable {
            /// A row of an upload in force, as a spreadsheet numbers it, and what became of it.
            case row(Int, file: String, Disposition)
            /// In no upload in force any more, but in these uploads that are not, data sets and releases.
            case remains(uploads: [String], dataSets: [String], releases: [String])
        }

        /// Where it is.
        public var place: Place
        let country: CountryCode
        let pseudonym: Pseudonym
    }

    /// What was deleted, and who has to be told.
    public struct Outcome: Equatable, Sendable {
        /// The internal data sets that held the row.
        public var dataSets: [String] = []
        /// The releases that held it, with who got them.
        public var releases: [(id: String, recipients: [String])] = []
        /// Releases that held it, of which the ledger does not know who got them.
        public var forgotten: [String] = []
        /// Uploads that would have to lie in the inbox to find the decisions about the answers.
        public var missing: [String] = []

        public static func == (left: Self, right: Self) -> Bool {
            left.dataSets == right.dataSets && left.releases.map(\.id) == right.releases.map(\.id)
        }
    }

    private let study: Study
    private let inbox: Inbox
    private let output: URL
    private let state: StateFolder
    private let keys: StudyKeys

    /// A withdrawal from a study's memory.
    /// - Throws: what the file system says.
    public init(study: Study, inbox: URL, output: URL, state: URL, keys: StudyKeys) throws {
        self.study = study
        self.inbox = Inbox(inbox)
        self.output = output
        self.state = try StateFolder(state)
        self.keys = keys
    }

    /// The uploads of a country that are in force, as the inbox named them.
    /// - Throws: what SQLite says.
    public func uploads(of country: CountryCode) throws -> [String] {
        try Ledger(state).inForce(country).map(\.file)
    }

    /// Finds an interview by the row of the partner's file.
    /// - Parameter file: which of several uploads, as `uploads` names it.
    /// - Throws: `Refusal`, or what the file system says.
    public func interview(inRow row: Int, of country: CountryCode, file: String?) throws -> Interview {
        try interview(inRows: [row], of: country, try upload(of: country, file))
    }

    /// Finds an interview by the id that the platform gave it, also where the partner took its row out of the file.
    /// - Throws: `Refusal`, a `Diagnostic` when the file cannot be read, or what the file system says.
    public func interview(withId id: String, of country: CountryCode, file: String?) throws -> Interview {
        do { return try interview(inUploadWithId: id, of: country, file) } catch let refusal as Refusal
            where refusal.mayBeElsewhere
        {
            if let remains = try remains(of: id, country) { return remains }
            // A file that is put back may know more than what is left.
            guard case .uploadGone = refusal else { throw Refusal.nowhere }
            throw refusal
        }
    }

    private func interview(
        inUploadWithId id: String, of country: CountryCode, _ file: String?
    ) throws -> Interview {
        let accepted = try upload(of: country, file)
        let entry = try inbox.entries(of: [country]).entries.first {
            try FileDigest(path: $0.path, name: $0.name).digest.hexadecimal == accepted.upload
        }
        guard let entry else { throw Refusal.uploadGone(accepted.file) }
        return try interview(
            inRows: try RespondentIds(study: study, inbox: inbox).rows(with: id, in: entry), of: country, accepted)
    }

    /// Looks for an id in all that the house holds, by the pseudonyms that it may have; nil when nothing has it.
    private func remains(of id: String, _ country: CountryCode) throws -> Interview? {
        let names = try RespondentIds(study: study, inbox: inbox).pseudonyms(of: id, in: country, under: keys)
        let ledger = try Ledger(state)
        guard try Withdrawals(ledger)[country].isDisjoint(with: names) else { throw Refusal.withdrawnAlready }
        let inForce = try ledger.inForce(country).compactMap { accepted in
            try rowOf(names, in: accepted).map { try interview(inRows: [$0], of: country, accepted) }
        }
        if let first = inForce.first {
            guard Set(inForce.map(\.pseudonym)).count == 1 else { throw Refusal.severalInterviews }
            return first
        }
        let remains = try Remains(of: names, study: study, state: state, output: output, inbox: inbox, country)
        guard let pseudonym = remains.pseudonyms.first else { return nil }
        guard remains.pseudonyms.count == 1 else { throw Refusal.severalInterviews }
        return Interview(
            place: .remains(
                uploads: remains.uploads, dataSets: remains.dataSets, releases: remains.releases), country: country,
            pseudonym: pseudonym)
    }

    private func rowOf(_ names: Set<Pseudonym>, in accepted: Ledger.Accepted) throws -> Int? {
        let part = try PartReader(state.part(accepted.part))
        while let account = try part.nextAccount() { if names.contains(account.pseudonym) { return Int(account.row) } }
        return nil
    }

    private func upload(of country: CountryCode, _ file: String?) throws -> Ledger.Accepted {
        let all = try Ledger(state).inForce(country)
        let named = all.filter { file == nil || $0.file == file }
        guard let only = named.last else { throw Refusal.noUpload(all.map(\.file)) }
        guard named.count == 1 else { throw Refusal.severalUploads(all.map(\.file)) }
        return only
    }

    private func interview(
        inRows rows: Set<Int>, of country: CountryCode, _ accepted: Ledger.Accepted
    ) throws -> Interview {
        let part = try PartReader(state.part(accepted.part))
        var found: [AccountEntry] = []
        while let account = try part.nextAccount() { if rows.contains(Int(account.row)) { found.append(account) } }
        guard let last = found.last else { throw Refusal.noSuchInterview }
        guard Set(found.map(\.pseudonym)).count == 1 else { throw Refusal.severalInterviews }
        guard last.disposition != .withdrawn else { throw Refusal.withdrawnAlready }
        return Interview(
            place: .row(Int(last.row), file: accepted.file, last.disposition), country: country,
            pseudonym: last.pseudonym)
    }

    /// Takes an interview out of everything the house holds. A night afterwards makes the data set anew.
    /// - Throws: `NightlyMerge.Refusal`, or what the file system says; a stopped withdrawal is finished by the next night.
    public func withdraw(_ interview: Interview, at time: Date) throws -> Outcome {
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        guard try StateKeys(state).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: state.root.path) }
        let ledger = try Ledger(state)
        // With one more who is known under these keys, a night would not notice who is missing.
        try WithdrawnUnderOtherKeys.check(ledger, keys, state)
        try ledger.withdraw(interview.pseudonym, of: interview.country, under: keys, at: time)
        let done = try WithdrawalWork(
            study: study, ledger: ledger, state: state, output: output, inbox: inbox, keys: keys
        ).finish()
        // Nobody got the finer tables that a release was made from.
        let given = done.releases.filter { !$0.id.contains(".") }
        return Outcome(
            dataSets: done.dataSets, releases: given.map { ($0.id, $0.recipients) },
            forgotten: done.forgotten, missing: done.missing)
    }
}

extension Withdrawal.Refusal {
    /// Whether what the upload does not tell may be known from elsewhere.
    fileprivate var mayBeElsewhere: Bool {
        switch self {
        case .noUpload, .noSuchInterview, .uploadGone, .noIds: true
        case .severalUploads, .withdrawnAlready, .severalInterviews, .nowhere: false
        }
    }
}

/// Where else somebody stands: in uploads that are prepared and not in force, in internal data sets, and in tables that are kept of releases.
private struct Remains {
    private(set) var pseudonyms: Set<Pseudonym> = []
    private(set) var uploads: [String] = []
    private(set) var dataSets: [String] = []
    private(set) var releases: [String] = []

    init(
        of names: Set<Pseudonym>, study: Study, state: StateFolder, output: URL, inbox: Inbox, _ country: CountryCode
    ) throws {
        let files = Dictionary(
            try inbox.entries(of: [country]).entries.compactMap { entry in
                try? (FileDigest(path: entry.path, name: entry.name).digest.hexadecimal, entry.name)
            }, uniquingKeysWith: { first, _ in first })
        for address in try state.parts() {
            // What is damaged is prepared anew, without them.
            guard let part = try? PartReader(state.part(address)), part.summary.country == country.letters,
                let found = try? find(names, in: part), !found.isEmpty
            else { continue }
            pseudonyms.formUnion(found)
            uploads.append(files[part.summary.upload] ?? "one that is gone")
        }
        let parent = DataSetDraft.parent(of: study, below: output)
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for folder in folders.sorted() where !folder.hasPrefix(".") && folder != "current" {
            let table = parent.appending(path: folder).appending(path: "data/merged.csv.gz")
            if find(names, in: table) { dataSets.append(folder) }
        }
        for release in state.releasedTables where find(names, in: state.releasedTable(release)) {
            // A finer table that one was made from has its name too, and a point behind it.
            let id = String(release.prefix { $0 != "." })
            if !releases.contains(id) { releases.append(id) }
        }
    }

    private func find(_ names: Set<Pseudonym>, in part: PartReader) throws -> Set<Pseudonym> {
        var found: Set<Pseudonym> = []
        while let account = try part.nextAccount() {
            if names.contains(account.pseudonym) { found.insert(account.pseudonym) }
        }
        return found
    }

    private mutating func find(_ names: Set<Pseudonym>, in table: URL) -> Bool {
        guard var scan = try? RecordScan(table) else { return false }
        var found: Set<Pseudonym> = []
        scan.forEach { bytes, cells in
            if let first = cells.first, let name = Pseudonym(text: first.text(in: bytes)), names.contains(name) {
                found.insert(name)
            }
        }
        pseudonyms.formUnion(found)
        return !found.isEmpty
    }
}
