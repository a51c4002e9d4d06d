import ArgumentParser
import Foundation
import WeirCore
import WeirSample

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Writes synthetic uploads of a study, and the truth about them.")

    @Argument(help: "The study's folder.")
    var study: String

    @Option(help: "How many started interviews.")
    var rows: Int = 1254

    @Option(help: "The same seed writes the same uploads.")
    var seed: UInt64 = 2021

    @Option(help: "The folder for inbox/ and truth/.")
    var out: String

    func run() throws {
        let definition = try Console.study(study)
        do {
            try Sampler(study: definition, folder: URL(filePath: study), rows: rows, seed: seed)
                .write(to: URL(filePath: out))
        } catch let error as Diagnostics {
            throw Console.fail(error, .studyWrong)
        }
        print("\(rows) interviews written to \(out)")
    }
}
