import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirReport
import WeirStudy

struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Merges the uploads of an inbox into one internal data set: the nightly act.")

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder with one folder of uploads for each country.")
    var inbox: String?

    @Option(help: "A folder with the folders that weir prepare made, here or on other machines.")
    var parts: String?

    @Option(help: "The folder under which internal/<study>/<id> is made.")
    var out: String

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
    var state: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Option(
        help: ArgumentHelp(
            "A country whose uploads in the inbox take the place of the one in force, even when that has later "
                + "interviews. Can be given several times.", valueName: "country"))
    var reinstate: [String] = []

    @Option(
        help: ArgumentHelp(
            "The formats of the data set, between commas: \(DataFormat.allNames). Default: what pipeline.yaml says.",
            valueName: "list"))
    var formats: String?

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Write a report into each country's folder of the inbox, in its language, as weir watch does. Default: yes, "
                + "unless it is a demonstration."))
    var partnerReports: Bool?

    @Flag(
        help: ArgumentHelp(
            "Work although nothing has changed, and prepare every upload of the inbox anew beside it: both must come to the "
                + "same bytes."))
    var full = false

    @Flag(
        help: ArgumentHelp(
            "Begin a new ledger where the study's memory has lost its own, for good: decisions, acceptances and what left the "
                + "house are forgotten, and nothing more leaves beside it. Who withdrew stays out."))
    var newLedger = false

    @Flag(
        help: ArgumentHelp(
            "Go on once with a memory that is older than what was published, or does not know it: who withdrew since comes "
                + "back, and has to be withdrawn once more."))
    var acceptMemory = false

    @Option(
        help: ArgumentHelp(
            "A country whose answers come from another platform now, which has nobody's who withdrew. Once is enough.",
            valueName: "country"))
    var acceptPlatform: [String] = []

    @Flag(help: "Print one line, and findings only when something is left to do.")
    var quiet = false

    @Option(help: "A file that a night that worked replaces by one line of JSON, for monitors: time and counts.")
    var heartbeat: String?

    @Flag(help: "Use the public sample keys, and mark everything as a demonstration.")
    var demonstration = false

    @Flag(help: "Print where the time went, to standard error.")
    var timings = false

    func validate() throws {
        if inbox == nil, parts == nil { throw ValidationError("Give --inbox, --parts, or both.") }
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        if let formats, DataFormat.list(formats) == nil {
            throw ValidationError("--formats takes names between commas: \(DataFormat.allNames)")
        }
    }

    func run() throws {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let study = try Console.study(study)
        let reinstated = try reinstated(in: study)
        let platforms = try acceptedPlatforms(in: study)
        let output = URL(filePath: out)
        let memory = state.map { URL(filePath: $0) } ?? output.appending(path: "state").appending(path: study.name)
        let night: NightlyMerge.Night
        let waits: Bool
        do {
            var merge = try NightlyMerge(
                study: study, inbox: inbox.map { URL(filePath: $0) }, parts: parts.map { URL(filePath: $0) },
                output: output, state: memory, keys: keys,
                reinstated: reinstated, formats: formats.flatMap(DataFormat.list),
                reportsToPartners: partnerReports ?? !demonstration, progress: Console.progress)
            merge.beginsLedger = newLedger
            merge.acceptsMemory = acceptMemory
            merge.acceptedPlatforms = platforms
            merge.finishesWithdrawal = WithdrawalWords.tell
            night = full ? .worked(try merge.runFully()) : try merge.runIfChanged()
            Console.endProgress()
            waits = merge.waitsForWithdrawal
        } catch let error as Diagnostics {
            throw Console.fail(error, .studyWrong)
        } catch {
            throw Console.failure(of: error)
        }
        switch night {
        case .worked(let outcome):
            tell(outcome)
            let isBeating = beat(Heartbeat.Pulse(outcome), study.name)
            if !outcome.open.isEmpty || !isBeating || waits { throw ExitStatus.leftToDo.code }
        case .unchanged(let unchanged):
            if !quiet { print("data set: \(unchanged.folder.path)") }
            print(unchanged.summary)
            let isBeating = beat(Heartbeat.Pulse(unchanged), study.name)
            throw (isBeating && !waits ? ExitStatus.nothingChanged : ExitStatus.leftToDo).code
        }
    }

    private func acceptedPlatforms(in study: Study) throws -> Set<CountryCode> {
        let countries = study.countries.map(\.country)
        return Set(
            try acceptPlatform.map { letters in
                if let country = CountryCode(letters), countries.contains(country) { return country }
                let known = countries.map(\.letters).joined(separator: ", ")
                throw Console.fail("--accept-platform takes one of the study's countries: \(known)", .usage)
            })
    }

    /// An adding country has several uploads in force, and forgetting all of them is never what is meant.
    private func reinstated(in study: Study) throws -> Set<CountryCode> {
        let replacing = study.countries.filter { $0.uploads == .replaces }.map(\.country)
        return Set(
            try reinstate.map { letters in
                if let country = CountryCode(letters), replacing.contains(country) { return country }
                let known = replacing.map(\.letters).joined(separator: ", ")
                throw Console.fail("--reinstate takes a country whose uploads replace each other: \(known)", .usage)
            })
    }

    /// - Returns: whether a monitor that should learn of the night can.
    private func beat(_ pulse: Heartbeat.Pulse, _ study: String) -> Bool {
        guard let heartbeat else { return true }
        do { try Heartbeat(file: URL(filePath: heartbeat)).beat(pulse, of: study, at: Date()) } catch {
            Console.note("weir: the heartbeat \(heartbeat) cannot be written. The night worked; monitors do not see it")
            return false
        }
        return true
    }

    private static let findingsShown = 20

    private func tell(_ outcome: NightlyMerge.Outcome) {
        let open = outcome.open
        for finding in open.prefix(Self.findingsShown) { Console.note(FindingText.text(finding)) }
        if open.count > Self.findingsShown {
            Console.note("… and \(open.count - Self.findingsShown) more findings, in documentation/report.html")
        }
        if !outcome.unreported.isEmpty {
            let letters = outcome.unreported.map(\.letters).joined(separator: ", ")
            Console.note(
                "weir: partners of \(letters) have no new report: nothing can be written into their folders. Give weir's user "
                    + "the right to, or leave reports out with --no-partner-reports")
        }
        if timings { Console.note(outcome.timings.text) }
        if quiet {
            print(outcome.summary)
            return
        }
        print(outcome.report.table)
        print()
        print("data set: \(outcome.folder.path)")
        if outcome.report.isDemonstration { print("demonstration with the public sample keys: for practice only") }
        print(outcome.summary)
    }
}
