import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirReport
import WeirStudy

struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prepares one upload into a folder that another machine merges.",
        discussion: """
            The folder holds what a night's memory holds of an upload: scrubbed answers under pseudonyms. It is as much in \
            need of protection as the internal data set. weir merge --parts takes it, with the same keys, definition and \
            program.
            """)

    @Argument(help: "The upload.")
    var upload: String

    @Option(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The upload's country, such as AL.")
    var country: String

    @Option(help: "The folder for the prepared part; it is not there yet.")
    var out: String

    @Option(help: "The study's memory, for people's decisions about open answers; nothing in it is changed.")
    var state: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
    }

    func run() throws {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let study = try Console.study(study)
        let known = study.countries.map(\.country.letters).joined(separator: ", ")
        guard let code = CountryCode(country),
            let preparation = CarriedPreparation(
                study: study, country: code, keys: keys, memory: state.map { URL(filePath: $0) })
        else { throw Console.fail("--country takes a country of the study: \(known)", .usage) }
        guard (try? FileManager.default.attributesOfItem(atPath: out)) == nil else {
            throw Console.fail("\(out) is there already, and is not overwritten. Name another folder", .failed)
        }
        let outcome = try prepare(preparation)
        let open = outcome.findings.filter { $0.severity >= .open }
        for finding in open { Console.note(FindingText.text(finding)) }
        print("\(outcome.file): \(outcome.rows) interviews prepared in \(out); protect it like the internal data set")
        if !open.isEmpty { throw ExitStatus.leftToDo.code }
    }

    private func prepare(_ preparation: CarriedPreparation) throws -> CarriedPreparation.Outcome {
        do { return try preparation.prepare(upload, to: URL(filePath: out)) } catch let findings as Diagnostics {
            throw Console.fail(findings, .nothingPublished)
        } catch let trouble as StateCheck.NoMemory {
            throw Console.fail("there is no study's memory in \(trouble.folder)", .failed)
        } catch { throw Console.failure(of: error) }
    }
}
