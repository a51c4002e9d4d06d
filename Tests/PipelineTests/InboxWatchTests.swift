import Foundation
import TestSupport
import Testing
import WeirCore
import WeirStudy

@testable import WeirPipeline

/// When a file in a country's folder counts as copied.
@Suite struct InboxWatchTests {
    private static let albania = CountryCode("AL")!
    private let folder: TemporaryFolder
    private var watch: InboxWatch

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "AL"), withIntermediateDirectories: true)
        watch = InboxWatch(folder.url, of: try Study(folder: Project.study), patience: 3, rest: 1)
        #expect(watch.look() == [])
        #expect(watch.look() == [Self.albania])
    }

    private func drop(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.url.appending(path: "AL/a.xlsx"))
    }

    private mutating func looks(_ count: Int) -> [Bool] { (0..<count).map { _ in !watch.look().isEmpty } }

    @Test mutating func `what does not change is told at the second look`() throws {
        try drop(Array("a,b\n".utf8))
        #expect(looks(4) == [false, true, false, false])
    }

    @Test(arguments: [
        Array("PK\u{3}\u{4}xl".utf8), [], [0x1F, 0x8B, 8, 0, 0],
        Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 70_000),
    ])
    mutating func `a packed file without its end is waited for, and told in the end`(_ bytes: [UInt8]) throws {
        try drop(bytes)
        #expect(looks(6) == [false, false, false, false, true, false])
        // What was told is not waited for again when another file arrives.
        try Data("a,b\n".utf8).write(to: folder.url.appending(path: "AL/b.csv"))
        #expect(looks(3) == [false, true, false])
    }

    @Test(arguments: ["a,b\n1,", "$FL2@(#) data\u{0}\u{0}"])
    mutating func `a file whose last line does not end is given a little longer`(_ text: String) throws {
        try drop(Array(text.utf8))
        #expect(looks(4) == [false, false, true, false])
    }

    @Test(arguments: [Array("a,b\r".utf8), [0xFF, 0xFE, 97, 0, 10, 0], [0xFE, 0xFF, 0, 97, 0, 10]])
    mutating func `a file whose last line ends is told at once`(_ bytes: [UInt8]) throws {
        try drop(bytes)
        #expect(looks(3) == [false, true, false])
    }

    @Test mutating func `what arrives while it is waited for is told soon`() throws {
        let start = Array("PK\u{3}\u{4}xl".utf8)
        try drop(start)
        #expect(looks(3) == [false, false, false])
        try drop(start + Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18))
        #expect(looks(3) == [false, true, false])
    }
}
