import WeirReport
public import WeirState

extension StudyStatus {
    /// The same as a page, with the last nights and what changed in each.
    /// - Throws: when the template is wrong, which a test rules out.
    public func page() throws -> String {
        try StatusPage(
            title: title, night: nightLine, concerns: concerns.map(\.line), titles: Array(Self.titles.dropFirst()),
            countries: countries.map { country in
                let progress = country.target.flatMap { target in country.night.map { 100 * $0.merged / target } }
                return .init(name: country.name, cells: Array(country.cells.dropFirst()), progress: progress)
            },
            waiting: waiting.map(\.line), nights: NightHistory(nights).rows.map(StatusPage.Night.init)
        ).page()
    }
}

/// Nights with what changed since the one before.
public struct NightHistory {
    private let nights: [NightEntry]

    /// - Parameter nights: the newest first.
    public init(_ nights: [NightEntry]) { self.nights = nights }

    /// When, what came of it, rows, and in a sentence what changed and why.
    var rows: [(when: String, result: String, rows: String, summary: String)] {
        nights.indices.map { index in
            let night = nights[index]
            let before = index + 1 < nights.count ? nights[index + 1] : nil
            let changes = before.map { Self.changes(from: $0, to: night) } ?? []
            return (
                Days.writtenWithTime(night.started), night.result.rawValue, String(night.rows),
                (changes + [night.summary]).joined(separator: "; ")
            )
        }
    }

    /// One line a night.
    public var lines: [String] {
        rows.map { "\($0.when)  \($0.result)  \($0.rows) rows  \($0.summary)" }
    }

    /// `AL +3 (a new upload)`: by country, how many interviews came or went, and why.
    private static func changes(from before: NightEntry, to night: NightEntry) -> [String] {
        guard night.result == .published else { return [] }
        return night.countries.compactMap { now in
            let then = before.countries.first { $0.country == now.country }
            let change = now.merged - (then?.merged ?? 0)
            let withdrawn = (now.rows["withdrawn"] ?? 0) - (then?.rows["withdrawn"] ?? 0)
            let isNew = now.since != then?.since || now.file != then?.file
            guard change != 0 || isNew else { return nil }
            let reasons = [isNew ? "a new upload" : nil, withdrawn > 0 ? "\(withdrawn) withdrawn" : nil].compactMap {
                $0
            }
            let why = reasons.isEmpty ? "the definition or a decision" : reasons.joined(separator: ", ")
            let number = change == 0 ? "" : " \(change > 0 ? "+" : "")\(change)"
            return "\(now.country)\(number) (\(why))"
        }
    }
}
