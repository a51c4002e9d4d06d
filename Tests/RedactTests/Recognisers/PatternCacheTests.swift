import Foundation
import TestSupport
import Testing

@testable import WeirRedact

/// Compiled patterns that are read back, and those that are not.
@Suite struct PatternCacheTests {
    private static let patterns = [["[0-9]{3,}"], ["[a-z]+@[a-z]+", "www\\.[a-z]+"]]

    private static func cache(_ folder: TemporaryFolder, _ patterns: [String] = patterns.flatMap { $0 }) -> PatternCache
    {
        PatternCache(patterns, folder: folder.url.appending(path: "cache"))!
    }

    private static func found(_ scanner: PatternScanner) -> [String] {
        let scratch = PatternScanner.Scratch(for: scanner)
        let answer = Answer(lexicon: .builtIn)
        #expect(Array("call 12345 or a@b, see www.x".utf8).withUnsafeBufferPointer { answer.text.fold($0) })
        scanner.scan(answer.bytes, into: scratch)
        return scratch.candidates.map { "\($0.recogniser) \($0.range)" }
    }

    private func mode(_ place: URL) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int ?? 0
    }

    @Test func whatWasCompiledIsReadBack() throws {
        let folder = try TemporaryFolder()
        let cache = Self.cache(folder)
        #expect(cache.read() == nil)
        let compiled = Self.found(PatternScanner(Self.patterns, cache: cache))
        #expect(compiled.count >= 3)
        #expect(Self.found(PatternScanner(Self.patterns, cache: cache)) == compiled)
        let file = folder.url.appending(path: "cache/patterns")
        #expect(try mode(file) == 0o600)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path) == ["patterns"])
    }

    @Test func otherPatternsAreCompiled() throws {
        let folder = try TemporaryFolder()
        _ = PatternScanner(Self.patterns, cache: Self.cache(folder))
        #expect(Self.cache(folder).read() != nil)
        #expect(Self.cache(folder, ["[0-9]{3,}"]).read() == nil)
        #expect(Self.cache(folder, Self.patterns.flatMap { $0 } + ["x"]).read() == nil)
    }

    @Test func whatOthersMayWriteIsNotRead() throws {
        let folder = try TemporaryFolder()
        _ = PatternScanner(Self.patterns, cache: Self.cache(folder))
        let file = folder.url.appending(path: "cache/patterns")
        for place in [file, file.deletingLastPathComponent()] {
            let before = try mode(place)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: place.path)
            #expect(Self.cache(folder).read() == nil)
            try FileManager.default.setAttributes([.posixPermissions: before], ofItemAtPath: place.path)
        }
        #expect(Self.cache(folder).read() != nil)
        try FileManager.default.moveItem(at: file, to: folder.url.appending(path: "elsewhere"))
        try FileManager.default.createSymbolicLink(
            at: file, withDestinationURL: URL(filePath: "/dev/null"))
        #expect(Self.cache(folder).read() == nil)
    }

    @Test func damageIsNoticed() throws {
        let folder = try TemporaryFolder()
        let compiled = Self.found(PatternScanner(Self.patterns, cache: Self.cache(folder)))
        let file = folder.url.appending(path: "cache/patterns")
        let whole = try Data(contentsOf: file)
        for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 300)) {
            var damaged = whole
            damaged[place] ^= 0x10
            try damaged.write(to: file)
            // Bytes that only fill up tell nothing.
            if Self.cache(folder).read() != nil {
                let found = Self.found(PatternScanner(Self.patterns, cache: Self.cache(folder)))
                #expect(found == compiled, "byte \(place)")
            }
            try whole.dropLast(place + 1).write(to: file)
            #expect(Self.cache(folder).read() == nil)
        }
    }
}
