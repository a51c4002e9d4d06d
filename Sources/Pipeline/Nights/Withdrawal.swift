public import Foundation
public import WeirCore
import WeirFormats
import WeirIngest
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
    }

    /// An interview in an upload in force.
    public struct Interview: Equatable, Sendable {
        /// The upload, as the inbox named it.
        public var file: String
        /// The row, as a spreadsheet numbers it.
        public var row: Int
        /// What became of it.
        public var disposition: Disposition
        let country: CountryCode
        let pseudonym: Pseudonym
    }

    /// What was deleted, and who has to be told.
    public struct Outcome: Equatable, Sendable {
        /// The internal data sets that held the row.
        public var dataSets: [String] = []
        /// The releases that held it, with who got them.
        public var releases: [(id: String, recipients: [String])] = []
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

    /// Finds an interview by the id that the platform gave it.
    /// - Throws: `Refusal`, a `Diagnostic` when the file cannot be read, or what the file system says.
    public func interview(withId id: String, of country: CountryCode, file: String?) throws -> Interview {
        let accepted = try upload(of: country, file)
        let entry = try inbox.entries(of: [country]).entries.first {
            try FileDigest(path: $0.path, name: $0.name).digest.hexadecimal == accepted.upload
        }
        guard let entry else { throw Refusal.uploadGone(accepted.file) }
        return try interview(inRows: try rows(withId: id, in: entry), of: country, accepted)
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
            file: accepted.file, row: Int(last.row), disposition: last.disposition, country: country,
            pseudonym: last.pseudonym)
    }

    private func rows(withId id: String, in entry: Inbox.Entry) throws -> Set<Int> {
        guard let rules = study.rules(for: entry.country), let crosswalk = study.crosswalks[entry.country] else {
            return []
        }
        func open() throws -> TableFile {
            try TableFile(path: entry.path, name: entry.name, hints: rules.hints(crosswalk))
        }
        var header = HeaderReader(try open(), file: entry.name)
        let (binding, _) = try Assembly.bind(try header.readLayout(), of: entry.name, crosswalk, rules, study)
        guard let column = binding.idColumn else { throw Refusal.noIds(entry.name) }
        let file = try open()
        var records = Records(reader: file.reader, parser: RecordParser(delimiter: file.delimiter))
        var (row, rows, wanted) = (0, Set<Int>(), Array(id.utf8))
        wanted.removeAll { $0 == 32 }
        while try records.advance() {
            row += 1
            let record = records.record
            if column < record.count, record[column].filter({ $0 != 32 }) == wanted { rows.insert(row) }
        }
        return rows
    }

    /// Takes an interview out of everything the house holds. A night afterwards makes the data set anew.
    /// - Throws: `NightlyMerge.Refusal`, or what the file system says; a stopped withdrawal is finished by the next night.
    public func withdraw(_ interview: Interview, at time: Date) throws -> Outcome {
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        guard try StateKeys(state).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: state.root.path) }
        let ledger = try Ledger(state)
        try ledger.withdraw(interview.pseudonym, of: interview.country, at: time)
        let done = try WithdrawalWork(
            study: study, ledger: ledger, state: state, output: output, inbox: inbox, keys: keys
        ).finish()
        // Nobody got the finer tables that a release was made from.
        let given = done.releases.filter { !$0.id.contains(".") }
        return Outcome(
            dataSets: done.dataSets, releases: given.map { ($0.id, $0.recipients) }, missing: done.missing)
    }
}
