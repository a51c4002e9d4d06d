import Foundation
import WeirCore
import WeirPipeline
import WeirState

/// What a withdrawal came to, and why there is none, in words.
enum WithdrawalWords {
    /// What was deleted, and who has to be told.
    static func lines(_ outcome: Withdrawal.Outcome) -> [String] {
        let dataSets = outcome.dataSets.isEmpty ? "no data set held it" : outcome.dataSets.joined(separator: ", ")
        let releases = outcome.releases.map { release in
            let recipients = release.recipients.isEmpty ? "nobody is noted" : release.recipients.joined(separator: ", ")
            return "release \(release.id) is recalled; tell: \(recipients)"
        }
        let forgotten = outcome.forgotten.map {
            "release \($0) held it, and the ledger does not know who got it; its rows are deleted here. Tell whoever has it"
        }
        let missing =
            outcome.missing.isEmpty
            ? []
            : [
                "what people decided about its open answers is forgotten by the first night that finds "
                    + "\(outcome.missing.joined(separator: ", ")) in the inbox, ready. Put it back"
            ]
        let older =
            outcome.underOtherNames.isEmpty
            ? []
            : [
                "\(outcome.underOtherNames.joined(separator: ", ")): from before the keys or a platform were changed: nobody can tell "
                    + "whose rows they held"
            ]
        let unreadable = outcome.unreadable.map { "\($0): it could not be read, and may have held the row" }
        let exchanged = outcome.exchanged.map {
            Publisher.isGiven($0)
                ? "the folder of release \($0) held a release that is recalled; its data are deleted here. Copy the right ones there"
                : "the folder \($0) beside the releases held one that is recalled; its data are deleted here"
        }
        let left = outcome.left.map {
            "\($0.name) had a link to \($0.place): what lies there was not deleted. Delete it"
        }
        return ["deleted: \(dataSets)"] + older + unreadable + left + notOurs(outcome) + releases + forgotten
            + exchanged
            + missing
    }

    private static func notOurs(_ outcome: Withdrawal.Outcome) -> [String] {
        outcome.unsealed.map {
            "\($0) has a row of somebody who withdrew, or may have, and no SHA256SUMS, no whole ro-crate-metadata.json, or one "
                + "that this study's chain does not know: nobody can tell what it is, and it is not deleted. Delete it, or put the files back"
        }
            + outcome.unseen.map {
                "\($0) cannot be looked into, as its data, its SHA256SUMS, its SHA256SUMS.sig or its ro-crate-metadata.json are not there or "
                    + "not whole; the first night that can does. Where they never come back, delete it"
            }
            + outcome.linked.map {
                "\($0.name) is a link to \($0.place), where a row of somebody who withdrew lies or may lie. Nothing is deleted behind "
                    + "a link: delete what is there, and the link"
            }
    }

    /// Nobody knows of a row: what was deleted may have held one.
    private static func isOnlyPossible(_ outcome: Withdrawal.Outcome) -> Bool {
        !outcome.dataSets.isEmpty && outcome.releases.isEmpty
            && Set(outcome.dataSets).isSubset(of: outcome.unreadable + outcome.underOtherNames)
    }

    /// Tells, of a night, that it went on with a withdrawal.
    @Sendable
    static func tell(goingOn outcome: Withdrawal.Outcome) {
        let state = outcome.missing.isEmpty ? "is finished now" : "waits to be finished"
        guard outcome.isAgain || outcome.goesOn else {
            return notOurs(outcome).forEach { Console.note("weir: \($0)") }
        }
        let begun =
            outcome.isAgain
            ? isOnlyPossible(outcome)
                ? "what may hold a row that was withdrawn came back, as from a backup"
                : "a row that was withdrawn came back, as from a backup, and is taken out again"
            : "a withdrawal that was begun before \(state)"
        // What was stopped may have recalled a release before.
        let earlier =
            outcome.isAgain || !outcome.missing.isEmpty
            ? [] : ["what it recalled before it was stopped is in the list of weir releases, with who has it"]
        // A part, or a release, may be all that came back.
        let told = lines(outcome).dropFirst(outcome.isAgain && outcome.dataSets.isEmpty ? 1 : 0)
        // What was deleted before it was stopped is not known any more.
        let rest = outcome.goesOn && outcome.dataSets.isEmpty ? ["no data set holds it now"] + told.dropFirst() : told
        for line in [begun] + rest + earlier { Console.note("weir: \(line)") }
    }

    /// What is shown of an interview before it is withdrawn.
    static func lines(_ interview: Withdrawal.Interview, ofAnyCollector: Bool) -> [String] {
        let hint =
            "If the respondent came by another survey link (collector) than this interview, do not go on, and name theirs with "
            + "--collector."
        let isOfFile =
            "The row has no id, so that any later file brings it back under another name: have the partner take it out of the "
            + "file, or withdraw it again after each upload."
        return [words(for: interview.place)] + (ofAnyCollector ? [hint] : [])
            + (interview.isWithoutId ? [isOfFile] : [])
            + (interview.replacedSince.map { [other(than: $0)] } ?? [])
    }

    private static func other(than accepted: Date) -> String {
        "Another file of this name lies in the inbox now. The row is counted in the one that was accepted on "
            + "\(accepted.ISO8601Format().prefix(10)): if it was named from the newer one, do not go on, and run weir merge first."
    }

    private static func words(for place: Withdrawal.Interview.Place) -> String {
        switch place {
        case .row(let row, let file, let disposition): return "row \(row) of \(file): \(disposition.word)"
        case .remains(let uploads, let dataSets, let releases):
            let places =
                uploads.map { "upload \($0)" } + dataSets.map { "data set \($0)" } + releases.map { "release \($0)" }
            return "no upload in force has it any more; it stands in \(places.joined(separator: ", "))"
        }
    }

    /// Why nobody was withdrawn.
    static func sentence(_ refusal: Withdrawal.Refusal, byId: Bool) -> String {
        switch refusal {
        case .noUpload(let files):
            "the country has no such upload in force. In force: \(files.isEmpty ? "none" : files.joined(separator: ", "))"
        case .severalUploads(let files): "name the file with --file: \(files.joined(separator: ", "))"
        case .noSuchInterview:
            "the upload in force has no such interview; nothing was changed. When the partner took its row out, give its id "
                + "(--by-id)"
        case .nowhere:
            "no upload in force, data set or release here has an interview with this id; nothing was changed. One of a survey "
                + "link (collector) that no file in the inbox names is found with --collector, or once a file that names it "
                + "lies there, such as an earlier one"
        case .withdrawnAlready:
            "this interview was withdrawn already; nothing was changed"
                + (byId
                    ? ". Nothing else here has this id, except by a survey link (collector) that no file in the inbox names: "
                        + "for one of those give --collector" : "")
        case .withdrawalUnfinished:
            "the withdrawal of this interview was begun and not finished; nothing was changed. Run weir merge, which finishes "
                + "it and says what is recalled"
        case .severalInterviews:
            "several respondents have this id, in the uploads in force or in what is left of earlier ones; nothing was changed. "
                + "Name the survey link (collector) of the one who withdraws with --collector, or the row instead"
        case .notPrepared:
            "the uploads in force are not prepared, as after a change of keys or of a platform; nothing was changed. Run weir merge first, with "
                + "the country's file in the inbox, then withdraw. Where that says that nothing changed, run weir merge --full"
        case .uploadGone(let file):
            "\(file) lies in the inbox no more, so an id cannot be looked up in it. Put it back, or name the row"
        case .noIds(let file): "\(file) has no column with ids. Name the row instead"
        }
    }
}
