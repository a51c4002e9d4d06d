import ArgumentParser
import Foundation
import WeirCore
import WeirKeys
import WeirPipeline
import WeirStudy

struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Releases an internal data set under a profile: a person's act.",
        discussion: """
            What would be released is told in words; the approver signs on the terminal by typing their name. A \
            demonstration is not signed.
            """)

    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The profile in release/profiles.yaml, such as research.")
    var profile: String

    @Option(name: .customLong("approved-by"), help: "Who approves the release.")
    var approver: String

    @Option(help: "Why it is released.")
    var reason: String

    @Option(help: "The folder the data sets are in; the release is made in releases/<study>/<id> below it.")
    var out: String

    @Option(help: "The internal data set. Default: the newest one below --out.")
    var dataset: String?

    @Option(help: "The inbox with the answers that people approved, for a release with excerpts.")
    var excerpts: String?

    @Option(help: "Who gets it. Can be given several times.")
    var to: [String] = []

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
    var state: String?

    @Option(help: "The folder with the study's keys.")
    var keys: String?

    @Flag(help: "Use the public sample keys, and mark everything as a demonstration.")
    var demonstration = false

    func validate() throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        let words = [approver, reason] + to
        if words.contains(where: { $0.trimmingCharacters(in: .whitespaces).isEmpty || ShownText.safe($0) != $0 }) {
            throw ValidationError("Give names and the reason as words on one line.")
        }
    }

    func run() throws {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let definition = try Console.study(study)
        let (rules, mistakes) = ReleaseRules.read(
            folder: URL(filePath: study).standardizedFileURL, study: definition)
        let output = URL(filePath: out)
        let order = ReleaseOrder(
            profile: profile, approver: approver, reason: reason, recipients: to, output: output,
            dataset: dataset.map { URL(filePath: $0) }
                ?? output.appending(path: "internal").appending(path: definition.name).appending(path: "current"),
            inbox: excerpts.map { URL(filePath: $0) })
        let memory = Console.memory(state, out, definition)
        let release = DataRelease(study: definition, rules: rules, keys: keys, state: memory, order: order)
        guard mistakes.isEmpty else {
            for sentence in release.problems { Console.note("weir: \(sentence)") }
            throw Console.fail(Diagnostics(mistakes), .studyWrong)
        }
        // Nothing is worked out that nobody can sign.
        guard demonstration || isatty(STDIN_FILENO) == 1 else {
            for sentence in release.problems { Console.note("weir: \(sentence)") }
            throw Console.fail("a release is signed on a terminal; here is none. Nothing was released", .held)
        }
        do {
            guard let outcome = try release.run(confirm: confirm) else {
                throw Console.fail("not signed; nothing was released", .held)
            }
            print("release \(outcome.id): \(outcome.folder.path)")
            if demonstration { print("demonstration with the public sample keys: for practice only") }
        } catch let refusal as ReleaseRefusal {
            for sentence in refusal.sentences { Console.note("weir: \(sentence)") }
            throw ExitStatus.held.code
        } catch let code as ExitCode {
            throw code
        } catch {
            throw Console.failure(of: error)
        }
    }

    private func confirm(_ words: [String]) -> Bool {
        for sentence in words { print(sentence) }
        if demonstration { return true }
        print("To sign, type: \(approver)")
        return readLine() == approver
    }
}

/// Whose releases, and where they are remembered.
struct MemoryOptions: ParsableArguments {
    @Argument(help: "The study's folder, such as Pipelines/frontline-workers.")
    var study: String

    @Option(help: "The folder the data sets are in; the study's memory is below it.")
    var out: String = "."

    @Option(help: "The study's memory between nights. Default: <out>/state/<study>.")
    var state: String?

    func releases() throws -> ReleaseBook {
        let definition = try Console.study(study)
        return ReleaseBook(
            of: definition.name, state: Console.memory(state, out, definition), output: URL(filePath: out))
    }
}

struct Releases: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the releases of a study, with who got them.")

    @OptionGroup var memory: MemoryOptions

    func run() throws {
        let book = try memory.releases()
        do {
            let all = try book.lines
            print(all.isEmpty ? "no releases" : all.joined(separator: "\n"))
        } catch { throw Console.failure(of: error) }
    }
}

struct Recall: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Marks a release as recalled, and says who has to be told.",
        discussion: "What it told stays told: later releases keep to it.")

    @OptionGroup var memory: MemoryOptions

    @Argument(help: "The release's name, as weir releases lists it.")
    var release: String

    @Option(help: "Why it is recalled.")
    var reason: String

    func run() throws {
        let book = try memory.releases()
        do {
            guard let recipients = try book.recall(release, reason: reason) else {
                throw Console.fail("there is no release \(release). weir releases lists them", .failed)
            }
            print("recalled: \(release)")
            print(recipients.isEmpty ? "nobody is noted as having it" : "tell: " + recipients.joined(separator: ", "))
        } catch let code as ExitCode {
            throw code
        } catch { throw Console.failure(of: error) }
    }
}
