import ArgumentParser
import Foundation
import Logging

/// The program: options in, exit status out.
@main
struct Weir: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir",
        abstract: "Turns survey uploads from several countries into one anonymised, harmonised data set.",
        discussion: ExitStatus.discussion,
        subcommands: [Merge.self, Verify.self, StudyCommand.self, Keys.self, SampleCommand.self])

    static func main() {
        Hardening.apply()
        LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
        main(nil)
    }
}
