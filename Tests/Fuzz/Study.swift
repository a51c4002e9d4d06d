import Foundation
import WeirCore
import WeirStudy

private let folder = FileManager.default.temporaryDirectory.appending(path: "weir-fuzz-\(getpid())")
private let names = ["pipeline.yaml", "codebook/variables.csv", "codebook/categories.csv", "crosswalks/AL.csv"]

/// Any text is read as a universe, and as a study whose files stand one below the other, each under a line `== name`:
/// it may be refused, it must not crash, and a universe that is read must be read again from its own text.
func fuzzStudy(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let universe = try? Universe(parsing: text) {
        precondition((try? Universe(parsing: universe.text)) == universe, "a universe is not its own text")
    }
    guard text.hasPrefix("== ") else { return }
    write(Data(bytes))
    if let study = try? Study(folder: folder) { _ = StudyLint(study).findings }
}

/// Lays out a study's folder; a file that the text lacks is empty.
private func write(_ text: Data) {
    for name in names {
        let url = folder.appending(path: name)
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let start = text.range(of: Data("== \(name)\n".utf8))?.upperBound ?? text.endIndex
        let end = text.range(of: Data("== ".utf8), in: start..<text.endIndex)?.lowerBound ?? text.endIndex
        try? text[start..<end].write(to: url)
    }
}
