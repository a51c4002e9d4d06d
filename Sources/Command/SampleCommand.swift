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

    func validate() throws {
        if rows < 1 { throw ValidationError("Give a number of interviews from 1 on: --rows 1254.") }
    }

    func run() throws {
        let definition = try Console.study(study)
        let sampler: Sampler
        do {
            sampler = try Sampler(study: definition, folder: URL(filePath: study), rows: rows, seed: seed)
        } catch let error as Diagnostics {
            throw Console.fail(error, .studyWrong)
        }
        do { try sampler.write(to: URL(filePath: out)) } catch let error as Diagnostics {
            let files = error.all.map { "\(out)/\($0.place.file)" }.joined(separator: ", ")
            throw Console.fail("\(files) cannot be written. Look for rights and free space", .failed)
        } catch {
            throw Console.failure(of: error)
        }
        print("\(rows) interviews written to \(out)")
    }
}
