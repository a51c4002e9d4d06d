import Foundation
import TestSupport
import Testing
import WeirKeys

@testable import WeirRecord

/// A data set is checked: every change is found and named.
@Suite struct VerifierTests {
    private static let key = StudyKeys.demonstration.signer

    /// A small sealed folder.
    private static func sealed(_ signer: Signer = key) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("read me".utf8, to: "README.txt")
        try folder.write("q\n1\n".utf8, to: "data/merged.csv")
        try seal(folder, signer)
        return folder
    }

    private static func seal(_ folder: TemporaryFolder, _ signer: Signer, link: Digest = Digest(of: "")) throws {
        let sums = try Sums(of: folder.url)
        let crate = Crate(
            name: "n", description: "d", sums: Digest(of: sums.text), link: link, started: "s", ended: "e",
            version: "1", files: [:])
        for (name, text) in [Sums.fileName: sums.text, Crate.fileName: crate.text] {
            try folder.write(text.utf8, to: name)
            try folder.write(try signer.signature(of: Array(text.utf8)).utf8, to: name + ".sig")
        }
    }

    private static func verdict(_ folder: TemporaryFolder, pinned: PublicKey? = nil) -> Verifier.Verdict {
        Verifier(folder: folder.url, pinned: pinned).verdict()
    }

    @Test func sealedFolderIsConsistent() throws {
        let verdict = Self.verdict(try Self.sealed())
        #expect(verdict.problems == [])
        #expect(verdict.isConsistent)
        #expect(verdict.isSignedByPinnedKey == nil)
        #expect(verdict.files == 2)
    }

    @Test func pinnedKeySigned() throws {
        let verdict = Self.verdict(try Self.sealed(), pinned: Self.key.publicKey)
        #expect(verdict.problems == [])
        #expect(verdict.isSignedByPinnedKey == true)
    }

    @Test func folderIsCheckedThroughALink() throws {
        let folder = try Self.sealed()
        let links = try TemporaryFolder()
        let link = links.url.appending(path: "current")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.url)
        #expect(Verifier(folder: link).verdict().isConsistent)
    }

    /// One bit of a byte, another one in turn: of every fifth byte in a folder, of every byte in memory
    /// (`TamperingTests`); of every byte in both with ALL=1.
    @Test(arguments: [
        "README.txt", "data/merged.csv", "SHA256SUMS", "SHA256SUMS.sig", "ro-crate-metadata.json",
        "ro-crate-metadata.json.sig",
    ])
    func flippingAnyByteOfAFileIsFoundAndNamed(_ path: String) throws {
        let folder = try Self.sealed()
        let bytes = Array(try Data(contentsOf: folder.url.appending(path: path)))
        var unnoticed: [Int] = []
        for index in stride(from: 0, to: bytes.count, by: Project.isThorough ? 1 : 5) {
            var changed = bytes
            changed[index] ^= 1 << UInt8(index % 8)
            try folder.write(changed, to: path)
            let problems = Self.verdict(folder, pinned: Self.key.publicKey).problems
            if !problems.contains(where: { Self.name(of: $0) == path || Self.name(of: $0) + ".sig" == path }) {
                unnoticed.append(index)
            }
        }
        #expect(unnoticed == [])
    }

    /// The file that a problem is about.
    private static func name(of problem: Verifier.Problem) -> String {
        switch problem {
        case .missing(let name), .changed(let name), .added(let name), .unreadable(let name),
            .wrongSignature(let name), .otherSigner(let name):
            name
        case .chainBroken, .notInChain: WeirRecord.Chain.fileName
        case .receiptDenied(let name, _, _), .receiptChanged(let name): name
        }
    }

    /// A sealed folder, and a state folder whose chain has it as the second of three links.
    private static func chained() throws -> (folder: TemporaryFolder, state: TemporaryFolder) {
        let (folder, state) = (try sealed(), try TemporaryFolder())
        let root = Digest(of: try Sums(of: folder.url).text)
        var chain = try WeirRecord.Chain(in: state.url)
        try chain.append(dataset: "before", root: Digest(of: "before"), time: "t")
        try chain.append(dataset: "this", root: root, time: "t")
        try seal(folder, key, link: chain.newest)
        try chain.append(dataset: "after", root: Digest(of: "after"), time: "t")
        return (folder, state)
    }

    private static func problems(_ folder: TemporaryFolder, _ state: TemporaryFolder) throws -> [Verifier.Problem] {
        Verifier(folder: folder.url, chain: try WeirRecord.Chain(in: state.url)).verdict().problems
    }

    @Test func dataSetOfTheChainIsConsistent() throws {
        let (folder, state) = try Self.chained()
        #expect(try Self.problems(folder, state) == [])
    }

    @Test func dataSetThatTheChainDoesNotHoldIsNamed() throws {
        let (folder, _) = try Self.chained()
        #expect(try Self.problems(folder, try TemporaryFolder()) == [.notInChain])
        // Another data set, sealed with the link of the first.
        let (other, state) = try Self.chained()
        let link = Crate.link(
            in: try String(contentsOf: other.url.appending(path: Crate.fileName), encoding: .utf8))
        try other.write("other rows".utf8, to: "data/merged.csv")
        try Self.seal(other, Self.key, link: try #require(link))
        #expect(try Self.problems(other, state) == [.notInChain])
    }

    @Test func brokenChainIsNamed() throws {
        let (folder, state) = try Self.chained()
        let file = state.url.appending(path: WeirRecord.Chain.fileName)
        let text = try String(contentsOf: file, encoding: .utf8)
        try state.write(text.replacing("before", with: "behind").utf8, to: WeirRecord.Chain.fileName)
        #expect(try Self.problems(folder, state) == [.chainBroken(2)])
    }

    @Test func folderWithoutAnySealIsNoDataSet() throws {
        let folder = try TemporaryFolder()
        try folder.write("x".utf8, to: "README.txt")
        #expect(!Verifier(folder: folder.url).isDataSet)
        try folder.write("x".utf8, to: Crate.fileName)
        #expect(Verifier(folder: folder.url).isDataSet)
    }

    @Test func missingFileIsNamed() throws {
        for path in ["README.txt", "data/merged.csv"] {
            let folder = try Self.sealed()
            try FileManager.default.removeItem(at: folder.url.appending(path: path))
            #expect(Self.verdict(folder).problems == [.missing(path)])
        }
    }

    @Test(
        arguments: [
            ("SHA256SUMS", [.unreadable("SHA256SUMS")]), ("SHA256SUMS.sig", [.unreadable("SHA256SUMS.sig")]),
            ("ro-crate-metadata.json", [.missing("ro-crate-metadata.json")]),
            ("ro-crate-metadata.json.sig", [.unreadable("ro-crate-metadata.json.sig")]),
        ] as [(String, [Verifier.Problem])])
    func missingSealIsNamed(_ path: String, _ problems: [Verifier.Problem]) throws {
        let folder = try Self.sealed()
        try FileManager.default.removeItem(at: folder.url.appending(path: path))
        #expect(Self.verdict(folder).problems == problems)
    }

    @Test(arguments: ["more.txt", "data/more.csv", ".hidden", "data/SHA256SUMS", "SHA256SUMS.sig.sig"])
    func addedFileIsNamed(_ path: String) throws {
        let folder = try Self.sealed()
        try folder.write("x".utf8, to: path)
        #expect(Self.verdict(folder).problems == [.added(path)])
    }

    @Test(arguments: ["/etc/hostname", "/nowhere", "/etc", "README.txt"])
    func linkIsNamedWhateverItLeadsTo(_ target: String) throws {
        let folder = try Self.sealed()
        let link = folder.url.appending(path: "data/link.txt").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        #expect(Self.verdict(folder).problems == [.added("data/link.txt")])
    }

    @Test func linkInPlaceOfAFileIsNamed() throws {
        let folder = try Self.sealed()
        let (file, elsewhere) = (folder.url.appending(path: "README.txt"), try TemporaryFolder())
        try FileManager.default.moveItem(at: file, to: elsewhere.url.appending(path: "README.txt"))
        try FileManager.default.createSymbolicLink(
            at: file, withDestinationURL: elsewhere.url.appending(path: "README.txt"))
        #expect(Self.verdict(folder).problems == [.changed("README.txt")])
    }

    @Test func changedListAccusesNoFile() throws {
        let folder = try Self.sealed()
        let list = try String(contentsOf: folder.url.appending(path: Sums.fileName), encoding: .utf8)
        let other = String(repeating: "0", count: 64)
        try folder.write("\(other)\(list.dropFirst(64))\(other)  more.txt\n".utf8, to: Sums.fileName)
        #expect(Self.verdict(folder).problems == [.wrongSignature(Sums.fileName)])
    }

    @Test func listThatTheCrateVouchesForIsBelieved() throws {
        let folder = try Self.sealed()
        try folder.write("x".utf8, to: Sums.fileName + ".sig")
        try folder.write("other".utf8, to: "README.txt")
        #expect(Self.verdict(folder).problems == [.changed(Sums.fileName + ".sig"), .changed("README.txt")])
    }

    @Test func folderSealedAnewByAnotherIsNotThePinnedSigners() throws {
        let keys = try TemporaryFolder()
        _ = try StudyKeys.create(in: keys.url)
        let folder = try Self.sealed(try StudyKeys(folder: keys.url).signer)
        #expect(Self.verdict(folder).isConsistent)
        let verdict = Self.verdict(folder, pinned: Self.key.publicKey)
        #expect(verdict.problems == [.otherSigner("SHA256SUMS"), .otherSigner("ro-crate-metadata.json")])
        #expect(verdict.isSignedByPinnedKey == false)
    }

    @Test func crateOfAnotherNightIsFound() throws {
        let (folder, other) = (try Self.sealed(), try Self.sealed())
        try other.write("other rows".utf8, to: "data/merged.csv")
        try Self.seal(other, Self.key)
        for name in ["ro-crate-metadata.json", "ro-crate-metadata.json.sig"] {
            try folder.write(try Data(contentsOf: other.url.appending(path: name)), to: name)
        }
        #expect(Self.verdict(folder).problems == [.changed("ro-crate-metadata.json")])
    }

    /// Whoever says that the pinned key signed must have seen its signature.
    @Test(arguments: ["SHA256SUMS.sig", "ro-crate-metadata.json.sig", "SHA256SUMS", "ro-crate-metadata.json"])
    func folderWithoutASealIsNotSignedByThePinnedKey(_ path: String) throws {
        let folder = try Self.sealed()
        try FileManager.default.removeItem(at: folder.url.appending(path: path))
        #expect(Self.verdict(folder, pinned: Self.key.publicKey).isSignedByPinnedKey == false)
    }

    @Test func folderWithAWrongSignatureIsNotSignedByThePinnedKey() throws {
        let folder = try Self.sealed()
        try folder.write(try Self.key.signature(of: [1, 2, 3]).utf8, to: "SHA256SUMS.sig")
        let verdict = Self.verdict(folder, pinned: Self.key.publicKey)
        #expect(verdict.problems == [.changed("SHA256SUMS.sig")])
        #expect(verdict.isSignedByPinnedKey == false)
    }
}
