public import Foundation
import WeirCore
import WeirReport
import WeirState

/// What is kept of all nights: their line each, every finding there ever was, and what people accepted.
public struct FindingDesk {
    /// Why a finding is not accepted.
    public enum Refusal: Error {
        /// There is none of this name, or it refuses its file.
        case notOpen
        /// The day is no day, or has passed.
        case noDay
    }

    private let state: URL

    /// The desk of a study's memory.
    public init(state: URL) { self.state = state }

    /// The last nights, the newest first, one line each.
    /// - Throws: what SQLite says.
    public func nights(_ count: Int) throws -> [String] {
        NightHistory(try Ledger.reading(state)?.nights(count) ?? []).lines
    }

    /// Every finding there ever was: its name, its first and last night, and its words.
    /// - Throws: what SQLite says.
    public func findings() throws -> [String] {
        try (Ledger.reading(state)?.findings() ?? []).map { seen in
            "\(seen.id)  \(Days.written(seen.first))  \(Days.written(seen.last))  \(FindingText.text(standing: seen.finding))"
        }
    }

    /// Accepts an open finding as it is, until a day.
    /// - Returns: the finding's words.
    /// - Throws: `Refusal`, or what SQLite says.
    public func accept(_ id: String, by name: String, reason: String, until day: String, at now: Date) throws -> String
    {
        guard try Ledger.reading(state) != nil else { throw Refusal.notOpen }
        let ledger = try Ledger(StateFolder(state))
        guard let seen = try ledger.findings().first(where: { $0.id == id }), seen.finding.severity == .open else {
            throw Refusal.notOpen
        }
        guard let until = Days.end(of: day), until > now else { throw Refusal.noDay }
        try ledger.note(
            Acceptance(finding: id, count: seen.finding.count, name: name, reason: reason, until: until))
        return FindingText.text(seen.finding)
    }
}
