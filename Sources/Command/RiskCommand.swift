import ArgumentParser
import Foundation
import WeirPipeline
import WeirStudy

struct Risk: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what protecting a data set would cost, for each set of keys and each k.",
        discussion: "For the house, before a profile is fixed: the counts are of the internal rows.")

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder the data sets are in.")
    var out: String

    @Option(help: "The profile whose keys, hierarchies and importances are tried.")
    var profile = "research"

    @Option(help: "A number of people who have to be alike. Can be given several times. Default: 3, 5 and 10.")
    var k: [Int] = []

    @Option(help: "The internal data set. Default: the newest one below --out.")
    var dataset: String?

    @Option(help: "The study's memory between nights, with what was released. Default: <out>/state/<study>.")
    var state: String?

    @Option(help: "Write the table as a page too.")
    var html: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        if k.contains(where: { !(2...1000).contains($0) }) { throw ValidationError("Give each --k as 2 to 1000.") }
    }

    func run() throws {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let (definition, rules) = try Console.definition(study)
        let folder =
            dataset.map { URL(filePath: $0) }
            ?? URL(filePath: out).appending(path: "internal").appending(path: definition.name).appending(
                path: "current")
        do {
            let table = try RiskTable(
                study: definition, rules: rules, profile: profile, dataset: folder, keys: keys,
                state: Console.memory(state, out, definition))
            let choices = try table.choices(ks: k.isEmpty ? [3, 5, 10] : k)
            print(table.text(choices))
            if let html { try Data(try table.page(choices).utf8).write(to: URL(filePath: html)) }
        } catch let refusal as ReleaseRefusal {
            for sentence in refusal.sentences { Console.note("weir: \(sentence)") }
            throw ExitStatus.held.code
        } catch {
            throw Console.failure(of: error)
        }
    }
}
