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

    @Option(help: "The survey link (collector) of the id, as the file names it, where several respondents have the id.")
    var collector: String?

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    func validate() throws {
        if collector != nil, !byId { throw ValidationError("--collector belongs to --by-id.") }
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
            for line in WithdrawalWords.lines(interview, ofAnyCollector: byId && collector == nil) { print(line) }
            print("It is taken out for good. To go on, type: withdraw")
            fflush(nil)
            guard readLine() == "withdraw" else { throw Console.fail("nothing was changed", .held) }
            try carryOut(withdrawal, interview)
            print(
                "Delete what was carried: parts of \(country) that weir prepare made before now, on this and other machines."
            )
            let merge = try NightlyMerge(
                study: study, inbox: URL(filePath: inbox), output: output, state: memory, keys: keys,
                progress: Console.progress)
            let night = try merge.run()
            Console.endProgress()
            print("data set without it: \(night.folder.path)")
            if !night.open.isEmpty { print("left to do: \(night.open.count) findings; weir status lists them") }
            if merge.waitsForWithdrawal || interview.isWithoutId || !night.open.isEmpty {
                throw ExitStatus.leftToDo.code
            }
        } catch let code as ExitCode {
            throw code
        } catch let refusal as Withdrawal.Refusal {
            throw Console.fail(WithdrawalWords.sentence(refusal, byId: byId), .failed)
        } catch let error as Diagnostic {
            throw Console.fail(Diagnostics([error]), .refused)
        } catch let error as Diagnostics {
            throw Console.fail(error, .refused)
        } catch {
            throw Console.failure(of: error)
        }
    }

    /// What is noted is carried out by the next night where this one cannot.
    private func carryOut(_ withdrawal: Withdrawal, _ interview: Withdrawal.Interview) throws {
        do {
            try withdrawal.withdraw(interview, at: Date()) { outcome in
                for line in WithdrawalWords.lines(outcome) { print(line) }
                fflush(nil)
            }
        } catch {
            if withdrawal.isNoted(interview) {
                Console.note(
                    "weir: the withdrawal is noted and not carried out yet; run weir merge, which goes on with it")
            }
            throw error
        }
    }

    private func ask(_ withdrawal: Withdrawal, _ code: CountryCode) throws -> Withdrawal.Interview {
        let files = try withdrawal.uploads(of: code)
        print("uploads in force: \(files.joined(separator: ", "))")
        print(byId ? "The interview's id: " : "The row, as the spreadsheet numbers it: ", terminator: "")
        fflush(nil)
        let typed = (readLine() ?? "").trimmingCharacters(in: .whitespaces)
        if byId { return try withdrawal.interview(withId: typed, collector: collector, of: code, file: file) }
        guard let row = Int(typed) else { throw Withdrawal.Refusal.noSuchInterview }
        return try withdrawal.interview(inRow: row, of: code, file: file)
    }
}
