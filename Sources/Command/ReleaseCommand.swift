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
        try ReleaseWording.check([approver, reason] + to)
    }

    func run() throws {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let folder = try Console.studyFolder(study)
        let definition = StudyDefinition(folder: folder)
        let output = URL(filePath: out)
        let order = ReleaseOrder(
            profile: profile, approver: approver, reason: reason, recipients: to, output: output,
            dataset: dataset.map { URL(filePath: $0) }
                ?? output.appending(path: "internal").appending(path: folder.lastPathComponent).appending(
                    path: "current"),
            inbox: excerpts.map { URL(filePath: $0) })
        guard let known = definition.study else {
            for sentence in order.problems(of: keys) { Console.note("weir: \(sentence)") }
            throw Console.fail(Diagnostics(definition.mistakes), .studyWrong)
        }
        let release = DataRelease(
            study: known, rules: definition.rules, keys: keys, state: Console.memory(state, out, known), order: order)
        guard definition.mistakes.isEmpty else {
            for sentence in release.problems { Console.note("weir: \(sentence)") }
            throw Console.fail(Diagnostics(definition.mistakes), .studyWrong)
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

/// What people say about a release: it stands in its pages and in the register.
enum ReleaseWording {
    static func check(_ words: [String]) throws {
        if words.contains(where: { $0.trimmingCharacters(in: .whitespaces).isEmpty || ShownText.safe($0) != $0 }) {
            throw ValidationError("Give names and the reason as words on one line.")
        }
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
    static let configuration = CommandConfiguration(
        abstract: "Lists the releases of a study, with who got them; notes who else gets one.")

    @OptionGroup var memory: MemoryOptions

    @Option(help: "A release that is handed on to --to; its name as it is listed.")
    var handOn: String?

    @Option(help: "Who gets it. Can be given several times.")
    var to: [String] = []

    func validate() throws {
        if (handOn == nil) != to.isEmpty { throw ValidationError("Give --hand-on and --to together.") }
        try ReleaseWording.check(to)
    }

    func run() throws {
        let book = try memory.releases()
        do {
            if let handOn { try note(handOn, in: book) }
            let all = try book.lines
            print(all.isEmpty ? "no releases" : all.joined(separator: "\n"))
        } catch let code as ExitCode {
            throw code
        } catch { throw Console.failure(of: error) }
    }

    /// Who has a recalled release is noted all the same: they have to be told.
    private func note(_ release: String, in book: ReleaseBook) throws {
        guard let entry = try book.handOn(release, to: to) else { throw Self.unknown(release) }
        guard let reason = entry.recalled else { return }
        Console.note("weir: release \(release) was recalled: \(reason). Tell: \(to.joined(separator: ", "))")
    }

    static func unknown(_ release: String) -> ExitCode {
        Console.fail("there is no release \(release). weir releases lists them", .failed)
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
                throw Releases.unknown(release)
            }
            print("recalled: \(release)")
            print(recipients.isEmpty ? "nobody is noted as having it" : "tell: " + recipients.joined(separator: ", "))
        } catch let code as ExitCode {
            throw code
        } catch { throw Console.failure(of: error) }
    }
}
