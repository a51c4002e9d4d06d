import ArgumentParser
import Foundation
import WeirKeys
import WeirPipeline
import WeirRecord

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks that a data set's folder is as it was sealed.",
        discussion: """
            With --rebuild the inbox is merged again, out of sight, and every byte is compared. The memory of the study \
            is not touched; what people decided is taken from it.
            """)

    @Argument(help: "The data set's folder.")
    var folder: String

    @Option(help: "The file with the public key that must have signed.")
    var key: String?

    @Option(help: "The study's chain of runs, such as out/state/STUDY/chain.jsonl: the data set has to be in it.")
    var chain: String?

    @Option(
        help: "A receipt that somebody kept of an earlier night: the chain has to fit it. Can be given several times.")
    var receipt: [String] = []

    @Option(help: "The inbox that the data set was made from: merges it again and compares every byte.")
    var rebuild: String?

    @OptionGroup var again: RebuildOptions

    func validate() throws {
        if !receipt.isEmpty, chain == nil {
            throw ValidationError(
                "A receipt is compared with the chain. Give --chain, such as out/state/STUDY/chain.jsonl.")
        }
        try again.validate(isRebuilt: rebuild != nil)
    }

    func run() throws {
        try requireFolder(folder)
        let verifier = Verifier(
            folder: URL(filePath: folder), pinned: try pinnedKey(), chain: try chainToCheck(), receipts: try receipts())
        guard verifier.isDataSet else {
            throw Console.fail(
                "\(folder) is no data set. Name the folder that holds \(Sums.fileName), README.txt and data", .failed)
        }
        let verdict = verifier.verdict()
        for problem in verdict.problems { print(Self.sentence(problem)) }
        guard verdict.isConsistent else { throw ExitStatus.notConsistent.code }
        try compareWithRebuilt()
        print("consistent, \(facts(verdict)): \(verdict.files) files")
    }

    private func facts(_ verdict: Verifier.Verdict) -> String {
        var facts = [verdict.isSignedByPinnedKey == true ? "signed by the given key" : "signer unknown"]
        if chain != nil { facts.append("in the study's chain") }
        if !receipt.isEmpty { facts.append(receipt.count == 1 ? "which fits the receipt" : "which fits the receipts") }
        if rebuild != nil { facts.append("made again byte by byte") }
        return facts.joined(separator: ", ")
    }

    private func compareWithRebuilt() throws {
        guard let rebuild else { return }
        let outcome: Rebuild.Outcome
        do {
            outcome = try again.outcome(for: URL(filePath: folder), inbox: URL(filePath: rebuild))
        } catch let other as Rebuild.OtherInputs {
            throw Self.failure(other, rebuild)
        } catch is Rebuild.NoInternalDataSet {
            throw Console.fail(
                "\(folder) is no internal data set, and a release is a person's act. Rebuild what weir merge made",
                .failed)
        } catch let code as ExitCode {
            throw code
        } catch { throw Console.failure(of: error) }
        for file in outcome.leftAside { print("left aside, the data set was not made from it: \(file)") }
        for difference in outcome.differences { print("made again, it is another: \(difference)") }
        if outcome.differences.isEmpty { return }
        if again.state == nil { Console.note("weir: without --state, nothing that people decided was reckoned with") }
        throw ExitStatus.notConsistent.code
    }

    /// The data set was made from something else: each thing is named, and nothing was merged.
    private static func failure(_ other: Rebuild.OtherInputs, _ inbox: String) -> ExitCode {
        for upload in other.missing {
            print("not in the inbox: the upload of \(upload.country) with the SHA-256 \(upload.digest)")
        }
        for file in other.added { print("in the inbox, and the data set was not made from it: \(file)") }
        for file in other.definitions { print("not the definition that the data set was made with: \(file)") }
        return Console.fail(
            other.missing.isEmpty
                ? "the study's definition is another today, and makes another data set. Name with --study a folder with the "
                    + "files as they were"
                : "the data set cannot be made again without all uploads that it was made from. Put them into "
                    + "\(inbox); documentation/report.html says what the files are called",
            .failed)
    }

    private func requireFolder(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Console.fail("there is no folder \(path)", .failed)
        }
    }

    private func chainToCheck() throws -> WeirRecord.Chain? {
        guard let chain else { return nil }
        guard FileManager.default.fileExists(atPath: chain) else {
            throw Console.fail(
                "there is no chain \(chain). Name the file \(WeirRecord.Chain.fileName) of the study's memory", .failed)
        }
        do { return try WeirRecord.Chain(file: URL(filePath: chain)) } catch { throw Console.failure(of: error) }
    }

    private func receipts() throws -> [(file: String, text: String)] {
        try receipt.map { file in
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Console.fail("there is no receipt \(file)", .failed)
            }
            return (file, String(decoding: data, as: UTF8.self))
        }
    }

    private func pinnedKey() throws -> PublicKey? {
        guard let key else { return nil }
        guard let text = try? String(contentsOfFile: key, encoding: .utf8), let pinned = PublicKey(text) else {
            throw Console.fail("\(key) holds no public key. Name the file signing.pub", .keysMissing)
        }
        return pinned
    }

    private static func sentence(_ problem: Verifier.Problem) -> String {
        switch problem {
        case .missing(let file): "missing: \(file)"
        case .changed(let file): "changed since it was sealed: \(file)"
        case .added(let file): "added since it was sealed: \(file)"
        case .unreadable(let file): "cannot be read: \(file)"
        case .wrongSignature(let file): "one of these was changed since it was sealed: \(file), \(file).sig"
        case .otherSigner(let file): "signed by another key than the given one: \(file)"
        case .chainBroken(let link): Console.broken(at: link)
        case .receiptChanged(let file): "the receipt was changed since it was signed, or is not all of it: \(file)"
        case .notInChain: "the study's chain has no link for this data set"
        case .receiptDenied(let file, let link, let until):
            "the study's chain was changed\(until > 0 ? " after link \(until)" : ""): its link \(link) is not the one of the "
                + "receipt \(file)"
        }
    }
}

/// What it takes to make a data set again.
struct RebuildOptions: ParsableArguments {
    @Option(help: "With --rebuild: the study's folder, such as Pipelines/frontline-workers.")
    var study: String?

    @Option(help: "With --rebuild: the study's memory, for what people decided. Default: nothing was decided.")
    var state: String?

    @Option(help: "With --rebuild: the folder with the study's keys.")
    var keys: String?

    @Flag(help: "With --rebuild: use the public sample keys.")
    var demonstration = false

    func validate(isRebuilt: Bool) throws {
        if demonstration, keys != nil { throw ValidationError("Give either --keys or --demonstration.") }
        let isAnyGiven = study != nil || state != nil || keys != nil || demonstration
        if !isRebuilt, isAnyGiven {
            throw ValidationError("--study, --state, --keys and --demonstration belong to --rebuild INBOX.")
        }
        if isRebuilt, study == nil { throw ValidationError("To rebuild a data set, name its --study.") }
    }

    /// What comes of merging the inbox again.
    func outcome(for folder: URL, inbox: URL) throws -> Rebuild.Outcome {
        let keys = try Console.keys(keys, demonstration: demonstration)
        let definition = try Console.study(study ?? "")
        let rebuild = Rebuild(study: definition, keys: keys, inbox: inbox, state: state.map { URL(filePath: $0) })
        defer { Console.endProgress() }
        return try rebuild.outcome(for: folder, progress: Console.progress)
    }
}
