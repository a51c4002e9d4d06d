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
            let study = try Console.study(folder)
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

        /// A study without a folder for releases releases nothing.
        private func releaseProblems(_ study: Study) -> [Diagnostic] {
            let root = URL(filePath: folder).standardizedFileURL
            guard FileManager.default.fileExists(atPath: root.appending(path: "release").path) else { return [] }
            do { _ = try ReleaseRules(folder: root, study: study) } catch {
                return (error as? Diagnostics)?.all ?? []
            }
            return []
        }

        private func nightProblems(_ study: Study) -> [Diagnostic] {
            do {
                _ = try NightRules(
                    folder: URL(filePath: folder).standardizedFileURL, countries: study.countries.map(\.country))
            } catch { return (error as? Diagnostics)?.all ?? [] }
            return []
        }

        private static func count(_ number: Int, _ word: String) -> String {
            "\(number) \(word)\(number == 1 ? "" : "s")"
        }
    }
}
