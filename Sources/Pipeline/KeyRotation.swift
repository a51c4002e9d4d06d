public import Foundation
import WeirCore
public import WeirKeys
import WeirState
public import WeirStudy

/// Gives a study's memory new keys. What is bound to the old ones and can be found again in the inbox is carried over: people's
/// decisions about open answers, and withdrawals. What cannot be carried over and would do harm refuses the rotation.
public struct KeyRotation {
    /// Why the keys cannot be changed.
    public struct Refusal: Error {
        /// All reasons.
        public let sentences: [String]
    }

    private let study: Study
    private let inbox: Inbox
    private let state: URL
    private let keys: StudyKeys

    /// - Parameters:
    ///   - keys: the keys of today.
    ///   - inbox: holds all uploads in force, because everything is prepared again.
    public init(study: Study, inbox: URL, state: URL, keys: StudyKeys) {
        self.study = study
        self.inbox = Inbox(inbox)
        self.state = state
        self.keys = keys
    }

    /// Says what a rotation does, and does it when that is wanted.
    /// - Parameter confirm: is shown what will be, in words; false when the person does not go on.
    /// - Returns: whether the memory has new keys now.
    /// - Throws: `Refusal`, `NightlyMerge.Refusal`, `StateCheck.NoMemory`, `StudyKeys.Trouble`, or what SQLite and the file
    ///   system say.
    public func run(to folder: URL, confirm: ([String]) -> Bool) throws -> Bool {
        guard FileManager.default.fileExists(atPath: state.appending(path: "ledger.sqlite").path) else {
            throw StateCheck.NoMemory(folder: state.path)
        }
        guard inbox.exists else { throw NightlyMerge.Refusal.noInbox(inbox.root.path) }
        let memory = try StateFolder(state)
        let lock = try StudyLock.taken(on: memory)
        defer { withExtendedLifetime(lock) {} }
        guard try StateKeys(memory).allow(keys) else { throw NightlyMerge.Refusal.otherKeys(state: state.path) }
        let ledger = try Ledger(memory)
        try ledger.noteKeysOfWithdrawals(keys)
        let obstacles = try obstacles(ledger, memory)
        guard obstacles.isEmpty else { throw Refusal(sentences: obstacles) }
        let decided = try decidedAnswers(ledger)
        let withdrawn = try withdrawnRows(ledger)
        guard confirm(try sentences(ledger, carried: decided.count)) else { return false }
        try rotate(memory, ledger, decided, withdrawn, to: folder)
        return true
    }

    /// What would be lost with harm: to respondents first.
    private func obstacles(_ ledger: Ledger, _ memory: StateFolder) throws -> [String] {
        var obstacles: [String] = []
        // Also those of a newer memory.
        let releases = try Set(ledger.releases().map(\.id)).union(memory.releasedTables).count
        if releases > 0 {
            obstacles.append(
                "\(Self.counted(releases, "release")) in the memory: later ones keep to what they told and hid, by today's "
                    + "pseudonyms, and draw by today's keys whose answers join where few may be told. Under new ones, two "
                    + "releases side by side could tell what each of them hides. A recall does not change that")
            obstacles.append(
                "keep the keys, and change who may open them: move the folder, take old copies and backups away. A study that "
                    + "has to have others begins with a new memory, and compares its releases by hand with those made so far"
            )
        }
        if try !Withdrawals.unfinished(ledger).isEmpty {
            obstacles.append(
                "a withdrawal was begun and not finished: earlier data sets may hold the row under today's pseudonym. Run weir "
                    + "merge first")
        }
        let unknown = try ledger.withdrawalsUnknown(under: keys)
        if unknown > 0 { obstacles.append(WithdrawnUnderOtherKeys(count: unknown, state: state.path).sentence) }
        do { try PlatformChanged.check(ledger, study, in: memory) } catch let trouble as PlatformChanged {
            obstacles.append(trouble.sentence)
            return obstacles
        }
        let lost =
            try ledger.withdrawals(under: keys, in: study.countries.map { ($0.country, $0.platform) })
            - Set(withdrawnRows(ledger).map(\.pseudonym)).count
        if lost > 0 {
            obstacles.append(
                "\(Self.counted(lost, "withdrawal")) of people who are in no file of the inbox: their new pseudonyms cannot be "
                    + "known, so that a later file could bring them back. Put a file that holds them into the inbox, such as the "
                    + "one from which they withdrew, until the keys are changed")
        }
        return try obstacles
            + missingUploads(ledger).map { "\($0) is in force and not in the inbox: put it back first" }
            + ledger.filesInForce(outside: study.countries.map(\.country)).map {
                "\($0) is in force, of a country that the study does not cover any more, and would be lost: put the country back "
                    + "into the study first"
            }
    }

    /// Uploads in force that could not be prepared again.
    private func missingUploads(_ ledger: Ledger) throws -> [String] {
        let (entries, _, _) = try inbox.entries(of: Set(study.countries.map(\.country)))
        let there = Set(entries.compactMap { try? FileDigest(path: $0.path, name: $0.name).digest.hexadecimal })
        return try study.countries.flatMap { try ledger.inForce($0.country) }.filter { !there.contains($0.upload) }.map(
            \.file)
    }

    /// The rows of the inbox whose respondents withdrew.
    private func withdrawnRows(_ ledger: Ledger) throws -> [RespondentRow] {
        let withdrawals = try Withdrawals(ledger)
        guard !withdrawals.isEmpty else { return [] }
        return try RespondentRows(study: study, inbox: inbox).read(under: keys) {
            withdrawals[$0.country].contains($0.pseudonym)
        }
    }

    /// The answers of the inbox that people decided on.
    private func decidedAnswers(_ ledger: Ledger) throws -> [OpenAnswer] {
        let decisions = try Decisions(ledger)
        guard decisions.count > 0 else { return [] }
        var reading = OpenAnswers(study: study, inbox: inbox, keys: keys, withdrawals: try Withdrawals(ledger))
        return try reading.read().filter { decisions.decision(for: $0.hash) != nil }
    }

    private func sentences(_ ledger: Ledger, carried: Int) throws -> [String] {
        let lapsing = try Decisions(ledger).count - carried
        let withdrawals = try ledger.withdrawals(
            under: keys, in: study.countries.map { ($0.country, $0.platform) })
        let earlier = try ledger.withdrawals(under: keys) - withdrawals
        let kept =
            withdrawals == 0
            ? []
            : [
                "- \(Self.counted(withdrawals, "withdrawal")) of people who are in the inbox are carried over: their rows stay "
                    + "out, under the new pseudonyms as well."
            ]
        return [
            "New keys for the memory \(state.path). From the next night on:",
            "- Every respondent has another pseudonym, and rows stand in another order. Tables of earlier nights cannot be "
                + "joined with later ones by pseudonym; a comparison with them (weir diff) sees every row go and another come.",
            "- All uploads are prepared again. Prepared parts under the old keys are deleted now; parts that were carried here "
                + "have to be prepared again under the new ones.",
            "- \(Self.counted(carried, "decided answer")) of the inbox keep their decisions. "
                + "\(Self.counted(lapsing, "other decision")) lapse: should such an answer come back, it is scrubbed by machine "
                + "until somebody decides again.",
            "- Data sets are signed with the new key. Earlier ones, and receipts, keep the old signature: keep the old "
                + "signing.pub. The chain of runs goes on.",
        ] + kept
            + (earlier == 0
                ? []
                : [
                    "- \(Self.counted(earlier, "withdrawal")) by a country's earlier platform are forgotten: by today's, as "
                        + "somebody said, nobody of them can come. Do not put that platform back."
                ])
    }

    private static func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }

    /// Decisions and withdrawals are copied first and the old ones forgotten last, so that a stop in between loses none.
    private func rotate(
        _ memory: StateFolder, _ ledger: Ledger, _ decided: [OpenAnswer], _ withdrawn: [RespondentRow],
        to folder: URL
    ) throws {
        _ = try StudyKeys.create(in: folder)
        let new = try StudyKeys(folder: folder)
        let names = decided.map { answer in
            let name = new.answers.hash(
                variable: answer.variable, country: answer.countryCode, text: Array(answer.text.utf8))
            return (old: answer.hash, new: name)
        }
        let pseudonyms = try renamed(withdrawn, under: new)
        try ledger.copyDecisions(names)
        try ledger.copyWithdrawals(pseudonyms, to: new)
        try StateKeys(memory).replace(with: new)
        try ledger.forgetDecisions(on: names.map(\.old))
        try ledger.forgetWithdrawals(exceptUnder: new)
        try ledger.keepMentions(of: [])
        try memory.keepParts([])
    }

    /// The pseudonyms of some rows today and under the new keys.
    private func renamed(
        _ rows: [RespondentRow], under keys: StudyKeys
    ) throws -> [(old: Pseudonym, new: Pseudonym)] {
        guard !rows.isEmpty else { return [] }
        let old = Dictionary(rows.map { ($0.place, $0.pseudonym) }, uniquingKeysWith: { first, _ in first })
        return try RespondentRows(study: study, inbox: inbox).read(under: keys) { old[$0.place] != nil }
            .compactMap { row in old[row.place].map { ($0, row.pseudonym) } }
    }
}
