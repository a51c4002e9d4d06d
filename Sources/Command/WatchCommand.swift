import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirReport
import WeirStudy

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps a report beside the files in each country's folder, as long as it runs.",
        discussion: """
            Looks at the inbox every second. A file that a partner drops, replaces, renames or removes is checked once it \
            is copied (a zip, XLSX or gzip file without its end is given 30 seconds more, one whose last line does not end 5 seconds), and report-sq.html (in the country's language) is written beside it. Needs no keys. End it with \
            Ctrl-C.
            """)

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder with one folder of uploads for each country.")
    var inbox: String

    @Option(help: "Seconds between two looks. A file counts as copied when it did not change between them.")
    var every = 1.0

    @Flag(help: "Write the reports of what is there now, and end.")
    var once = false

    /// The seconds that a packed file without its end is given to arrive.
    private static let patience = 30.0
    /// Those that a file is given of which nobody can tell.
    private static let rest = 5.0

    func validate() throws {
        guard (0.1...3600).contains(every) else { throw ValidationError("--every takes 0.1 to 3600 seconds") }
    }

    func run() throws {
        let study = try Console.study(study)
        let folder = URL(filePath: inbox)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Console.fail("there is no inbox at \(folder.path)", .failed)
        }
        let reports: PartnerReports
        do { reports = try PartnerReports(study: study, inbox: folder) } catch let problems as Diagnostics {
            throw Console.fail(problems, .studyWrong)
        }
        var watch = InboxWatch(folder, of: study, patience: looks(in: Self.patience), rest: looks(in: Self.rest))
        repeat {
            _ = once ? watch.look() : []
            for country in watch.look() { tell(country, reports) }
            if !once { Thread.sleep(forTimeInterval: every) }
        } while !once
    }

    private func looks(in seconds: Double) -> Int { once ? 0 : Int((seconds / every).rounded(.up)) }

    /// One country's full disk or missing right must not leave the others without a report.
    private func tell(_ country: CountryCode, _ reports: PartnerReports) {
        do {
            guard let report = try reports.write(country) else { return }
            let usable = report.uploads.count(where: \.isUsable)
            print("\(country.letters): \(report.uploads.count) files, \(usable) usable, \(report.todo) left to do")
            fflush(nil)
        } catch {
            Console.note("weir: \(country.letters): \(Console.sentence(for: error))")
        }
    }
}
