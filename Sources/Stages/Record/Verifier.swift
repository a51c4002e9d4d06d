public import Foundation
public import WeirKeys

/// Checks a data set's folder: every file against its digest, the list against its signature and the crate, and the
/// signature against a key that the checker trusts. With the study's chain at hand, that too: it has to be unbroken, and
/// the data set has to be in it. With receipts that others kept, the chain has to be the one that they got.
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
        /// The chain breaks at the link of this number: it does not follow from the one before, or is none.
        case chainBroken(Int)
        /// The receipt in this file is not as it was signed.
        case receiptChanged(String)
        /// The chain has no link for this data set.
        case notInChain
        /// The chain has another link of this number than the receipt in this file, and was the same up to another one.
        case receiptDenied(String, link: Int, sameUntil: Int)
    }

    private let files: any SealedFiles
    private let pinned: PublicKey?
    private let chain: Chain?
    private let receipts: [(file: String, text: String)]
    /// The key that made a signature of a content. Whoever checks the same folder many thousand times remembers it.
    var keyBehind: (_ signature: String, _ content: [UInt8]) -> PublicKey? = { PublicKey(signing: $0, of: $1) }

    /// A check of a folder.
    /// - Parameters:
    ///   - pinned: the key that must have signed; without one, only consistency can be told.
    ///   - chain: the study's chain; without it, only the folder itself is checked.
    ///   - receipts: files with receipts of the chain's links, with their texts.
    public init(
        folder: URL, pinned: PublicKey? = nil, chain: Chain? = nil, receipts: [(file: String, text: String)] = []
    ) {
        self.init(files: FolderFiles(folder), pinned: pinned, chain: chain, receipts: receipts)
    }

    /// A check of files, wherever they are.
    public init(
        files: any SealedFiles, pinned: PublicKey? = nil, chain: Chain? = nil,
        receipts: [(file: String, text: String)] = []
    ) {
        self.files = files
        self.pinned = pinned
        self.chain = chain
        self.receipts = receipts
    }

    /// Whether the folder has anything of a data set's seal. Without any, it is not a broken data set but none.
    public var isDataSet: Bool { Sums.unlisted.contains { files.bytes(of: $0) != nil } }

    /// Checks the folder.
    public func verdict() -> Verdict {
        var verdict = Verdict()
        if pinned != nil { verdict.isSignedByPinnedKey = false }
        guard let text = text(of: Sums.fileName), let sums = Sums(text) else {
            verdict.problems.append(.unreadable(Sums.fileName))
            return verdict
        }
        let root = Digest(of: text)
        let crate = signer(of: Crate.fileName)
        let isNamed = self.text(of: Crate.fileName).flatMap(Crate.sums(in:)) == root
        var list = signer(of: Sums.fileName)
        // The signed crate vouches for the list: then it is the list's signature that was changed.
        if list.problem == .wrongSignature(Sums.fileName), isNamed, crate.key != nil {
            list.problem = .changed(Sums.fileName + ".sig")
        }
        for signer in [list, crate] {
            if let problem = signer.problem { verdict.problems.append(problem) }
        }
        // A list that neither its own signature nor the signed crate vouches for accuses no file.
        if list.key != nil || isNamed && crate.key != nil { check(sums, &verdict) }
        if list.key != nil, !isNamed, crate.key != nil { verdict.problems.append(.changed(Crate.fileName)) }
        checkChain(root: root, &verdict)
        checkReceipts(&verdict)
        if let pinned { verdict.isSignedByPinnedKey = list.key == pinned && crate.key == pinned }
        return verdict
    }

    private func text(of name: String) -> String? {
        files.bytes(of: name).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private func check(_ sums: Sums, _ verdict: inout Verdict) {
        guard let found = try? files.paths() else {
            verdict.problems.append(.unreadable("."))
            return
        }
        verdict.files = sums.digests.count
        for (path, digest) in sums.digests.sorted(by: { $0.key < $1.key }) {
            if let problem = problem(path, found.contains(path), digest) { verdict.problems.append(problem) }
        }
        for path in found.sorted() where sums.digests[path] == nil { verdict.problems.append(.added(path)) }
    }

    /// What is wrong with a listed file. A link in its place is none, whatever it leads to.
    private func problem(_ path: String, _ isThere: Bool, _ digest: Digest) -> Problem? {
        guard isThere else { return .missing(path) }
        if files.isLink(path) { return .changed(path) }
        guard let found = files.digest(of: path) else { return .unreadable(path) }
        return found == digest ? nil : .changed(path)
    }

    /// The key whose signature fits the file, or what is wrong with it; with both, it is another key than the pinned one.
    private func signer(of name: String) -> (key: PublicKey?, problem: Problem?) {
        guard let content = files.bytes(of: name) else { return (nil, .missing(name)) }
        guard let signature = text(of: name + ".sig") else { return (nil, .unreadable(name + ".sig")) }
        guard let signer = keyBehind(signature, content) else { return (nil, .wrongSignature(name)) }
        return (signer, pinned.map { $0 == signer } == false ? .otherSigner(name) : nil)
    }

    private func checkChain(root: Digest, _ verdict: inout Verdict) {
        guard let chain else { return }
        if let link = chain.firstBreak { verdict.problems.append(.chainBroken(link)) }
        guard let link = text(of: Crate.fileName).flatMap(Crate.link(in:)), chain.holds(link, root: root) else {
            return verdict.problems.append(.notInChain)
        }
    }

    /// Every receipt is told that the chain does not fit, with the last link up to which others show it to be the same.
    private func checkReceipts(_ verdict: inout Verdict) {
        guard let chain else { return }
        let read = receipts.map { (file: $0.file, receipt: Receipt($0.text)) }
        let same = read.compactMap { $0.receipt.flatMap { chain.fits($0) ? $0.link : nil } }
        for (file, receipt) in read {
            guard let receipt else {
                let isMeant = receipts.contains { $0.file == file && Receipt.isMeant($0.text) }
                verdict.problems.append(isMeant ? .receiptChanged(file) : .unreadable(file))
                continue
            }
            if let pinned, receipt.signer != pinned { verdict.problems.append(.otherSigner(file)) }
            guard !chain.fits(receipt) else { continue }
            let until = same.filter { $0 < receipt.link }.max() ?? 0
            verdict.problems.append(.receiptDenied(file, link: receipt.link, sameUntil: until))
        }
    }
}
