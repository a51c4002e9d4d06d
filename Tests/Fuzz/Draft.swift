import Foundation
import WeirCore
import WeirFormats
import WeirStudy

@testable import WeirPipeline

private let folder = FileManager.default.temporaryDirectory.appending(path: "weir-fuzz-draft-\(getpid())")
/// Its lists and patterns take long to make.
nonisolated(unsafe) private let shared = SharedAnswers(rows: 2)

/// Makes ready what the first draft would wait for.
func warmDraft() { _ = shared.isSafe("Ana said so") }

/// Any text is read as an XLSForm, its sheets one below the other and the second under a line `== choices`; any other
/// bytes as an export. A study is drafted from it, written and checked: nothing may crash, and what is written is a study
/// whose mistakes can be told.
func fuzzDraft(_ bytes: [UInt8]) {
    guard let draft = draft(of: bytes) else { return }
    let study = folder.appending(path: "study")
    try? FileManager.default.removeItem(at: study)
    let writing = StudyFolder(draft, country: CountryCode("AL")!)
    precondition(!writing.todo.isEmpty, "nothing is left for a person")
    try? writing.write(to: study)
    if let read = try? Study(folder: study) { _ = StudyLint(read).findings }
}

private func draft(of bytes: [UInt8]) -> StudyDraft? {
    guard let mark = bytes.firstRange(of: Array("\n== choices\n".utf8)) else { return draftOfExport(bytes) }
    guard let survey = table(bytes[..<mark.lowerBound]), let choices = table(bytes[mark.upperBound...]) else {
        return nil
    }
    return try? FormDraft(survey: survey, choices: choices)?.drafted()
}

private func table(_ bytes: ArraySlice<UInt8>) -> TextTable? {
    try? TextTable(TableFile(MemorySource(Array(bytes), block: 7), name: "fuzz", pieceSize: 64), "fuzz")
}

private func draftOfExport(_ bytes: [UInt8]) -> StudyDraft? {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "export")
    try? Data(bytes).write(to: file)
    if let form = FormDraft(path: file.path) { return try? form.drafted() }
    guard let look = try? ExportLook(path: file.path) else { return nil }
    return try? ExportDraft(look: look, shared: shared, language: "en").drafted()
}
