import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// What fuzzing of definitions starts from is read, or refused by name.
@Suite struct StudySeedTests {
    private static let folder = Project.root.appending(path: "Tests/Fuzz/Seeds/Study")

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// A seed's files by name, each under a line `== name`.
    private static func files(_ text: String) -> [String: String] {
        let parts = ("\n" + text).components(separatedBy: "\n== ").dropFirst()
        return Dictionary(
            parts.map { part in
                let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(lines[0]), String(lines.count > 1 ? lines[1] + "\n" : ""))
            }, uniquingKeysWith: { $1 })
    }

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `each seed is a study, or is refused with findings`() throws {
        let names = try Self.names()
        #expect(names.count >= 3)
        for name in names {
            let text = try Self.text(name)
            guard text.hasPrefix("== ") else {
                let universe = try Universe(parsing: text)
                #expect(try Universe(parsing: universe.text) == universe)
                continue
            }
            let files = Self.files(text)
            #expect(files.count >= 3, "\(name)")
            try Self.expectAnswer(to: files, name)
        }
    }

    private static func expectAnswer(to files: [String: String], _ name: String) throws {
        let folder = try TemporaryFolder()
        for (file, text) in files { try folder.write(Array(text.utf8), to: file) }
        do {
            let study = try Study(folder: folder.url)
            _ = StudyLint(study).findings
            #expect(!study.codebook.variables.isEmpty, "\(name)")
        } catch let refusal as Diagnostics {
            #expect(!refusal.all.isEmpty, "\(name)")
        }
    }
}
