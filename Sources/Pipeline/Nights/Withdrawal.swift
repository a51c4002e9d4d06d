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
        /// Its withdrawal was begun and stopped.
        case withdrawalUnfinished
        /// Several respondents have the id, under several survey links (collectors).
        case severalInterviews
        /// Uploads in force are not prepared, as after a change of keys.
        case notPrepared
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
        /// Whether it has no id: another file names its row otherwise, and brings it back.
        public internal(set) var isWithoutId = false
        /// When the file was accepted by whose rows it was found; nil when that file lies in the inbox, or none of its name.
        public internal(set) var replacedSince: Date?
        let country: CountryCode
        let pseudonym: Pseudonym
        /// The platform by which it was found; nil for today's.
        var platform: String?
        /// What today's platform calls whoever was found by an earlier one.
        var presentName: Pseudonym?

        init(place: Place, country: CountryCode, pseudonym: Pseudonym) {
            self.place = place
            self.country = country
            self.pseudonym = pseudonym
        }
    }

    /// What was deleted, and who has to be told.
    public struct Outcome: Equatable, Sendable {
        /// The internal data sets that held the row.
        public var dataSets: [String] = []
        /// Those of them that are from before a change of keys or of a platform: whether they held it, nobody can tell.
        public var underOtherNames: [String] = []
        /// The releases that held it, with who got them.
        public var releases: [(id: String, recipients: [String])] = []
        /// Data sets that could not be looked into: the first night that can does.
        public var unseen: [String] = []
        /// Those of them whose table could not be read: they may have held it.
        public var unreadable: [String] = []
        /// Folders of releases that held what was recalled, under another release's name.
        public var exchanged: [String] = []
        /// Folders beside data sets and releases that hold it, or may, and of which nobody can tell what they are: they are
        /// not ours to delete.
        public var unsealed: [String] = []
        /// Links behind which it lies, or may lie: what is there is not ours to delete.
        public var linked: [(name: String, place: String)] = []
        /// What links in deleted folders led to.
        public var left: [(name: String, place: String)] = []
        /// Releases that held it, of which the ledger does not know who got them.
        public var forgotten: [String] = []
        /// Uploads that would have to lie in the inbox to find the decisions about the answers.
        public var missing: [String] = []
        /// Whether a row came back from a backup, and was taken out once more.
        public var isAgain = false
        /// Whether a withdrawal that was begun is gone on with.
        public var goesOn = false

        public static func == (left: Self, right: Self) -> Bool {
            left.dataSets == right.dataSets && left.releases.map(\.id) == right.releases.map(\.id)
        }

        init(_ done: WithdrawalWork.Done) {
            dataSets = done.dataSets
            underOtherNames = done.underOtherNames
            // Nobody got the finer tables that a release was made from.
            releases = done.releases.filter { !$0.id.contains(".") }.map { ($0.id, $0.recipients) }
            forgotten = done.forgotten
            missing = done.missing
            unsealed = done.unsealed
            linked = done.linked.map { ($0.name, $0.place) }
            left = done.left.map { ($0.name, $0.place) }
            unreadable = done.unreadable
            unseen = done.unseen
            exchanged = done.exchanged
            isAgain = done.occasion == .cameBack
            goesOn = done.occasion == .withdrawal
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
        let ledger = try memory()
        let accepted = try upload(of: country, file, ledger)
        guard let found = try entries(of: accepted, where: { Int($0.row) == row }).last else {
            throw Refusal.noSuchInterview
        }
        guard try !Withdrawals(ledger)[country].contains(found.pseudonym), found.disposition != .withdrawn else {
            throw try refusal(ofWithdrawn: [found.pseudonym], country, ledger)
        }
        var interview = Interview(found, in: accepted.file, of: country)
        let ofRow = keys.pseudonymiser.upload(country: country, platform: platform(of: country))
            .pseudonym(ofRow: Int(found.row), in: accepted.upload)
        interview.isWithoutId = ofRow == found.pseudonym
        if try isReplaced(accepted, of: country) { interview.replacedSince = accepted.since }
        return interview
    }

    /// Whether the inbox has another file of the accepted one's name: a row may be somebody else's there.
    private func isReplaced(_ accepted: Ledger.Accepted, of country: CountryCode) throws -> Bool {
        let there = try inbox.entries(of: [country]).entries.first { $0.name == accepted.file }
        guard let there else { return false }
        return (try? FileDigest(path: there.path, name: there.name).digest.hexadecimal) != accepted.upload
    }

    /// Finds an interview by the id that the platform gave it, also where the partner took its row out of the file. An id
    /// is one of a survey link (collector): whoever else has it is looked for too, so that nobody is taken for another.
    /// - Parameter collector: the id's; nil for all that the inbox names.
    /// - Throws: `Refusal`, a `Diagnostic` when the file cannot be read, or what the file system says.
    public func interview(
        withId id: String, collector: String? = nil, of country: CountryCode, file: String?
    ) throws -> Interview {
        if id.isEmpty { throw Refusal.noSuchInterview }
        let ledger = try memory()
        let known = try RespondentIds(study: study, inbox: inbox)
            .names(
                of: id, collector: collector, in: country, earlier: try ledger.earlierPlatforms(of: country),
                under: keys)
        var names = known.all
        var obstacle: Refusal?
        if collector == nil {
            do { names.formUnion(try named(inFileWithId: id, of: country, file, ledger)) } catch let refusal as Refusal
                where refusal.mayBeElsewhere
            {
                obstacle = refusal
            }
        }
        let withdrawn = try Withdrawals(ledger)[country].intersection(names)
        if let left = try interview(of: names.subtracting(withdrawn), country, ledger) { return named(left, known) }
        guard withdrawn.isEmpty else { throw try refusal(ofWithdrawn: withdrawn, country, ledger) }
        // A file that is put back may know more than what is left.
        if case .uploadGone(let file) = obstacle { throw Refusal.uploadGone(file) }
        throw Refusal.nowhere
    }

    private func named(_ interview: Interview, _ names: RespondentNames) -> Interview {
        let present = platform(of: interview.country)
        guard let platform = names.platform(of: interview.pseudonym), platform != present else { return interview }
        var interview = interview
        interview.platform = platform
        interview.presentName = names.pseudonym(of: interview.pseudonym, on: present)
        return interview
    }

    /// The one who has one of some names, in the uploads in force or in anything else that the house holds; nil when
    /// nobody has.
    /// - Throws: `Refusal.severalInterviews` when it is not one person alone.
    private func interview(of names: Set<Pseudonym>, _ country: CountryCode, _ ledger: Ledger) throws -> Interview? {
        if names.isEmpty { return nil }
        let inForce = try ledger.inForce(country).flatMap { accepted in
            try entries(of: accepted) { names.contains($0.pseudonym) }
                .map { Interview($0, in: accepted.file, of: country) }
        }
        let remains = try Remains(of: names, study: study, state: state, output: output, inbox: inbox, country)
        guard Set(inForce.map(\.pseudonym)).union(remains.pseudonyms).count < 2 else { throw Refusal.severalInterviews }
        return inForce.last
            ?? remains.pseudonyms.first.map {
                Interview(
                    place: .remains(
                        uploads: remains.uploads, dataSets: remains.dataSets, releases: remains.releases),
                    country: country, pseudonym: $0)
            }
    }

    /// The names of those whose rows of the upload in force have an id.
    private func named(
        inFileWithId id: String, of country: CountryCode, _ file: String?, _ ledger: Ledger
    ) throws -> Set<Pseudonym> {
        let accepted = try upload(of: country, file, ledger)
        let entry = try inbox.entries(of: [country]).entries.first {
            try FileDigest(path: $0.path, name: $0.name).digest.hexadecimal == accepted.upload
        }
        guard let entry else { throw Refusal.uploadGone(accepted.file) }
        let rows = try RespondentIds(study: study, inbox: inbox).rows(with: id, in: entry)
        return Set(try entries(of: accepted) { rows.contains(Int($0.row)) }.map(\.pseudonym))
    }

    private func entries(
        of accepted: Ledger.Accepted, where isWanted: (AccountEntry) -> Bool
    ) throws -> [AccountEntry] {
        guard state.hasPart(accepted.part) else { throw Refusal.notPrepared }
        do {
            let part = try PartReader(state.part(accepted.part))
            // By another platform everybody had another name, which today's withdrawal would not mean.
            let present = CountryCode(part.summary.country).map(platform)
            guard part.summary.platform == nil || part.summary.platform == present else { throw Refusal.notPrepared }
            var found: [AccountEntry] = []
            while let account = try part.nextAccount() { if isWanted(account) { found.append(account) } }
            return found
        } catch is PartReader.Damage { throw Refusal.notPrepared }
    }

    private func upload(of country: CountryCode, _ file: String?, _ ledger: Ledger) throws -> Ledger.Accepted {
        let all = try ledger.inForce(country)
        let named = all.filter { file == nil || $0.file == file }
        guard let only = named.last else { throw Refusal.noUpload(all.map(\.file)) }
        guard named.count == 1 else { throw Refusal.severalUploads(all.map(\.file)) }
        return only
    }

    private func refusal(
        ofWithdrawn names: Set<Pseudonym>, _ country: CountryCode, _ ledger: Ledger
    ) throws -> Refusal {
        try Withdrawals.unfinished(ledger)[country].isDisjoint(with: names) ? .withdrawnAlready : .withdrawalUnfinished
    }

    /// Under other keys, or by another platform, nobody would be found, or the wrong ones noted.
    private func memory() throws -> Ledger {
        guard try StateKeys(state).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: state.root.path) }
        let ledger = try Ledger(state)
        try PlatformChanged.check(ledger, study, in: state)
        return ledger
    }

    /// Takes an interview out of everything the house holds. A night afterwards makes the data set anew.
    /// - Parameter tell: is told at once what was deleted and who has to be told.
    /// - Throws: `NightlyMerge.Refusal`, or what the file system says; a stopped withdrawal is finished by the next night.
    public func withdraw(_ interview: Interview, at time: Date, telling tell: (Outcome) -> Void) throws {
        let lock = try StudyLock.taken(on: state)
        defer { withExtendedLifetime(lock) {} }
        let ledger = try memory()
        try MemoryNotOfDataSet.check(state.root, beside: MemoryNotOfDataSet.folders(of: study, below: output))
        // With one more who is known under these keys, a night would not notice who is missing.
        try WithdrawnUnderOtherKeys.check(ledger, keys, state)
        let platform = platform(of: interview.country)
        // Found by the name of an earlier platform: the next file has today's. It is noted first, because whoever asks again
        // after a stop is found by the other.
        if let present = interview.presentName {
            try ledger.withdraw(present, of: interview.country, on: platform, under: keys, at: time)
        }
        try ledger.withdraw(
            interview.pseudonym, of: interview.country, on: interview.platform ?? platform, under: keys, at: time)
        if interview.presentName != nil { try ledger.accept(platform: platform, of: interview.country) }
        try WithdrawalWork(
            study: study, ledger: ledger, state: state, output: output, inbox: inbox, keys: keys
        ).finish { tell(Outcome($0)) }
    }

    private func platform(of country: CountryCode) -> String { study.rules(for: country)?.platform ?? "" }

    /// Whether the withdrawal of an interview is noted and not carried out yet: the next night goes on with it.
    public func isNoted(_ interview: Interview) -> Bool {
        let waiting = (try? Ledger.reading(state.root)).flatMap { $0 }.flatMap { try? Withdrawals.unfinished($0) }
        return waiting?[interview.country].contains(interview.pseudonym) ?? false
    }
}

extension Withdrawal.Interview {
    fileprivate init(_ account: AccountEntry, in file: String, of country: CountryCode) {
        self.init(
            place: .row(Int(account.row), file: file, account.disposition), country: country,
            pseudonym: account.pseudonym)
    }
}

extension Withdrawal.Refusal {
    /// Whether what the upload does not tell may be known from elsewhere.
    fileprivate var mayBeElsewhere: Bool {
        switch self {
        case .noUpload, .noSuchInterview, .uploadGone, .noIds: true
        case .severalUploads, .withdrawnAlready, .withdrawalUnfinished, .severalInterviews,
            .notPrepared, .nowhere:
            false
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
