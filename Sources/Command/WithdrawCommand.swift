import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirStudy

struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes a respondent's interview out of everything the house holds, at their wish.",
        discussion: """
            The row or id is typed on the terminal and is never an argument or in a log. The data sets that hold the interview \
            are deleted and made anew by a night that follows at once; releases that hold it are recalled, and their \
            recipients named. Tomorrow's upload does not bring it back.
            """)

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The country whose file holds the interview, such as AL.")
    var country: String

    @Option(help: "The folder with one folder of uploads for each country.")
    var inbox: String

    @Option(help: "The folder the data sets are in.")
    var out: String

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
    var state: String?

    @Option(help: "Which file the row belongs to, where several of the country count.")
    var file: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Flag(help: "Ask for the id that the survey platform gave the interview, instead of the row in the file.")
    var byId = false

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
    }

    func run() throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Console.fail("which interview is withdrawn is typed on a terminal; here is none", .failed)
        }
        let keys = try Console.keys(keys, demonstration: demonstration)
        let study = try Console.study(study)
        guard let code = CountryCode(country), study.rules(for: code) != nil else {
            let known = study.countries.map(\.country.letters).joined(separator: ", ")
            throw Console.fail("--country takes one of the study's: \(known)", .usage)
        }
        let memory = Console.memory(state, out, study)
        let output = URL(filePath: out)
        do {
            let withdrawal = try Withdrawal(
                study: study, inbox: URL(filePath: inbox), output: output, state: memory, keys: keys)
            let interview = try ask(withdrawal, code)
            print(Self.words(for: interview.place))
            print("It is taken out for good. To go on, type: withdraw")
            fflush(nil)
            guard readLine() == "withdraw" else { throw Console.fail("nothing was changed", .held) }
            tell(try withdrawal.withdraw(interview, at: Date()))
            let night = try NightlyMerge(
                study: study, inbox: URL(filePath: inbox), output: output, state: memory, keys: keys,
                progress: Console.progress
            ).run()
            Console.endProgress()
            print("data set without it: \(night.folder.path)")
        } catch let code as ExitCode {
            throw code
        } catch let refusal as Withdrawal.Refusal {
            throw Console.fail(Self.sentence(refusal), .failed)
        } catch let error as Diagnostic {
            throw Console.fail(Diagnostics([error]), .refused)
        } catch let error as Diagnostics {
            throw Console.fail(error, .refused)
        } catch {
            throw Console.failure(of: error)
        }
    }

    private func ask(_ withdrawal: Withdrawal, _ code: CountryCode) throws -> Withdrawal.Interview {
        let files = try withdrawal.uploads(of: code)
        print("uploads in force: \(files.joined(separator: ", "))")
        print(byId ? "The interview's id: " : "The row, as the spreadsheet numbers it: ", terminator: "")
        fflush(nil)
        let typed = (readLine() ?? "").trimmingCharacters(in: .whitespaces)
        if byId { return try withdrawal.interview(withId: typed, of: code, file: file) }
        guard let row = Int(typed) else { throw Withdrawal.Refusal.noSuchInterview }
        return try withdrawal.interview(inRow: row, of: code, file: file)
    }

    private func tell(_ outcome: Withdrawal.Outcome) {
        print("deleted: \(outcome.dataSets.isEmpty ? "no data set held it" : outcome.dataSets.joined(separator: ", "))")
        for release in outcome.releases {
            let recipients = release.recipients.isEmpty ? "nobody is noted" : release.recipients.joined(separator: ", ")
            print("release \(release.id) is recalled; tell: \(recipients)")
        }
        for id in outcome.forgotten {
            print(
                "release \(id) held it, and the ledger does not know who got it; its rows are deleted here. Tell whoever has it"
            )
        }
        if !outcome.missing.isEmpty {
            print(
                "what people decided about its open answers is forgotten by the first night that finds "
                    + "\(outcome.missing.joined(separator: ", ")) in the inbox, ready. Put it back")
        }
        print(
            "Delete what was carried: parts of \(country) that weir prepare made before now, on this and other machines."
        )
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

    private static func sentence(_ refusal: Withdrawal.Refusal) -> String {
        switch refusal {
        case .noUpload(let files):
            "the country has no such upload in force. In force: \(files.isEmpty ? "none" : files.joined(separator: ", "))"
        case .severalUploads(let files): "name the file with --file: \(files.joined(separator: ", "))"
        case .noSuchInterview:
            "the upload in force has no such interview; nothing was changed. When the partner took its row out, give its id "
                + "(--by-id)"
        case .nowhere:
            "no upload in force, data set or release here has an interview with this id; nothing was changed. One of a survey "
                + "link (collector) that no file in the inbox names is found once a file that names it lies there, such as an "
                + "earlier one"
        case .withdrawnAlready: "this interview was withdrawn already; nothing was changed"
        case .severalInterviews: "several respondents have this id; name the row instead. Nothing was changed"
        case .uploadGone(let file):
            "\(file) lies in the inbox no more, so an id cannot be looked up in it. Put it back, or name the row"
        case .noIds(let file): "\(file) has no column with ids. Name the row instead"
        }
    }
}
