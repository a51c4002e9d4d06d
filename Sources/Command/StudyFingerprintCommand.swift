import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirStudy

extension StudyCommand {
    struct Fingerprint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Notes how a country's questions were worded when they were fielded.",
            discussion: """
                Writes fingerprints/XX.csv: digests of the text and the options of each question, as an export of the fielded \
                questionnaire shows them. From then on weir check and weir merge name the questions whose wording differs. \
                Run it again when a change is meant.
                """)

        @Argument(help: "The study's folder.")
        var study: String

        @Option(help: "The country by its two letters.")
        var country: String

        @Option(help: "An export of the questionnaire as it was fielded; no answer is read.")
        var file: String

        func run() throws {
            let definition = try Console.study(study)
            guard let code = CountryCode(country), let rules = definition.rules(for: code) else {
                throw Console.unknownCountry(definition)
            }
            let prints = try Drafting.refusing { try Fingerprints(of: file, rules, in: definition).all }
            let name = FingerprintFile.name(of: code)
            let path = URL(filePath: study).appending(path: name)
            let before = definition.fingerprints[code] ?? []
            do {
                try FileManager.default.createDirectory(
                    at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(FingerprintFile.text(prints, definition.codebook).utf8).write(to: path, options: .atomic)
            } catch { throw Console.failure(of: error) }
            let changed = prints.filter { !before.contains($0) }.map { definition.codebook.variables[$0.variable].name }
            print("\(name): \(prints.count) questions" + (before.isEmpty ? "" : ", \(changed.count) of them changed"))
            if !before.isEmpty { Drafting.list("changed", changed) }
        }
    }
}
