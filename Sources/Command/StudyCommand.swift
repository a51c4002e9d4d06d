import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirReport
import WeirStudy

struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study", abstract: "Works on a study's definition.",
        subcommands: [Check.self, Import.self, AddCountry.self, Fingerprint.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finds mistakes and outdated wording in a study's definition.")

        @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
        var folder: String

        func run() throws {
            let study = try read()
            let findings =
                Assembly.problems(in: study) + StudyLint(study).findings + releaseProblems(study) + nightProblems(study)
            for finding in findings { print(FindingText.text(finding)) }
            let refusals = findings.count { $0.severity == .refusal }
            let variables = study.codebook.variables.count(where: \.isDelivered)
            print(
                "\(study.title): \(variables) variables, \(study.schema.columns.count) columns, "
                    + "\(study.countries.count) countries, \(Self.count(refusals, "mistake")), "
                    + Self.count(findings.count - refusals, "note"))
            if refusals > 0 { throw ExitStatus.studyWrong.code }
        }

        private var root: URL { URL(filePath: folder).standardizedFileURL }

        /// A study without a folder for releases releases nothing.
        private var releases: Bool { FileManager.default.fileExists(atPath: root.appending(path: "release").path) }

        /// The study, or the end with all mistakes in all its files.
        private func read() throws -> Study {
            do { return try Study(folder: try Console.studyFolder(folder)) } catch let error as Diagnostics {
                throw Console.fail(releases ? Diagnostics(StudyDefinition(folder: root).mistakes) : error, .studyWrong)
            }
        }

        private func releaseProblems(_ study: Study) -> [Diagnostic] {
            guard releases else { return [] }
            do { _ = try ReleaseRules(folder: root, study: study) } catch {
                return (error as? Diagnostics)?.all ?? []
            }
            return []
        }

        private func nightProblems(_ study: Study) -> [Diagnostic] {
            do {
                _ = try NightRules(folder: root, countries: study.countries.map(\.country))
            } catch { return (error as? Diagnostics)?.all ?? [] }
            return []
        }

        private static func count(_ number: Int, _ word: String) -> String {
            "\(number) \(word)\(number == 1 ? "" : "s")"
        }
    }
}
