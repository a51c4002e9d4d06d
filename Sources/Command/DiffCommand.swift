import ArgumentParser
import Foundation
import WeirPipeline
import WeirReport

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what is different between two data sets, in five sentences and then in tables.")

    @Argument(help: "The data set before.")
    var before: String

    @Argument(help: "The data set after.")
    var after: String

    @Option(help: "Write the same as a page into this file.")
    var html: String?

    func run() throws {
        do {
            let report = try DataSetComparison(before: URL(filePath: before), after: URL(filePath: after)).report
            if let html { try write(try report.page(), to: html) }
            print(report.text)
        } catch let error as DataSetComparison.NoDataSet {
            throw Console.fail(
                "\(error.folder) is no data set that describes itself. Name the folder that holds README.txt and datapackage.json",
                .failed)
        } catch let error as DataSetComparison.Unlike {
            throw Console.fail(
                "\(error.inside) is internal and \(error.release) a release: its rows have other names and its cells are "
                    + "protected. Compare two internal data sets, or two releases", .failed)
        } catch let code as ExitCode {
            throw code
        } catch { throw Console.failure(of: error) }
    }

    /// For its owner only: of internal data sets it holds exact counts.
    private func write(_ page: String, to file: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: file, contents: Data(page.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw Console.fail("\(file) cannot be written", .failed) }
    }
}
