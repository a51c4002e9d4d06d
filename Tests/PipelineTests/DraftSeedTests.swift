import Foundation
import TestSupport
import Testing
import WeirCore
import WeirFormats

@testable import WeirPipeline

/// What fuzzing of drafts starts from, and what it once found.
@Suite struct DraftSeedTests {
    private static let folder = Project.root.appending(path: "Tests/Fuzz/Seeds/Draft")

    private static func table(_ bytes: ArraySlice<UInt8>) throws -> TextTable {
        try TextTable(TableFile(MemorySource(Array(bytes)), name: "seed"), "seed")
    }

    @Test func `a form of two sheets gives its questions`() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: "form.txt")))
        let mark = try #require(bytes.firstRange(of: Array("\n== choices\n".utf8)))
        let survey = try Self.table(bytes[..<mark.lowerBound])
        let form = try #require(FormDraft(survey: survey, choices: Self.table(bytes[mark.upperBound...])))
        let draft = try form.drafted()
        #expect(draft.variables.filter(\.isQuestion).map(\.name).prefix(3) == ["consent", "sex", "years"])
        #expect(draft.lists.map(\.count) == [2, 2, 2])
        // The sheet with the options is none with questions.
        #expect(try FormDraft(survey: Self.table(bytes[mark.upperBound...]), choices: survey) == nil)
    }

    @Test func `an export gives its closed questions`() throws {
        let path = Self.folder.appending(path: "export.csv").path
        let look = try ExportLook(path: path)
        let draft = try ExportDraft(look: look, shared: SharedAnswers(rows: 2), language: "en").drafted()
        #expect(draft.variables.first { $0.name == "your_sex" }?.lines.map(\.answer) == ["Female", "Male"])
        #expect(draft.variables.contains { $0.type == .multi })
    }
}
