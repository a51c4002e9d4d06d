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

    /// `AL +3 (a new upload)`: by country, how many interviews came or went, and why. Countries of which the same is to be
    /// said stand together.
    private static func changes(from before: NightEntry, to night: NightEntry) -> [String] {
        guard night.result == .published else { return [] }
        var said: [(countries: [String], number: String, why: String)] = []
        for now in night.countries {
            guard let (number, why) = change(from: before.countries.first { $0.country == now.country }, to: now) else {
                continue
            }
            if let place = said.firstIndex(where: { number.isEmpty && $0.number.isEmpty && $0.why == why }) {
                said[place].countries.append(now.country)
            } else {
                said.append(([now.country], number, why))
            }
        }
        return said.map { "\($0.countries.joined(separator: ", "))\($0.number) (\($0.why))" }
    }

    /// ` +3` and `a new upload`; the number is blank when as many interviews are there. Nil when nothing changed.
    private static func change(from then: CountryNight?, to now: CountryNight) -> (number: String, why: String)? {
        let change = now.merged - (then?.merged ?? 0)
        let reasons = reasons(from: then, to: now)
        guard change != 0 || !reasons.isEmpty else { return nil }
        let isKnown = now.basis != nil && then?.basis != nil
        let unknown = isKnown ? "the report says why" : "the definition or a decision"
        let why = reasons.isEmpty ? unknown : reasons.joined(separator: ", ")
        return (change == 0 ? "" : " \(change > 0 ? "+" : "")\(change)", why)
    }

    private static func reasons(from then: CountryNight?, to now: CountryNight) -> [String] {
        let withdrawn = (now.rows["withdrawn"] ?? 0) - (then?.rows["withdrawn"] ?? 0)
        let taken = withdrawn > 0 ? "\(withdrawn) withdrawn" : nil
        guard let old = then?.basis, let new = now.basis else {
            let isNew = now.since != then?.since || now.file != then?.file
            return [isNew ? "a new upload" : nil, taken].compactMap(\.self)
        }
        let causes = [
            (old.uploads != new.uploads, "a new upload"),
            (old.definition != new.definition, "the crosswalk or its rules changed"),
            (old.decisions != new.decisions, "a decision changed"), (old.keys != new.keys, "other keys"),
            (old.program != new.program, "another program"),
        ]
        return causes.filter(\.0).map(\.1) + [taken].compactMap(\.self)
    }
}
