import ArgumentParser
import Foundation
import Logging
import WeirPipeline

/// The program: options in, exit status out.
@main
struct Weir: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir",
        abstract: "Turns survey uploads from several countries into one anonymised, harmonised data set.",
        discussion: ExitStatus.discussion, version: Program.version,
        subcommands: [
            Check.self, Watch.self, Template.self, Merge.self, Prepare.self, Schedule.self, Verify.self,
            StudyCommand.self, Keys.self,
            SampleCommand.self, Redact.self, Review.self, Lookup.self, Peek.self, Evaluate.self, Release.self,
            Releases.self, Recall.self, Risk.self, Trace.self, Diff.self, Withdraw.self,
            Status.self, History.self, Accept.self, ReplayCommand.self, Prune.self,
            ReadStatistics.self,
        ])

    static func main() {
        Hardening.apply()
        Memory.keep()
        quietDispatch()
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .notice
            return handler
        }
        main(nil)
    }

    /// Dispatch asks for a higher priority for its own housekeeping. An ordinary user does not get it, and would find a
    /// complaint of Dispatch in the system's log for every night; who wants to read it sets the variable.
    private static func quietDispatch() { setenv("LIBDISPATCH_LOG", "NO", 0) }
}
