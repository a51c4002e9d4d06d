import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirStudy

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Merges after a repair of the crosswalk, and says whether exactly the repaired interviews moved.")

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder with one folder of uploads for each country.")
    var inbox: String

    @Option(help: "The folder the data sets are in.")
    var out: String

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
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
        let output = URL(filePath: out)
        let current = output.appending(path: "internal").appending(path: study.name).appending(path: "current")
        let before = current.resolvingSymlinksInPath()
        guard before != current, FileManager.default.fileExists(atPath: before.path) else {
            throw Console.fail("there is no data set yet to compare with. Run weir merge", .failed)
        }
        do {
            var merge = try NightlyMerge(
                study: study, inbox: URL(filePath: inbox), output: output, state: Console.memory(state, out, study),
                keys: keys, progress: Console.progress)
            merge.finishesWithdrawal = WithdrawalWords.tell
            let night = try merge.run()
            Console.endProgress()
            let replay = try Replay(before: before, after: night.folder)
            print("before: \(before.lastPathComponent), after: \(night.folder.lastPathComponent)")
            print(replay.sentence)
            if !replay.isExact { throw ExitStatus.leftToDo.code }
        } catch let code as ExitCode {
            throw code
        } catch let error as Diagnostics {
            throw Console.fail(error, .studyWrong)
        } catch { throw Console.failure(of: error) }
    }
}
