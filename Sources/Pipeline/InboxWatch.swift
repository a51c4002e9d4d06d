public import Foundation
public import WeirCore

/// Tells which countries' folders have something new that is at rest. It looks again and again instead of being told by
/// the system, because folders on a network tell nobody.
public struct InboxWatch {
    /// What can be seen of a file without reading it.
    private struct Look: Equatable {
        var name: String
        var size: Int
        var changed: Date?
        var number: Int
    }

    private let inbox: Inbox
    private let countries: [CountryCode]
    /// What was seen last, and what was told last.
    private var seen: [CountryCode: [Look]] = [:]
    private var told: [CountryCode: [Look]] = [:]

    /// A watch over the folders of some countries.
    public init(_ inbox: URL, countries: [CountryCode]) {
        self.inbox = Inbox(inbox)
        self.countries = countries
    }

    /// Looks once. A file that grew or changed since the last look is still being copied.
    /// - Returns: the countries with something new that looks as it looked last time.
    public mutating func look() -> [CountryCode] {
        countries.filter { country in
            guard let now = looks(at: country) else {
                seen[country] = nil
                told[country] = nil
                return false
            }
            defer { seen[country] = now }
            guard seen[country] == now, told[country] != now else { return false }
            told[country] = now
            return true
        }
    }

    /// Nil when there is no such folder.
    private func looks(at country: CountryCode) -> [Look]? {
        let folder = inbox.root.appending(path: country.letters)
        guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
        let entries = (try? inbox.entries(of: [country]).entries) ?? []
        return entries.map { entry in
            let facts = try? FileManager.default.attributesOfItem(atPath: entry.path)
            return Look(
                name: entry.name, size: facts?[.size] as? Int ?? -1, changed: facts?[.modificationDate] as? Date,
                number: facts?[.systemFileNumber] as? Int ?? 0)
        }
    }
}
