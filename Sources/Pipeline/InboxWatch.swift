public import Foundation
public import WeirCore
import WeirFormats
public import WeirStudy

/// Tells which countries' folders have something new that is at rest. It looks again and again instead of being told by
/// the system, because folders on a network tell nobody.
public struct InboxWatch {
    /// What can be seen of a file without reading it.
    private struct Look: Equatable {
        var name: String
        var path: String
        var size: Int
        var changed: Date?
        var number: Int
    }

    private let inbox: Inbox
    private let countries: [CountryRules]
    /// The countries whose report was there at the last look.
    private var reported: Set<CountryCode> = []
    /// What was seen last, and what was told last.
    private var seen: [CountryCode: [Look]] = [:]
    private var told: [CountryCode: [Look]] = [:]
    /// How often a packed file without its end is looked at before it is told all the same.
    private let patience: Int
    /// The same of a file whose last line does not end.
    private let rest: Int
    private var waited: [CountryCode: Int] = [:]

    /// A watch over the folders of a study's countries.
    /// - Parameters:
    ///   - patience: how many more looks a packed file without its end gets: copying may pause.
    ///   - rest: how many more looks a file gets of which nobody can tell, because its last line does not end.
    public init(_ inbox: URL, of study: Study, patience: Int = 0, rest: Int = 0) {
        self.rest = rest
        self.inbox = Inbox(inbox)
        self.patience = patience
        countries = study.countries
    }

    /// Looks once. A file that grew or changed since the last look is still being copied, and so it is, for a while, when it
    /// has no end. A report that somebody removed is missed once: where none can be written, none is missed.
    /// - Returns: the countries with something new that looks as it looked last time.
    public mutating func look() -> [CountryCode] {
        countries.filter { rules in
            let country = rules.country
            guard let now = looks(at: country) else {
                seen[country] = nil
                told[country] = nil
                return false
            }
            defer { seen[country] = now }
            if FileManager.default.fileExists(atPath: PartnerReports.place(of: rules, in: inbox).path) {
                reported.insert(country)
            } else if reported.remove(country) != nil {
                told[country] = nil
            }
            guard seen[country] == now else {
                waited[country] = nil
                return false
            }
            guard told[country] != now, !waits(for: now, of: country) else { return false }
            told[country] = now
            return true
        }.map(\.country)
    }

    /// Whether something new may still be on its way. What a file is like is looked at once, as long as it stays.
    private mutating func waits(for now: [Look], of country: CountryCode) -> Bool {
        let before = told[country] ?? []
        let left = waited[country] ?? now.filter { !before.contains($0) }.map(looks(for:)).max() ?? 0
        waited[country] = left - 1
        return left > 0
    }

    private func looks(for file: Look) -> Int {
        if FileEnd.isMissing(path: file.path) { return patience }
        return FileEnd.isOpen(path: file.path) ? rest : 0
    }

    /// Nil when there is no such folder.
    private func looks(at country: CountryCode) -> [Look]? {
        let folder = inbox.root.appending(path: country.letters)
        guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
        let entries = (try? inbox.entries(of: [country]).entries) ?? []
        return entries.map { entry in
            let facts = try? FileManager.default.attributesOfItem(atPath: entry.path)
            return Look(
                name: entry.name, path: entry.path, size: facts?[.size] as? Int ?? -1,
                changed: facts?[.modificationDate] as? Date,
                number: facts?[.systemFileNumber] as? Int ?? 0)
        }
    }
}
