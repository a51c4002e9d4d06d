import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirReport
import WeirStudy

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells whether a partner's file is ready, and if not, what to change.",
        discussion: """
            Reads the file as the nightly merge does; needs no keys. The file stays as it is, nothing is sent, and nothing \
            is written but the reports asked for. No answer of a respondent is in any of them.
            """)

    @Argument(help: "The files, as the platform exported them.")
    var files: [String]

    @Option(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The country that sends the files, by its two letters.")
    var country: String

    @Option(
        help: ArgumentHelp(
            "The report's language: \(ReportLanguage.allCases.map(\.rawValue).joined(separator: ", ")). Default: the "
                + "country's in the study."))
    var language: String?

    @Option(help: "Write the report as a page, too: one file, for any browser.")
    var html: String?

    @Option(help: "Write the report for programs, too.")
    var json: String?

    @Option(
        help: ArgumentHelp(
            "The study's memory, such as out/state/frontline-workers: tells, in a part of its own, what follows from "
                + "earlier uploads and decisions. Needs the study's keys."))
    var state: String?

    @Option(help: "The folder with the study's keys, for --state.")
    var keys: String?

    @Flag(help: "Use the public sample keys, for --state.")
    var demonstration = false

    func validate() throws {
        try ReportLanguage.check(language)
        if state == nil, keys != nil || demonstration { throw ValidationError("Keys are for --state only.") }
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        let written = [html, json].compactMap(\.self).map(Self.place)
        if !Set(files.map(Self.place)).isDisjoint(with: written) {
            throw ValidationError("A report must not be written over a file that is checked.")
        }
        if Set(written).count < written.count { throw ValidationError("Give --html and --json a file each.") }
    }

    private static func place(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    func run() throws {
        let report = try report(Console.study(study))
        do {
            if let html { try Data(report.page().utf8).write(to: URL(filePath: html), options: .atomic) }
            if let json { try Data(report.json()).write(to: URL(filePath: json), options: .atomic) }
        } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
        print(report.text, terminator: "")
        if report.uploads.contains(where: { !$0.isUsable }) { throw ExitStatus.nothingPublished.code }
        if report.todo > 0 { throw ExitStatus.leftToDo.code }
    }

    private func report(_ study: Study) throws -> CheckReport {
        do {
            guard let code = CountryCode(country), let check = try UploadCheck(study: study, country: code) else {
                throw Console.unknownCountry(study)
            }
            let words = ReportLanguage(rawValue: language ?? check.language) ?? .english
            var uploads = try files.map(check.check(path:))
            let general = try addState(to: &uploads, study, code)
            return CheckReport(
                study: study.title, uploads: uploads, language: words, headerLanguage: check.language, general: general)
        } catch let problems as Diagnostics {
            throw Console.fail(problems, .studyWrong)
        } catch let status as ExitCode {
            throw status
        } catch let missing as StateCheck.NoMemory {
            throw Console.fail("there is no memory of a study at \(missing.folder). A merge begins one", .failed)
        } catch {
            throw Console.failure(of: error)
        }
    }

    private func addState(
        to uploads: inout [CheckedUpload], _ study: Study, _ country: CountryCode
    ) throws -> [CheckedUpload.Item] {
        guard let state else { return [] }
        let keys = try Console.keys(keys, demonstration: demonstration)
        let memory = URL(filePath: state)
        return try StateCheck(study: study, country: country, state: memory, keys: keys)?
            .add(to: &uploads, at: files) ?? []
    }
}

extension ReportLanguage {
    /// Refuses a word that is no language.
    static func check(_ word: String?) throws {
        guard let word, ReportLanguage(rawValue: word) == nil else { return }
        throw ValidationError("--language takes one of: \(allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

extension Console {
    /// What is said to a country that the study does not have.
    static func unknownCountry(_ study: Study) -> ExitCode {
        let known = study.countries.map(\.country.letters).joined(separator: ", ")
        return fail("--country takes a country of the study: \(known)", .usage)
    }
}
