import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirRecord

/// Files in memory. A file that was not changed keeps its digest.
private final class MemoryFiles: SealedFiles {
    private var files: [String: [UInt8]] = [:]
    private var digests: [String: Digest] = [:]

    subscript(_ path: String) -> [UInt8] {
        get { files[path] ?? [] }
        set {
            files[path] = newValue
            digests[path] = nil
        }
    }

    var all: [String] { files.keys.sorted() }

    func paths() -> Set<String> { Set(files.keys).subtracting(Sums.unlisted) }

    func bytes(of path: String) -> [UInt8]? { files[path] }

    func digest(of path: String) -> Digest? {
        if let known = digests[path] { return known }
        let digest = files[path].map { Digest(of: $0) }
        digests[path] = digest
        return digest
    }

    func isLink(_ path: String) -> Bool { false }

    /// Seals the files as a data set is sealed.
    func seal(_ signer: Signer, link: Digest = Digest(of: "")) throws {
        let sums = Sums(paths().compactMap { path in digest(of: path).map { "\($0.hexadecimal)  \(path)\n" } }.joined())
        let text = sums?.text ?? ""
        let crate = Crate(
            name: "n", description: "d", sums: Digest(of: text), link: link, started: "s", ended: "e", version: "1",
            files: [:])
        for (name, text) in [Sums.fileName: text, Crate.fileName: crate.text] {
            self[name] = Array(text.utf8)
            self[name + ".sig"] = Array(try signer.signature(of: Array(text.utf8)).utf8)
        }
    }
}

/// Which key made a signature, of those that were asked for last: nearly always the ones of the files that nobody harmed.
private final class RememberedSigners {
    private var last: [(signature: String, content: [UInt8], key: PublicKey?)] = []

    func key(_ signature: String, _ content: [UInt8]) -> PublicKey? {
        if let known = last.first(where: { $0.signature == signature && $0.content == content }) { return known.key }
        let key = PublicKey(signing: signature, of: content)
        last = last.suffix(3) + [(signature, content, key)]
        return key
    }
}

/// Every byte of a data set counts: changed, dropped, doubled or exchanged with its neighbour, it is found and its file is
/// named. Every byte of a small one suffers one of the four in turn; with ALL=1 every byte of 64 KB suffers all four.
@Suite struct TamperingTests {
    private static let signer = StudyKeys.demonstration.signer

    /// Files of about so many bytes, with repeated and binary ones among them.
    private static func files(_ size: Int) throws -> MemoryFiles {
        let files = MemoryFiles()
        var random = SeededRandom(seed: 7)
        files["README.txt"] = Array(String(repeating: "read me, read me\n", count: size / 160).utf8)
        files["data/merged.csv.gz"] = (0..<size / 2).map { _ in UInt8.random(in: 0...255, using: &random) }
        files["data/zeros"] = [UInt8](repeating: 0, count: size / 10)
        files["documentation/codebook.html"] = Array(String(repeating: "<p>a</p>\r\n", count: size / 40).utf8)
        files["empty"] = []
        try files.seal(signer)
        return files
    }

    /// What is done to a byte; nil where it makes no difference.
    fileprivate enum Harm: CaseIterable {
        case changed, dropped, doubled, exchanged

        func done(to bytes: [UInt8], at place: Int) -> [UInt8]? {
            var bytes = bytes
            switch self {
            case .changed: bytes[place] ^= 1 << UInt8(place / 4 % 8)
            case .dropped: bytes.remove(at: place)
            case .doubled: bytes.insert(bytes[place], at: place)
            case .exchanged:
                guard place + 1 < bytes.count, bytes[place] != bytes[place + 1] else { return nil }
                bytes.swapAt(place, place + 1)
            }
            return bytes
        }
    }

    /// The files that a problem names.
    private static func names(_ problem: Verifier.Problem) -> [String] {
        switch problem {
        case .changed(let name), .unreadable(let name): [name]
        // Which of the two was changed cannot be told.
        case .wrongSignature(let name): [name, name + ".sig"]
        default: []
        }
    }

    /// - Parameter harms: each of them is done to every byte; nil to do one of the four to each byte in turn.
    /// - Returns: what went unnoticed or unnamed, and how much was tried.
    private static func unnoticed(_ harms: [Harm]? = nil, in files: MemoryFiles) -> (places: [String], tried: Int) {
        var (places, tried): ([String], Int) = ([], 0)
        var verifier = Verifier(files: files, pinned: signer.publicKey)
        let remembered = RememberedSigners()
        verifier.keyBehind = remembered.key
        for path in files.all {
            let bytes = files[path]
            for place in bytes.indices {
                for harm in harms ?? [Harm.allCases[place % Harm.allCases.count]] {
                    guard let harmed = harm.done(to: bytes, at: place) else { continue }
                    files[path] = harmed
                    tried += 1
                    let problems = verifier.verdict().problems
                    if !problems.contains(where: { names($0).contains(path) }) {
                        places.append("\(path) \(place) \(harm)")
                    }
                }
            }
            files[path] = bytes
        }
        return (places, tried)
    }

    @Test func harmToEveryByteIsFoundAndNamed() throws {
        let files = try Self.files(2000)
        #expect(Verifier(files: files, pinned: Self.signer.publicKey).verdict().problems == [])
        let (places, tried) = Self.unnoticed(in: files)
        #expect(places == [])
        #expect(tried > 2500)
        #expect(Verifier(files: files).verdict().isConsistent)
    }

    /// A minute or two: `ALL=1`. The four run beside each other.
    @Test(.enabled(if: Project.isThorough), arguments: Harm.allCases)
    fileprivate func everyHarmToEveryByteOf64KBIsFoundAndNamed(_ harm: Harm) throws {
        let files = try Self.files(64_000)
        let size = files.all.reduce(0) { $0 + files[$1].count }
        #expect((60_000...65_536).contains(size))
        let (places, tried) = Self.unnoticed([harm], in: files)
        #expect(places == [])
        // Bytes that are alike cannot be exchanged: those of a file of nothing but zeros.
        #expect(harm == .exchanged ? tried > size * 4 / 5 : tried == size)
    }
}

/// Receipts that partners keep show changes of the chain, even by somebody who has the key.
@Suite struct ReceiptTests {
    private static let signer = StudyKeys.demonstration.signer

    /// A chain of nights; receipts of all; the newest night's files.
    private struct Nights {
        let folder = try! TemporaryFolder()
        var receipts: [Receipt] = []
        let files = MemoryFiles()

        init(_ count: Int) throws {
            files["README.txt"] = Array("read me".utf8)
            var chain = try WeirRecord.Chain(in: folder.url)
            for night in 1...count {
                let root = night == count ? try root() : Digest(of: "night \(night)")
                try chain.append(dataset: "set-\(night)", root: root, time: "2021-06-0\(night)T00:00:00Z")
                receipts.append(try #require(try chain.receipt(by: signer)))
            }
            try files.seal(signer, link: chain.newest)
        }

        private func root() throws -> Digest {
            try files.seal(signer)
            return Digest(of: files[Sums.fileName])
        }

        var lines: [String] {
            let text = try? String(contentsOf: folder.url.appending(path: WeirRecord.Chain.fileName), encoding: .utf8)
            return (text ?? "").split(separator: "\n").map(String.init)
        }

        /// Writes the links anew, each naming the one before, and seals the newest data set with the last: what somebody
        /// with the key can do.
        func forge(_ lines: [String]) throws {
            var previous = Digest(of: "")
            var forged: [String] = []
            for (index, line) in lines.enumerated() {
                var link = line.replacing(try Regex(#""link":\d+"#), with: "\"link\":\(index + 1)")
                link.replace(
                    try Regex(#""previous":"[0-9a-f]+""#), with: "\"previous\":\"\(previous.hexadecimal)\"")
                previous = Digest(of: link)
                forged.append(link)
            }
            let text = forged.map { $0 + "\n" }.joined()
            try folder.write(text.utf8, to: WeirRecord.Chain.fileName)
            try files.seal(signer, link: previous)
        }

        func problems(_ receipts: [Receipt] = [], pinned: PublicKey? = nil) throws -> [Verifier.Problem] {
            Verifier(
                files: files, pinned: pinned, chain: try WeirRecord.Chain(in: folder.url),
                receipts: receipts.map { ("receipt \($0.link)", $0.text) }
            ).verdict().problems
        }
    }

    @Test func receiptIsReadAsItWasWritten() throws {
        let nights = try Nights(3)
        for receipt in nights.receipts { #expect(Receipt(receipt.text) == receipt) }
        #expect(nights.receipts.map(\.fileName) == ["receipt-000001.txt", "receipt-000002.txt", "receipt-000003.txt"])
        #expect(try nights.problems(nights.receipts, pinned: Self.signer.publicKey) == [])
    }

    @Test func receiptWithAnyByteChangedIsNone() throws {
        let text = Array(try Nights(1).receipts[0].text.utf8)
        for place in text.indices {
            var changed = text
            changed[place] ^= 1
            #expect(Receipt(String(decoding: changed, as: UTF8.self)) == nil, "byte \(place)")
            var dropped = text
            dropped.remove(at: place)
            // The end of the last line is none of what was signed.
            let isNone = Receipt(String(decoding: dropped, as: UTF8.self)) == nil
            #expect(isNone == (place < text.count - 1), "byte \(place)")
            #expect(Receipt(String(decoding: text[...place] + text[place...], as: UTF8.self)) == nil, "byte \(place)")
        }
    }

    /// An editor or an e-mail program changes the ends of lines, and nothing that was signed.
    @Test(
        arguments: [
            { $0.replacing("\n", with: "\r\n") }, { "\u{FEFF}" + $0 }, { String($0.dropLast()) },
            { "\u{FEFF}" + $0.dropLast().replacing("\n", with: "\r\n") },
        ] as [@Sendable (String) -> String])
    func receiptThatWasSavedElsewhereIsTheSame(_ saved: @Sendable (String) -> String) throws {
        let receipt = try Nights(1).receipts[0]
        let read = try #require(Receipt(saved(receipt.text)))
        #expect((read.link, read.line, read.signer) == (receipt.link, receipt.line, receipt.signer))
    }

    @Test func receiptThatWasChangedIsToldApartFromWhatIsNone() throws {
        let nights = try Nights(2)
        let texts = ["edited": nights.receipts[0].text.replacing("Keep", with: "keep"), "other": "something else\n"]
        let found = Verifier(
            files: nights.files, chain: try WeirRecord.Chain(in: nights.folder.url),
            receipts: texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        ).verdict().problems
        #expect(found == [.receiptChanged("edited"), .unreadable("other")])
    }

    @Test func receiptOfAnotherKeyIsNamed() throws {
        let keys = try TemporaryFolder()
        _ = try StudyKeys.create(in: keys.url)
        let other = try StudyKeys(folder: keys.url).signer
        let nights = try Nights(2)
        let forged = try Receipt(link: 2, line: nights.lines[1], signer: other)
        #expect(try nights.problems([forged], pinned: Self.signer.publicKey) == [.otherSigner("receipt 2")])
    }

    /// Every entry dropped, edited, exchanged with its neighbour, or another put before it; all later links and the
    /// newest data set made anew with the right key.
    @Test func everyForgedChainIsFoundWithTheNewestReceiptAndBracketedWithTwo() throws {
        let count = 5
        for place in 0..<count {
            for harm in ["dropped", "edited", "exchanged", "added"] {
                let nights = try Nights(count)
                var lines = nights.lines
                switch harm {
                case "dropped": lines.remove(at: place)
                case "edited": lines[place].replace("T00:00:00Z", with: "T01:00:00Z")
                case "exchanged":
                    if place + 1 == count { continue }
                    lines.swapAt(place, place + 1)
                default: lines.insert(lines[0], at: place)
                }
                try nights.forge(lines)
                // Without a receipt nobody can tell, unless the newest data set's own link is gone.
                let unnoticed = try nights.problems()
                #expect(unnoticed.allSatisfy { $0 == .notInChain }, "\(harm) \(place)")
                let newest = nights.receipts[count - 1]
                let found = try nights.problems([newest])
                #expect(
                    found.contains(.receiptDenied("receipt \(count)", link: count, sameUntil: 0)), "\(harm) \(place)")
                // A partner whose receipt is older tells up to where the chain is still the same.
                guard place > 0 else { continue }
                let both = try nights.problems([nights.receipts[place - 1], newest])
                #expect(
                    both.contains(.receiptDenied("receipt \(count)", link: count, sameUntil: place)), "\(harm) \(place)"
                )
            }
        }
    }
}
