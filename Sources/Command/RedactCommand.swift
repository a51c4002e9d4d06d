import ArgumentParser
import Foundation
import WeirPipeline

struct Redact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scrubs English answers: one a line on standard input, one a line on standard output.",
        discussion: "Uses the built-in lists of all six countries; needs no study and no key.")

    @Flag(help: "Write an object a line, with the kinds, places and reasons of the mentions.")
    var json = false

    func run() throws {
        do {
            try LineRedaction(form: json ? .json : .text).run(from: .standardInput, to: .standardOutput)
        } catch {
            throw Console.fail(Console.sentence(for: error), .failed)
        }
    }
}
