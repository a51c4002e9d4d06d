import Foundation
import Testing
import WeirCore

@testable import WeirFormats

/// What fuzzing starts from, and what it once found, is read to its end or refused by name.
@Suite struct SeedTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fuzz/Seeds")

    private static func files(_ target: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder.appending(path: target), includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }

    /// Rows of the table, or why there is none.
    private static func outcome(_ url: URL) throws -> Result<Int, Diagnostic> {
        do throws(any Error) {
            let file = try TableFile(path: url.path, name: url.lastPathComponent)
            let parser = RecordParser(delimiter: file.delimiter)
            var rows = 0
            while let piece = try file.reader.next() { rows += parser.texts(in: piece.bytes).count }
            return .success(rows)
        } catch let finding as Diagnostic { return .failure(finding) }
    }

    @Test("Each seed is a table or is refused", arguments: ["CSV", "Gzip", "Workbook", "ODS", "Zip", "SAV", "DTA"])
    func seeds(target: String) throws {
        let files = try Self.files(target)
        #expect(!files.isEmpty)
        for file in files { _ = try Self.outcome(file) }
    }

    @Test("A data file of Stata that ends in its labels is damaged", arguments: ["release-8.dta", "release-15.dta"])
    func cutOff(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: "DTA/\(name)")))
        for missing in 1..<40 {
            let request = StatisticsRequest(.dta, TableFile.Hints(), size: bytes.count - missing)
            let end = bytes.dropLast(missing).withUnsafeBytes { StatisticsReader($0, request) { _ in }.run() }
            #expect(end == .damaged, "without \(missing) bytes")
        }
    }

    @Test("A data file of Stata that lacks a set of labels is damaged")
    func withoutLabels() throws {
        func end(_ bytes: [UInt8]) -> StatisticsEnd {
            let request = StatisticsRequest(.dta, TableFile.Hints(), size: bytes.count)
            return bytes.withUnsafeBytes { StatisticsReader($0, request) { _ in }.run() }
        }
        let old = [UInt8](try Data(contentsOf: Self.folder.appending(path: "DTA/release-8.dta")))
        #expect(end(old) == .whole)
        // The set is 31 bytes long, behind its length, its name and three that fill up.
        #expect(end(old.dropLast(4 + 33 + 3 + 31)) == .damaged)
        let new = [UInt8](try Data(contentsOf: Self.folder.appending(path: "DTA/release-15.dta")))
        let first = try #require(new.firstRange(of: Array("<lbl>".utf8))?.lowerBound)
        let last = try #require(new.firstRange(of: Array("</value_labels>".utf8))?.lowerBound)
        #expect(end(new) == .whole)
        #expect(end(Array(new[..<first] + new[last...])) == .damaged)
    }

    @Test("The seeds of data files are tables", arguments: ["SAV", "DTA"])
    func dataFiles(target: String) throws {
        for file in try Self.files(target) where !file.lastPathComponent.hasPrefix("found-") {
            let rows = try Self.outcome(file).get()
            #expect(rows == (file.lastPathComponent == "long-text.dta" ? 3 : 4), "\(file.lastPathComponent)")
        }
    }
}
