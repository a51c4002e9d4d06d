import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline

struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says where a cell of a data set comes from, without its value.",
        discussion: """
            It needs the study's memory, so it works on the analysts' machine only. It tells the upload, its row, the \
            columns and how they are read, what was masked, and why there is no answer where there is none.
            """)

    @Argument(help: "The data set's folder: an internal one, or a release beside it.")
    var folder: String

    @Option(help: "The row of its table, as a spreadsheet numbers it: the header is row 1.")
    var row: Int

    @Option(help: "The question or column, such as resp_gender.")
    var variable: String

    @Option(help: "The study's memory. Default: beside the data sets, as weir merge has it.")
    var state: String?

    @Option(help: "The study's folder: with it and --inbox, the upload's columns are named by letters.")
    var study: String?

    @Option(help: "The inbox with the uploads.")
    var inbox: String?

    @Option(help: "The folder with the study's keys, for a row of a release.")
    var keys: String?

    @Flag(help: "Use the public sample keys.")
    var demonstration = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        if (study == nil) != (inbox == nil) { throw ValidationError("Give --study and --inbox together.") }
    }

    func run() throws {
        let place = URL(filePath: folder).resolvingSymlinksInPath()
        do {
            let trace = try CellTrace(
                folder: place, row: row, variable: variable, state: memory(of: place), keys: secret(),
                study: try study.map { try Console.study($0) }, inbox: inbox.map { URL(filePath: $0) })
            let width = trace.facts.map(\.name.count).max() ?? 0
            for fact in trace.facts {
                print(fact.name + String(repeating: " ", count: width - fact.name.count) + "  " + fact.words)
            }
        } catch let refusal as CellTrace.Refusal {
            throw Console.fail(sentence(refusal), .failed)
        } catch let code as ExitCode {
            throw code
        } catch let finding as Diagnostic {
            throw Console.fail(Diagnostics([finding]), .failed)
        } catch { throw Console.failure(of: error) }
    }

    private func secret() throws -> StudyKeys? {
        demonstration || keys != nil ? try Console.keys(keys, demonstration: demonstration) : nil
    }

    /// `out/internal/<study>/<id>` has its memory in `out/state/<study>`.
    private func memory(of place: URL) throws -> URL {
        let study = place.deletingLastPathComponent()
        let output = study.deletingLastPathComponent().deletingLastPathComponent()
        let memory =
            state.map { URL(filePath: $0) }
            ?? output.appending(path: "state").appending(path: study.lastPathComponent)
        guard FileManager.default.fileExists(atPath: memory.appending(path: "ledger.sqlite").path) else {
            throw Console.fail("\(memory.path) is no study's memory. Name it with --state", .failed)
        }
        return memory
    }

    private func sentence(_ refusal: CellTrace.Refusal) -> String {
        switch refusal {
        case .noDataSet: "\(folder) is no data set. Name the folder that weir merge or weir release made"
        case .sourceGone(let name): "the internal data set \(name), of which this release was made, is not beside it"
        case .keysNeeded: "only the keys tell which respondent a row of a release is. Name them with --keys"
        case .noRow(let row, let rows): "there is no row \(row): the table has rows 2 to \(rows)"
        case .noVariable(let name): "there is no column \(name). The codebook lists them"
        case .name(let name):
            "no upload has \(name): weir makes it with the study's keys, and it holds no answer. Trace another column"
        case .notRemembered:
            "the study's memory does not have the upload of this row any more. Trace a cell of the newest data set"
        }
    }
}
