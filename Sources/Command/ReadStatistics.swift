import ArgumentParser
import Foundation
import WeirPipeline

/// What weir starts beside itself to read a data file of SPSS or Stata.
struct ReadStatistics: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: StatisticsProcess.command, shouldDisplay: false)

    func run() throws { throw ExitCode(StatisticsProcess.run()) }
}
