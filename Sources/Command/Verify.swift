import ArgumentParser
import Foundation
import WeirKeys
import WeirRecord

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks that a data set's folder is as it was sealed.")

    @Argument(help: "The data set's folder.")
    var folder: String

    @Option(help: "The file with the public key that must have signed.")
    var key: String?

    @Option(help: "The study's memory, such as out/state/STUDY: checks its chain of runs too.")
    var state: String?

    func run() throws {
        try requireFolder(folder)
        let verifier = Verifier(folder: URL(filePath: folder), pinned: try pinnedKey(), chain: try chain())
        guard verifier.isDataSet else {
            throw Console.fail(
                "\(folder) is no data set. Name the folder that holds \(Sums.fileName), README.txt and data", .failed)
        }
        let verdict = verifier.verdict()
        for problem in verdict.problems { print(Self.sentence(problem)) }
        guard verdict.isConsistent else { throw ExitStatus.notConsistent.code }
        let signer = verdict.isSignedByPinnedKey == true ? "signed by the given key" : "signer unknown"
        let chained = state == nil ? "" : ", in the study's chain"
        print("consistent, \(signer)\(chained): \(verdict.files) files")
    }

    private func requireFolder(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Console.fail("there is no folder \(path)", .failed)
        }
    }

    private func chain() throws -> WeirRecord.Chain? {
        guard let state else { return nil }
        try requireFolder(state)
        do { return try WeirRecord.Chain(in: URL(filePath: state)) } catch { throw Console.failure(of: error) }
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
        case .wrongSignature(let file): "the signature does not fit: \(file)"
        case .otherSigner(let file): "signed by another key than the given one: \(file)"
        case .chainBroken(let link): "the study's chain is broken at link \(link)"
        case .notInChain: "the study's chain has no link for this data set"
        }
    }
}
