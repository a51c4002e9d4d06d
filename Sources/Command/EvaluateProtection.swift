import ArgumentParser
import Foundation
import WeirPipeline

extension Evaluate {
    struct Protection: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "protection",
            abstract: "Measures the disclosure risk of any table of codes, and what protecting it suppresses.",
            discussion: """
                For comparing weir with other programs: the table is a CSV file of numbers below 10000, in which 9993 to \
                9997 match everything when missing values are read as wildcards.
                """)

        @Option(help: "The table: CSV with a header row, all cells whole numbers.")
        var table: String

        @Option(help: "The keys, separated by commas, each with what suppressing a cell costs: country:never,age:2.")
        var keys: String

        @Option(help: "How many records have to share each combination of keys.")
        var k = 3

        @Option(help: "A sensitive column; a point before it says that its values are ordered.")
        var sensitive: [String] = []

        @Option(help: "How many different values of each sensitive column records with the same keys have to have.")
        var diversity = 1

        @Option(help: "How missing values are read when cells are suppressed: strict or wildcard.")
        var reading = "strict"

        @Option(help: "A file for the protected table.")
        var out: String?

        @Flag(help: "Measure only.")
        var measure = false

        func run() throws {
            guard let reading = ProtectionTrial.Reading(rawValue: reading) else {
                throw Console.fail("--reading takes strict or wildcard", .usage)
            }
            do {
                let trial = try ProtectionTrial(
                    table: URL(filePath: table), keys: keys, k: k, sensitive: sensitive,
                    diversity: diversity)
                let result = try trial.run(reading: measure ? nil : reading, out: out.map { URL(filePath: $0) })
                print(result)
            } catch let trouble as ProtectionTrial.Trouble {
                throw Console.fail(trouble.sentence, .refused)
            } catch {
                throw Console.failure(of: error)
            }
        }
    }
}
