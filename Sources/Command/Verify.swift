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

    func run() throws {
        let verdict = Verifier(folder: URL(filePath: folder), pinned: try pinnedKey()).verdict()
        for problem in verdict.problems { print(Self.sentence(problem)) }
        guard verdict.isConsistent else { throw ExitStatus.notConsistent.code }
        let signer = verdict.isSignedByPinnedKey == true ? "signed by the given key" : "signer unknown"
        print("consistent, \(signer): \(verdict.files) files")
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
        }
    }
}
