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
    }

    private let file: URL

    /// The file of a state folder; there may be none yet.
    init(_ state: StateFolder) { file = state.withdrawalsFile }

    var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// - Throws: `Ledger.WithdrawalsDamaged` when the file is not as it was written.
    func read() throws -> Set<Entry> {
        guard exists else { return [] }
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, String(lines[0]) == Self.heading(lines[1...].joined(separator: "\n")) else {
            throw Ledger.WithdrawalsDamaged(file: file.path)
        }
        return Set(
            lines[1...].filter { !$0.isEmpty }.map { line in
                let words = line.split(separator: " ").map(String.init) + ["", "", ""]
                return Entry(country: words[0], pseudonym: words[1], keys: words[2])
            })
    }

    /// Has the disk keep these and no others, in one step.
    /// - Throws: what the file system says.
    func write(_ entries: Set<Entry>) throws {
        let lines = entries.map { "\($0.country) \($0.pseudonym) \($0.keys)\n" }.sorted().joined()
        let fresh = file.appendingPathExtension("new")
        try? FileManager.default.removeItem(at: fresh)
        let output = try OutputFile(fresh)
        try output.append(Array((Self.heading(lines) + "\n" + lines).utf8))
        try output.finish()
        guard rename(fresh.path, file.path) == 0 else { throw CocoaError.file(.fileWriteUnknown, file) }
        try Publisher.synchronise(file.deletingLastPathComponent())
    }

    /// Names what follows, so that a line that is missing is noticed.
    private static func heading(_ lines: String) -> String {
        "who withdrew, sealed by \(Digest(of: lines).hexadecimal)"
    }
}
