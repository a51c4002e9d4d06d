import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirStudy

struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes internal data sets that the study keeps no longer, as nights.yaml says.",
        discussion: """
            The newest stays, and so do those that a release in force was made from. The chain of runs is not touched. Raw \
            uploads are nobody's to delete but their owner's: weir status names those that should be gone.
            """)

    @OptionGroup var memory: MemoryOptions

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    @Flag(help: "Only say what would go.")
    var dryRun = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
    }

    func run() throws {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let study = try Console.study(memory.study)
        let rules = try Console.nightRules(memory.study, study)
        do {
            let pruning = try Pruning(
                study: study, rules: rules, output: URL(filePath: memory.out),
                state: Console.memory(memory.state, memory.out, study), keys: keys)
            let old =
                dryRun ? try pruning.old(at: Date()).map { ($0, $1, []) } : try pruning.prune(at: Date())
            for (id, day, left) in old {
                print("\(dryRun ? "would go" : "deleted"): \(id), last made \(day)")
                for place in left { print("\(id) had a link to \(place): what lies there was not deleted") }
            }
            if old.isEmpty { print("nothing to delete") }
        } catch { throw Console.failure(of: error) }
    }
}
