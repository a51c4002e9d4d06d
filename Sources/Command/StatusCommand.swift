import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirStudy

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says how a study stands: who is in, how many, what waits, what is late.",
        discussion: "Ends with 3 when somebody has to see to something, for monitoring. It changes nothing.")

    @OptionGroup var memory: MemoryOptions

    @Option(help: "The inbox, to name raw uploads that should be gone from it.")
    var inbox: String?

    @Option(help: "The folder with the study's keys, to see that they are there and the right ones.")
    var keys: String?

    @Option(help: "Where to write the same as a page.")
    var html: String?

    func run() throws {
        let study = try Console.study(memory.study)
        let state = Console.memory(memory.state, memory.out, study)
        do {
            let rules = try Console.nightRules(memory.study, study)
            let status = try StudyStatus(
                study: study, rules: rules, state: state,
                output: memory.state == nil || memory.out != "." ? URL(filePath: memory.out) : nil,
                inbox: inbox.map { URL(filePath: $0) },
                keyTrouble: keys.flatMap { Self.trouble(with: $0, state) }, now: Date())
            print(status.text)
            if let html { try Data(try status.page().utf8).write(to: URL(filePath: html), options: .atomic) }
            if !status.isHealthy { throw ExitStatus.leftToDo.code }
        } catch let code as ExitCode {
            throw code
        } catch { throw Console.failure(of: error) }
    }

    /// What is wrong with the keys, in a sentence.
    private static func trouble(with folder: String, _ state: URL) -> String? {
        do {
            let keys = try StudyKeys(folder: URL(filePath: folder))
            return try StudyStatus.knows(keys, state: state)
                ? nil : "the keys are not those that the study's memory was begun with; find the right ones"
        } catch let trouble as StudyKeys.Trouble {
            return Console.sentence(trouble)
        } catch { return Console.sentence(for: error) }
    }
}

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the nights of a study, or every finding there ever was with its first and last night.")

    @OptionGroup var memory: MemoryOptions

    @Flag(help: "The findings instead of the nights.")
    var findings = false

    @Option(help: "How many nights, the newest first.")
    var nights = 30

    func run() throws {
        let state = Console.memory(memory.state, memory.out, try Console.study(memory.study))
        do {
            let desk = FindingDesk(state: state)
            let lines = findings ? try desk.findings() : try desk.nights(nights)
            print(lines.isEmpty ? "nothing yet" : lines.joined(separator: "\n"))
        } catch { throw Console.failure(of: error) }
    }
}

struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Leaves a finding as it is until a day, so that it is not left to do.",
        discussion: """
            Answers without a mapping stay marked as such in the data. When more of them come, or the day has passed, the \
            finding is open again.
            """)

    @OptionGroup var memory: MemoryOptions

    @Argument(help: "The finding's name, as weir status and weir history --findings list it.")
    var finding: String

    @Option(name: .customLong("by"), help: "Who accepts it.")
    var name: String

    @Option(help: "Why.")
    var reason: String

    @Option(help: "Until when, such as 2026-12-31.")
    var until: String

    func validate() throws {
        if [name, reason].contains(where: {
            $0.trimmingCharacters(in: .whitespaces).isEmpty || ShownText.safe($0) != $0
        }) {
            throw ValidationError("Give the name and the reason as words on one line.")
        }
    }

    func run() throws {
        let state = Console.memory(memory.state, memory.out, try Console.study(memory.study))
        do {
            let words = try FindingDesk(state: state)
                .accept(finding, by: name, reason: reason, until: until, at: Date())
            print("accepted until \(until): \(words)")
        } catch FindingDesk.Refusal.notOpen {
            throw Console.fail("no open finding has the name \(finding). weir status lists them", .failed)
        } catch FindingDesk.Refusal.noDay {
            throw Console.fail("--until takes a day to come, such as 2026-12-31", .usage)
        } catch { throw Console.failure(of: error) }
    }
}
