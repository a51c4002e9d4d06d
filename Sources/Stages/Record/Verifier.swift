public import Foundation
public import WeirKeys

/// Checks a data set's folder: every file against its digest, the list against its signature and the crate, and the
/// signature against a key that the checker trusts. With the study's chain at hand, that too: it has to be unbroken, and
/// the data set has to be in it.
public struct Verifier {
    /// What was found.
    public struct Verdict: Equatable, Sendable {
        /// What is wrong, each with the file it is about.
        public var problems: [Problem] = []
        /// Whether a pinned key signed; nil when no key was given.
        public var isSignedByPinnedKey: Bool?
        /// The files that were checked.
        public var files = 0

        /// Whether nothing is wrong.
        public var isConsistent: Bool { problems.isEmpty }
    }

    /// One thing that is wrong.
    public enum Problem: Equatable, Sendable {
        case missing(String)
        case changed(String)
        case added(String)
        case unreadable(String)
        case wrongSignature(String)
        case otherSigner(String)
        /// The chain breaks at the link of this number.
        case chainBroken(Int)
        /// The chain has no link for this data set.
        case notInChain
    }

    private let folder: URL
    private let pinned: PublicKey?
    private let chain: Chain?

    /// A check of a folder.
    /// - Parameters:
    ///   - pinned: the key that must have signed; without one, only consistency can be told.
    ///   - chain: the study's chain; without it, only the folder itself is checked.
    public init(folder: URL, pinned: PublicKey? = nil, chain: Chain? = nil) {
        // `current` is a link.
        self.folder = folder.resolvingSymlinksInPath()
        self.pinned = pinned
        self.chain = chain
    }

    /// Whether the folder has anything of a data set's seal. Without any, it is not a broken data set but none.
    public var isDataSet: Bool {
        Sums.unlisted.contains { FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
    }

    /// Checks the folder.
    public func verdict() -> Verdict {
        var verdict = Verdict()
        if pinned != nil { verdict.isSignedByPinnedKey = false }
        guard let text = text(of: Sums.fileName), let sums = Sums(text) else {
            verdict.problems.append(.unreadable(Sums.fileName))
            return verdict
        }
        let root = Digest(of: text)
        let signers = [Sums.fileName, Crate.fileName].map { signer(of: $0, &verdict) }
        let isNamed = self.text(of: Crate.fileName).flatMap(Crate.sums(in:)) == root
        // A list that neither its own signature nor the signed crate vouches for accuses no file.
        if signers[0] != nil || isNamed && signers[1] != nil { check(sums, &verdict) }
        if signers[0] != nil, !isNamed, signers[1] != nil { verdict.problems.append(.changed(Crate.fileName)) }
        checkChain(root: root, &verdict)
        if let pinned { verdict.isSignedByPinnedKey = signers.allSatisfy { $0 == pinned } }
        return verdict
    }

    private func text(of name: String) -> String? {
        try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func check(_ sums: Sums, _ verdict: inout Verdict) {
        guard let found = try? Sums.paths(in: folder) else {
            verdict.problems.append(.unreadable("."))
            return
        }
        verdict.files = sums.digests.count
        for (path, digest) in sums.digests.sorted(by: { $0.key < $1.key }) {
            if let problem = problem(path, found.contains(path), digest) { verdict.problems.append(problem) }
        }
        for path in found.sorted() where sums.digests[path] == nil { verdict.problems.append(.added(path)) }
    }

    /// What is wrong with a listed file. A link in its place is none, whatever it leads to: it does not leave with the
    /// folder.
    private func problem(_ path: String, _ isThere: Bool, _ digest: Digest) -> Problem? {
        guard isThere else { return .missing(path) }
        let place = folder.appending(path: path)
        if (try? FileManager.default.destinationOfSymbolicLink(atPath: place.path)) != nil { return .changed(path) }
        guard let found = try? Sums.digest(of: place) else { return .unreadable(path) }
        return found == digest ? nil : .changed(path)
    }

    /// The key whose signature fits the file; nil when none does.
    private func signer(of name: String, _ verdict: inout Verdict) -> PublicKey? {
        guard let content = try? Data(contentsOf: folder.appending(path: name)) else {
            verdict.problems.append(.missing(name))
            return nil
        }
        // The comment is not signed, so it has to be the one that weir writes, to the letter.
        guard let signature = text(of: name + ".sig"), let named = PublicKey(commentOf: signature),
            signature.hasPrefix("untrusted comment: weir, public key \(named.line)\n")
        else {
            verdict.problems.append(.unreadable(name + ".sig"))
            return nil
        }
        guard named.accepts(signature, of: Array(content)) else {
            verdict.problems.append(.wrongSignature(name))
            return nil
        }
        if let pinned, pinned != named { verdict.problems.append(.otherSigner(name)) }
        return named
    }

    private func checkChain(root: Digest, _ verdict: inout Verdict) {
        guard let chain else { return }
        if let link = chain.firstBreak { verdict.problems.append(.chainBroken(link)) }
        guard let link = text(of: Crate.fileName).flatMap(Crate.link(in:)), chain.holds(link, root: root) else {
            return verdict.problems.append(.notInChain)
        }
    }
}
