import Foundation
import WeirCore
import WeirKeys

/// Who withdrew, once more beside the ledger: whoever loses the ledger must not bring back who withdrew. Pseudonyms only,
/// as in the ledger.
struct WithdrawalFile {
    /// One respondent, as the ledger has them.
    struct Entry: Hashable {
        var country: String
        var pseudonym: String
        /// The fingerprint of the keys under which the pseudonym names them; blank when an earlier program noted it.
        var keys: String
        /// The platform by which it does, as one word; blank likewise.
        var platform: String

        fileprivate var line: String {
            [country, pseudonym, keys, platform].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    private let file: URL

    /// The file of a state folder; there may be none yet.
    init(_ state: StateFolder) { file = state.withdrawalsFile }

    var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// What the file says.
    struct Content: Equatable {
        var entries: Set<Entry> = []
        /// How many links the chain may have had when the file was written; nil when an earlier program wrote it.
        var links: Int?
    }

    /// - Throws: `Ledger.WithdrawalsDamaged` when the file is not as it was written.
    func read() throws -> Content {
        guard exists else { return Content() }
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let links = Self.links(in: lines[0])
        guard lines.count == 2, lines[0] == Self.heading(lines[1], links) else {
            throw Ledger.WithdrawalsDamaged(file: file.path)
        }
        let entries = lines[1].split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init) + ["", "", "", ""]
            return Entry(country: words[0], pseudonym: words[1], keys: words[2], platform: words[3])
        }
        return Content(entries: Set(entries), links: links)
    }

    /// Has the disk keep this and nothing else, in one step.
    /// - Throws: what the file system says.
    func write(_ content: Content) throws {
        let lines = content.entries.map { $0.line + "\n" }.sorted().joined()
        let fresh = file.appendingPathExtension("new")
        try? FileManager.default.removeItem(at: fresh)
        let output = try OutputFile(fresh)
        try output.append(Array((Self.heading(lines, content.links) + "\n" + lines).utf8))
        try output.finish()
        guard rename(fresh.path, file.path) == 0 else { throw CocoaError.file(.fileWriteUnknown, file) }
        try Publisher.synchronise(file.deletingLastPathComponent())
    }

    /// Names what follows, so that a line that is missing is noticed, and how far the chain is, so that a backup is.
    private static func heading(_ lines: String, _ links: Int?) -> String {
        guard let links else { return "who withdrew, sealed by \(Digest(of: lines).hexadecimal)" }
        return "who withdrew, up to link \(links), sealed by \(Digest(of: "\(links)\n\(lines)").hexadecimal)"
    }

    private static func links(in heading: String) -> Int? {
        heading.split(separator: "up to link ").last.flatMap { Int($0.prefix(while: \.isNumber)) }
    }
}
