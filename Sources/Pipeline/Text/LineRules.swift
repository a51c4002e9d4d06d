public import Foundation
public import WeirCore
import WeirRedact
import WeirState
public import WeirStudy

/// What lines are scrubbed by: the built-in lists alone, or with what a study says.
public struct LineRules: Sendable {
    /// Why the rules cannot be had.
    public enum Refusal: Error, Equatable {
        /// The study does not cover the country.
        case noCountry(covered: [String])
        /// The study has no open question of this name.
        case noQuestion
        /// There is no folder with the study's memory.
        case noState(String)
    }

    /// The built-in lists alone.
    public static let plain = LineRules(scrubbing: .plain, names: .none)

    let scrubbing: AnswerScrubbing
    let names: AllowedWords

    private init(scrubbing: AnswerScrubbing, names: AllowedWords) {
        self.scrubbing = scrubbing
        self.names = names
    }

    /// A study's policy for mentions, its own words, and the names that one country's wording of one question brings up.
    /// - Parameters:
    ///   - state: the study's memory, where its words are; nil for none.
    ///   - question: a country, and the name of a variable with open answers.
    /// - Throws: `Refusal`, `Diagnostics` when the study's stages are wrong, or what the file system says.
    public init(_ study: Study, state: URL? = nil, question: (country: CountryCode, variable: String)? = nil) throws {
        let problems = Assembly.problems(in: study)
        guard problems.isEmpty else { throw Diagnostics(problems) }
        self.init(
            scrubbing: AnswerScrubbing(
                RedactSettings.policy(of: study), countries: Assembly.countryNames(of: study),
                studyWords: StudyWords(try state.map(Self.words) ?? [])),
            names: AllowedWords(try question.map { try Self.names(study, $0.country, $0.variable) } ?? []))
    }

    private static func words(_ state: URL) throws -> Set<String> {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: state.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Refusal.noState(state.path)
        }
        return try SafeWords(StateFolder(state)).words
    }

    private static func names(_ study: Study, _ country: CountryCode, _ variable: String) throws -> [String] {
        guard study.rules(for: country) != nil else {
            throw Refusal.noCountry(covered: study.countries.map(\.country.letters))
        }
        guard let index = study.codebook.index(of: variable), study.schema.places[index].text != nil else {
            throw Refusal.noQuestion
        }
        return study.scenarioNames.filter { $0.country == country && $0.variable == index }.map(\.name)
    }
}
