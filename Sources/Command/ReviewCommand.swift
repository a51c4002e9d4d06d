import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirStudy

struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows open answers one at a time, for a person to approve, edit or withhold.",
        discussion: """
            Answers are read from the partners' own files and never stored. Decisions go to the study's ledger under a \
            keyed hash of the exact answer. What was decided is not shown again.
            """)

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder with one folder of uploads for each country.")
    var inbox: String

    @Option(help: "The folder the data sets are in; the study's memory is below it.")
    var out: String?

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
    var state: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    @Option(help: "Who decides, as the ledger names them. Default: the login name.")
    var reviewer: String = NSUserName()

    @Flag(help: "Also show answers that somebody else decided; a new decision replaces theirs.")
    var again = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        if out == nil, state == nil { throw ValidationError("Give --out, as for weir merge, or --state.") }
        if reviewer.isEmpty || ShownText.safe(reviewer) != reviewer {
            throw ValidationError("Give the reviewer's name: --reviewer NAME.")
        }
    }

    func run() throws {
        guard Terminal.isThere else {
            throw Console.fail("answers are reviewed on a terminal; here is none", .failed)
        }
        let sitting = try sitting(try Console.keys(keys, demonstration: demonstration))
        for name in sitting.notReady { Console.note("not ready, so not shown: \(name). weir merge says why") }
        do { try sit(sitting) } catch { throw Console.fail(Console.sentence(for: error), .failed) }
        let counts = sitting.counts
        print("\(counts.done) answers decided, \(counts.left) left, \(counts.minutes) minutes")
    }

    private func sitting(_ keys: StudyKeys) throws -> ReviewSitting {
        let study = try Console.study(study)
        let memory =
            state.map { URL(filePath: $0) }
            ?? URL(filePath: out ?? "").appending(path: "state").appending(path: study.name)
        defer { Console.endProgress() }
        do {
            return try ReviewSitting(
                study: study, inbox: URL(filePath: inbox), state: memory, keys: keys, reviewer: reviewer, again: again,
                progress: Console.progress)
        } catch is ReviewSitting.NoInbox {
            throw Console.fail(Console.sentence(for: NightlyMerge.Refusal.noInbox(inbox)), .failed)
        } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
    }

    private func sit(_ sitting: ReviewSitting) throws {
        guard let terminal = Terminal() else { return }
        repeat {
            let size = terminal.size
            terminal.draw(sitting.screen(columns: size.columns, rows: size.rows))
            if let key = terminal.key(), try !sitting.press(key) { return }
        } while true
    }
}
