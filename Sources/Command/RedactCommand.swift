import ArgumentParser
import Foundation
import WeirCore
import WeirPipeline
import WeirStudy

struct Redact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scrubs English answers: one a line on standard input, one a line on standard output.",
        discussion: """
            Uses the built-in lists of all six countries; needs no study and no key. With --study it does what that \
            study's policy says of each kind of mention; with --state it lets the study's own words pass; with --country \
            and --variable also the names that the question itself brings up. Whether the study withholds all open \
            answers from its data sets does not count here.

            --explain writes below each scrubbed line what was found where, in code points from 0, and why; then the \
            words that could identify and stay, and why. It shows no word that the scrubbed line does not show.
            """)

    @Flag(help: "Write an object a line, with the kinds, places and reasons of the mentions.")
    var json = false

    @Flag(help: "Write below each line, in words, what was found where and what stays.")
    var explain = false

    @Option(help: "A study's folder, such as Pipelines/frontline-workers: its policy holds.")
    var study: String?

    @Option(help: "The study's memory, such as out/state/frontline-workers: its own words pass.")
    var state: String?

    @Option(help: "The answers' country, by its two letters.")
    var country: String?

    @Option(help: "The question that they answer, by its variable's name.")
    var variable: String?

    func validate() throws {
        if json, explain { throw ValidationError("Give either --json or --explain.") }
        if study == nil, state != nil || country != nil || variable != nil {
            throw ValidationError("Give --study with --state, --country and --variable.")
        }
        if (country == nil) != (variable == nil) { throw ValidationError("Give --country and --variable together.") }
        if let country, CountryCode(country) == nil { throw ValidationError("Give a country by its two letters.") }
    }

    func run() throws {
        let form: LineRedaction.Form = json ? .json : explain ? .explanation : .text
        let rules = try rules()
        do {
            try LineRedaction(form: form, rules: rules).run(from: .standardInput, to: .standardOutput)
        } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
    }

    private func rules() throws -> LineRules {
        guard let study else { return .plain }
        let definition = try Console.study(study)
        let question = country.flatMap { CountryCode($0) }.flatMap { code in variable.map { (code, $0) } }
        do {
            return try LineRules(definition, state: state.map { URL(filePath: $0) }, question: question)
        } catch let error as Diagnostics {
            throw Console.fail(error, .studyWrong)
        } catch let refusal as LineRules.Refusal {
            throw Console.fail(Self.sentence(refusal), .failed)
        } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
    }

    private static func sentence(_ refusal: LineRules.Refusal) -> String {
        switch refusal {
        case .noCountry(let covered): "the study does not cover this country, but \(covered.joined(separator: ", "))"
        case .noQuestion: "the study has no open question of this name. Look into its codebook/variables.csv"
        case .noState(let folder): "there is no folder \(folder). Name the study's memory, such as out/state/STUDY"
        }
    }
}
