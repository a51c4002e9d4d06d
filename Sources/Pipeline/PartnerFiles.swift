import Foundation
import WeirCore
import WeirKeys
import WeirState
import WeirStudy

/// What a night leaves in the partners' folders, and whether it still stands there: a partner may have thrown her report
/// away, or written into it.
struct PartnerFiles {
    let study: Study
    let inbox: Inbox
    let state: StateFolder

    private var notes: URL { state.root.appending(path: "partner-reports.sums") }

    /// Remembers the reports as they stand now, by digest.
    /// - Throws: what the file system says.
    func note() throws {
        try Data(study.countries.compactMap(line).joined(separator: "\n").utf8).write(to: notes, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: notes.path)
    }

    /// Whether the reports of some countries stand as the last night with reports left them.
    func stand(of countries: Set<CountryCode>) -> Bool {
        let noted = Set(((try? String(contentsOf: notes, encoding: .utf8)) ?? "").components(separatedBy: "\n"))
        return study.countries.filter { countries.contains($0.country) }
            .allSatisfy { line(of: $0).map(noted.contains) ?? false }
    }

    /// Puts the newest receipt beside the reports, and changed ones right.
    /// - Returns: countries into whose folders nothing can be written.
    /// - Throws: what the file system says of the memory.
    @discardableResult
    func handReceipts() throws -> [CountryCode] {
        try ReceiptBook(state: state.root).hand(to: study.countries.map(\.country), in: inbox.root)
    }

    /// A report's digest and country; nil where there is none.
    private func line(of rules: CountryRules) -> String? {
        (try? Data(contentsOf: PartnerReports.place(of: rules, in: inbox))).map {
            "\(Digest(of: Array($0)).hexadecimal)  \(rules.country.letters)"
        }
    }
}
