public import Foundation
import WeirCore
public import WeirKeys
import WeirState
public import WeirStudy

/// A reviewer's sitting: the open answers of an inbox that nobody decided yet, one at a time. Answers live in memory
/// only; what is written are decisions in the ledger and single words in the study's list.
public final class ReviewSitting {
    /// There is no inbox.
    public struct NoInbox: Error {}

    /// Somebody withdrew during the sitting, and the uploads are not as they were: nobody can tell whose answers are left.
    public struct Interrupted: Error {}

    private let ledger: Ledger
    private var safeWords: SafeWords
    private var desk: ReviewDesk
    private let title: String
    private let study: Study
    private let inbox: Inbox
    private let keys: StudyKeys
    /// Who had withdrawn when the answers were read.
    private let withdrawals: Withdrawals
    /// The answers of a country that are given still, since somebody withdrew.
    private var given: (withdrawn: Set<Pseudonym>, country: CountryCode, answers: Set<Digest>)?
    /// The uploads that were read.
    private var read: [CountryCode: [String: String]] = [:]
    /// Uploads that are not ready; `weir merge` says why.
    public let notReady: [String]

    /// Reads the answers.
    /// - Parameters:
    ///   - again: also shows answers that others decided.
    /// - Throws: `NoInbox`, `Diagnostics`, or what the file system and SQLite say.
    public init(
        study: Study, inbox: URL, state: URL, keys: StudyKeys, reviewer: String, again: Bool = false,
        start: Date = Date(), progress: (String) -> Void = { _ in }
    ) throws {
        let inbox = Inbox(inbox)
        guard inbox.exists else { throw NoInbox() }
        let folder = try StateFolder(state)
        ledger = try Ledger(folder)
        // By another platform nobody can tell whose answers were withdrawn.
        try PlatformChanged.check(ledger, study, in: folder)
        safeWords = try SafeWords(folder)
        withdrawals = try Withdrawals(ledger)
        (self.study, self.inbox, self.keys) = (study, inbox, keys)
        for rules in study.countries { read[rules.country] = try Self.files(of: rules.country, in: inbox) }
        var reading = OpenAnswers(study: study, inbox: inbox, keys: keys, withdrawals: withdrawals)
        let answers = try reading.read(progress: progress)
        notReady = reading.notReady
        let decisions = try Decisions(ledger)
        let all = answers.map { ($0, decisions.decision(for: $0.hash)) }
        let open = all.filter { $0.1 == nil || again && $0.1?.reviewer != reviewer }
        let marker = try AnswerMarker(study)
        title = "weir review \(study.name)" + (keys.isDemonstration ? " (demonstration)" : "")
        desk = ReviewDesk(
            answers: open, doneBefore: all.count - open.count, secondsBefore: try ledger.secondsOfReview(),
            reviewer: reviewer, safeWords: safeWords.words, start: start, mark: marker.marking)
    }

    /// Answers decided, and those left.
    public var counts: (done: Int, left: Int, minutes: Int) { (desk.done, desk.left, desk.minutes) }

    /// Works a key in; false when the sitting is over. A decision is in the ledger when this returns.
    /// - Throws: what SQLite and the file system say.
    public func press(_ key: Key, at now: Date = Date()) throws -> Bool {
        for effect in desk.press(key, at: now) {
            switch effect {
            case .note(let decision, let answer):
                try note(decision, answer)
            case .addWord(let word): try safeWords.add(word)
            case .quit: return false
            }
        }
        return true
    }

    /// Somebody may withdraw while their answer is on the screen: a wording made of it is not kept. What is noted in the
    /// same moment is forgotten again.
    private func note(_ decision: Decision, _ answer: OpenAnswer) throws {
        if try isTakenOut(answer) { return }
        try ledger.note(decision, on: answer.hash, of: answer.countryCode)
        if try isTakenOut(answer) { try ledger.forgetDecisions(on: [answer.hash]) }
    }

    /// - Throws: `Interrupted` when nobody can tell.
    private func isTakenOut(_ answer: OpenAnswer) throws -> Bool {
        let country = answer.countryCode
        let withdrawn = try Withdrawals(ledger)
        if withdrawn[country] == withdrawals[country] { return false }
        if given?.withdrawn != withdrawn[country] || given?.country != country {
            var reading = OpenAnswers(study: study, inbox: inbox, keys: keys, withdrawals: withdrawn)
            let answers = try reading.given(in: country)
            guard Set(reading.notReady).isSubset(of: notReady), try Self.files(of: country, in: inbox) == read[country]
            else { throw Interrupted() }
            given = (withdrawn[country], country, answers)
        }
        return !given!.answers.contains(answer.hash)
    }

    /// The uploads of a country as they lie there, each with its size and when it was written.
    private static func files(of country: CountryCode, in inbox: Inbox) throws -> [String: String] {
        let entries = try inbox.entries(of: [country]).entries.map { entry in
            let about = try FileManager.default.attributesOfItem(atPath: entry.path)
            return (entry.name, "\(about[.size] ?? "") \(about[.modificationDate] ?? "")")
        }
        return Dictionary(entries, uniquingKeysWith: { first, _ in first })
    }

    /// The screen for a terminal of a size.
    public func screen(columns: Int, rows: Int) -> [ScreenLine] {
        ReviewScreen(title: title, columns: columns, rows: rows).lines(of: &desk)
    }
}
