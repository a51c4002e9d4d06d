import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirRecord

/// JSON whose text depends on its value alone.
@Suite struct JSONTests {
    @Test(
        arguments: [
            (.text("a"), #""a""#), (.text(""), #""""#), (.text("a\"b\\c/d"), #""a\"b\\c/d""#),
            (.text("l\ni\tn\re\u{8}\u{C}\u{1F}\u{0}"), ##""l\ni\u0009n\u000de\u0008\u000c\u001f\u0000""##),
            (.text("ë€😀\u{7F}\u{2028}"), "\"ë€😀\u{7F}\u{2028}\""), (.integer(-3), "-3"), (.truth(true), "true"),
            (.truth(false), "false"), ([], "[]"), ([1, "a", [true]], #"[1,"a",[true]]"#), (.object([:]), "{}"),
            (["b": 1, "a": ["d": 2, "c": []]], #"{"a":{"c":[],"d":2},"b":1}"#),
            (["ä": 1, "z": 2, "Z": 3], #"{"Z":3,"z":2,"ä":1}"#),
            (JSON(["two": 2, "one": 1]), #"{"one":1,"two":2}"#), (["a\"": 1], #"{"a\"":1}"#),
        ] as [(JSON, String)])
    func valueIsOneText(_ value: JSON, _ text: String) throws {
        #expect(value.line == text)
        #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(value.line.utf8), options: .fragmentsAllowed)
        }
    }

    @Test func pageIsIndented() {
        let value: JSON = ["list": [1, 2], "empty": [], "inner": ["a": "b"]]
        #expect(
            value.page == """
                {
                  "empty": [],
                  "inner": {
                    "a": "b"
                  },
                  "list": [
                    1,
                    2
                  ]
                }

                """)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func foundationReadsWhatIsWritten(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let scalars = (0...0x2FF).compactMap(UnicodeScalar.init)
        for _ in 0..<50 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...20, using: &random) { text.append(scalars.randomElement(using: &random)!) }
            let line = JSON.list([.text(String(text))]).line
            let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String]
            #expect(read.map { $0.map { Array($0.utf8) } } == [Array(String(text).utf8)], "seed \(seed)")
        }
    }
}

/// `SHA256SUMS`.
@Suite struct SumsTests {
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (path, text) in ["README.txt": "read me\n", "data/merged.csv.gz": "rows", "data/with blank.txt": ""] {
            try folder.write(text.utf8, to: path)
        }
        for name in ["SHA256SUMS", "SHA256SUMS.sig", "ro-crate-metadata.json", "ro-crate-metadata.json.sig"] {
            try folder.write("unlisted".utf8, to: name)
        }
        return folder
    }

    /// The digests were made with `sha256sum`.
    @Test func listNamesEveryFileButTheSeal() throws {
        let folder = try Self.folder()
        #expect(
            try Sums(of: folder.url).text == """
                65ce01fcc3e22e78b63419ef0f4493b0950daac7cee97329b428f5cafd395cda  README.txt
                bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e  data/merged.csv.gz
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/with blank.txt

                """)
    }

    @Test func listIsReadAsItWasWritten() throws {
        let folder = try Self.folder()
        let sums = try Sums(of: folder.url)
        #expect(Sums(sums.text) == sums)
        #expect(sums.digests.count == 3)
    }

    @Test(arguments: [
        "x", "abc  file", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 file", "\nzz  a",
    ])
    func anythingElseIsNoList(_ text: String) { #expect(Sums(text) == nil) }

    @Test func sha256sumAcceptsTheList() throws {
        let folder = try Self.folder()
        try folder.write(try Sums(of: folder.url).text.utf8, to: "SHA256SUMS")
        #expect(try Self.check(folder.url) == 0)
        try folder.write("other rows".utf8, to: "data/merged.csv.gz")
        #expect(try Self.check(folder.url) != 0)
    }

    private static func check(_ folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sha256sum", "--check", "--strict", "--status", "SHA256SUMS"]
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// The chain of runs.
@Suite struct ChainTests {
    private static func chain(_ folder: TemporaryFolder, links: Int) throws -> (WeirRecord.Chain, URL) {
        let file = folder.url.appending(path: "chain.jsonl")
        var chain = try WeirRecord.Chain(in: folder.url)
        for link in 0..<links {
            try chain.append(
                dataset: "set-\(link)", root: Digest(of: "root \(link)"), time: "2021-06-0\(link + 1)T00:00:00Z")
        }
        return (chain, file)
    }

    @Test func everyLinkNamesTheOneBefore() throws {
        let folder = try TemporaryFolder()
        let (chain, file) = try Self.chain(folder, links: 3)
        #expect(chain.count == 3)
        #expect(chain.firstBreak == nil)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines[0].contains("\"previous\":\"\(Digest(of: "").hexadecimal)\""))
        #expect(lines[1].contains("\"previous\":\"\(Digest(of: lines[0]).hexadecimal)\""))
        #expect(lines[2].contains("\"previous\":\"\(Digest(of: lines[1]).hexadecimal)\""))
        #expect(chain.newest == Digest(of: lines[2]))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test func chainWithoutLinksIsWhole() throws {
        let folder = try TemporaryFolder()
        let chain = try WeirRecord.Chain(in: folder.url)
        #expect(chain.count == 0)
        #expect(chain.newest == Digest(of: ""))
        #expect(chain.firstBreak == nil)
    }

    struct Edit: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var edit: @Sendable (inout [String]) -> Void
        var firstBreak: Int?

        init(_ name: String, _ firstBreak: Int?, _ edit: @escaping @Sendable (inout [String]) -> Void) {
            (testDescription, self.edit, self.firstBreak) = (name, edit, firstBreak)
        }
    }

    @Test(arguments: [
        Edit("nothing", nil) { _ in }, Edit("a root changed", 2) { $0[0].replace("set-0", with: "set-9") },
        Edit("a time changed", 4) { $0[2].replace("06-03", with: "06-04") },
        Edit("the first dropped", 1) { $0.removeFirst() }, Edit("one dropped", 2) { $0.remove(at: 1) },
        Edit("two exchanged", 2) { $0.swapAt(1, 2) }, Edit("one twice", 2) { $0.insert($0[0], at: 1) },
        Edit("a line of nonsense", 4) { $0.insert("{}", at: 3) },
        Edit("a number changed", 4) { $0[3].replace("\"link\":4", with: "\"link\":5") },
        Edit("another start", 1) { $0[0].replace("\"previous\":\"e3b0", with: "\"previous\":\"0000") },
    ])
    func everyEditBreaksTheChain(_ edit: Edit) throws {
        let folder = try TemporaryFolder()
        let (_, file) = try Self.chain(folder, links: 4)
        var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        edit.edit(&lines)
        try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(try WeirRecord.Chain(in: folder.url).firstBreak == edit.firstBreak)
    }

    /// A run that was killed while it wrote its link.
    @Test func everyCutIntoTheLastLinkBreaksTheChain() throws {
        let folder = try TemporaryFolder()
        let (_, file) = try Self.chain(folder, links: 2)
        let bytes = try Data(contentsOf: file)
        let start = try #require(bytes.firstIndex(of: 10)) + 1
        for end in start + 1..<bytes.count {
            try bytes[..<end].write(to: file)
            #expect(try WeirRecord.Chain(in: folder.url).firstBreak == 2)
        }
        try bytes.write(to: file)
        #expect(try WeirRecord.Chain(in: folder.url).firstBreak == nil)
    }

    @Test func whatAStoppedRunWroteOfALinkIsCutOff() throws {
        let folder = try TemporaryFolder()
        let (_, file) = try Self.chain(folder, links: 2)
        let bytes = try Data(contentsOf: file)
        let start = try #require(bytes.firstIndex(of: 10)) + 1
        for end in start + 1..<bytes.count - 1 {
            try bytes[..<end].write(to: file)
            try WeirRecord.Chain.dropUnfinished(in: folder.url)
            #expect(try Data(contentsOf: file) == bytes[..<start])
        }
        // A whole link may have been named already, and stays a break that a person looks at.
        for whole in [bytes, bytes.dropLast()] {
            try whole.write(to: file)
            try WeirRecord.Chain.dropUnfinished(in: folder.url)
            #expect(try Data(contentsOf: file) == whole)
        }
    }

    @Test func chainThatCannotBeReadIsNotAnEmptyOne() throws {
        let folder = try TemporaryFolder()
        try folder.write("x".utf8, to: "chain.jsonl/in-the-way")
        #expect(throws: (any Error).self) { try WeirRecord.Chain(in: folder.url) }
    }

    @Test func linkIsHeldForItsOwnDataSetOnly() throws {
        let folder = try TemporaryFolder()
        let (chain, _) = try Self.chain(folder, links: 3)
        #expect(chain.holds(chain.newest, root: Digest(of: "root 2")))
        #expect(!chain.holds(chain.newest, root: Digest(of: "root 1")))
        #expect(!chain.holds(Digest(of: ""), root: Digest(of: "root 2")))
    }
}

/// What the crate and the provenance say.
@Suite struct DocumentTests {
    private static let crate = Crate(
        name: "Study", description: "Internal \"data\"", sums: Digest(of: "sums"), link: Digest(of: "link"),
        started: "2021-06-01T00:00:00Z", ended: "2021-06-01T00:01:00Z", version: "1.0", files: ["b": 2, "a/c": 1])

    @Test func crateNamesTheSumsAndTheFiles() throws {
        let text = Self.crate.text
        #expect(Crate.sums(in: text) == Digest(of: "sums"))
        #expect(Crate.link(in: text) == Digest(of: "link"))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["@context"] as? String == "https://w3id.org/ro/crate/1.1/context")
        let graph = object?["@graph"] as? [[String: Any]] ?? []
        #expect(
            graph.compactMap { $0["@id"] as? String } == [
                "ro-crate-metadata.json", "./", "#run", "https://weir.example/1.0",
                "https://w3id.org/ro/wfrun/process/0.5", "#licence", "a/c", "b",
            ])
        #expect(graph[1]["isBasedOn"] as? String == "urn:weir:link:\(Digest(of: "link").hexadecimal)")
        #expect(graph[1]["datePublished"] as? String == "2021-06-01T00:01:00+00:00")
    }

    @Test func crateNamesThePublisherOnceAndTheContributors() throws {
        var crate = Self.crate
        crate.about.publisher = StudyAbout.Named(name: "House", url: "https://house.example/")
        crate.about.contributors = [
            StudyAbout.Contributor(name: "House", role: "author"),
            StudyAbout.Contributor(name: "Partners", role: "data collector", url: "https://partners.example/"),
            StudyAbout.Contributor(name: "Without an address", role: "author"),
        ]
        let object = try JSONSerialization.jsonObject(with: Data(crate.text.utf8)) as? [String: Any]
        let graph = object?["@graph"] as? [[String: Any]] ?? []
        let parties = graph.filter { $0["@type"] as? String == "Organization" }
        #expect(parties.compactMap { $0["name"] as? String } == ["House", "Partners"])
        #expect(graph[1]["publisher"] as? [String: String] == ["@id": "https://house.example/"])
        #expect(graph[1]["author"] as? [String: String] == ["@id": "https://house.example/"])
        #expect(graph[2]["agent"] as? [String: String] == ["@id": "https://house.example/"])
    }

    @Test(arguments: ["", "{}", "\"identifier\": \"sha256:abc\""])
    func otherTextNamesNoSums(_ text: String) { #expect(Crate.sums(in: text) == nil) }

    @Test func provenanceIsOneStatementALine() throws {
        let codebook = Codebook(variables: [.closed("q", "yes no")])
        var provenance = Provenance(
            study: "s", title: "T", version: "1", program: "weir 1", isDemonstration: true,
            consent: ["analysis"], merged: ["complete"])
        provenance.add(definition: "pipeline.yaml", digest: Digest(of: "x"))
        provenance.add(
            upload: "abc", country: "AL", recognised: ["UTF-8, comma"], verdict: "0f", review: "def", inForce: true,
            rows: ["complete": 2],
            endedAt: [:])
        provenance.add(
            crosswalk: Crosswalk("AL", codebook, "q | Q // Response | answer | Po=yes, Jo=no"), codebook: codebook)
        var counts = ReviewCounts()
        for verdict in [AnswerVerdict.withheld, .edited([]), .withheld] { counts.count(verdict) }
        provenance.add(review: "comment", counts: counts)
        provenance.add(stage: "merge", counts: ["rows": 2])
        let lines = provenance.text.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                #"{"audience":"internal","consent":["analysis"],"keys":"public sample keys","kind":"study","merged":["complete"],"program":"weir 1","study":"s","#
                    + #""title":"T","version":"1"}"#,
                #"{"file":"pipeline.yaml","kind":"definition","sha256":"\#(Digest(of: "x").hexadecimal)"}"#,
                #"{"country":"AL","decisions":"def","ended at":{},"in force":true,"kind":"upload","recognised":["UTF-8, comma"],"#
                    + #""rows":{"complete":2},"sha256":"abc","verdict":"0f"}"#,
                #"{"answers":[{"answer":"Po","code":1},{"answer":"Jo","code":2}],"column":"Q","country":"AL","#
                    + #""kind":"mapping","operation":"answer","part":"Response","variable":"q"}"#,
                #"{"counts":{"approved":0,"edited":1,"withheld":2},"kind":"review","variable":"comment"}"#,
                #"{"counts":{"rows":2},"kind":"stage","stage":"merge"}"#,
            ])
    }
}
