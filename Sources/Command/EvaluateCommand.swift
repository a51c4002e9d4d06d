import ArgumentParser
import Foundation
import WeirPipeline
import WeirRedact

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures weir against answers that people marked, and against other programs.",
        subcommands: [EvaluateRedact.self, EvaluateContexts.self, Protection.self])
}

struct EvaluateRedact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact", abstract: "Measures how much of what identifies is masked, and how much else is lost.",
        discussion: """
            The file has one answer a line: {"id", "country", "text", "spans": [{"start", "end", "kind"}]}, places counted \
            by code points from 0. A mention counts as masked when none of its letters and digits is left, or the answer is \
            withheld. Built-in lists only.
            """)

    @Option(help: "The file of marked answers.")
    var gold: String

    @Flag(help: "Write one JSON object.")
    var json = false

    @Flag(help: "Print the texts of the missed mentions too: for a terminal, not for a log.")
    var show = false

    @Flag(help: "Leave out the model of the context: the rules alone.")
    var rules = false

    func validate() throws {
        if json, show { throw ValidationError("--json holds no texts: leave out --show") }
    }

    func run() throws {
        let answers = try read()
        let figures = RedactionEvaluation.figures(of: answers, byRulesAlone: rules)
        let speed = RedactionEvaluation.speed(over: answers)
        if json {
            print(try FiguresJSON.text(figures, speed: speed))
        } else {
            print(FiguresText(figures, speed: speed, showing: show ? answers : []).text)
        }
    }

    private func read() throws -> [GoldAnswer] {
        do { return try GoldFile(URL(filePath: gold)).answers } catch let mistakes as GoldFile.Mistakes {
            for mistake in mistakes.all { Console.note("\(gold), line \(mistake.line): \(mistake.reason.rawValue)") }
            throw Console.fail("\(gold) has lines that cannot be used; nothing was measured", .failed)
        } catch { throw Console.fail("\(gold) cannot be read. Name a file of marked answers", .failed) }
    }
}

/// For `make model`: what the model of the context is trained with.
struct EvaluateContexts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contexts", abstract: "Writes the features of every word of marked answers, for training.",
        discussion: "A line a word: its label, its features; a blank line behind each answer.", shouldDisplay: false)

    @Option(help: "The file of marked answers.")
    var gold: String

    func run() throws {
        let lesson = ContextLesson()
        for answer in try GoldFile(URL(filePath: gold)).answers {
            print(lesson.lines(answer.bytes, marks: answer.marks).joined(separator: "\n"), terminator: "\n\n")
        }
    }
}
