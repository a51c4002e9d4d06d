import Foundation
import WeirCore
import WeirState
import WeirStudy

/// The study names another platform for a country than its memory knows. Pseudonyms are made from it: everybody of the
/// country would have another one, and whoever withdrew would come back.
public struct PlatformChanged: Error {
    /// One country.
    struct Country {
        var code: CountryCode
        /// How many who withdrew are known by which other platform.
        var withdrawn: [String: Int]
        /// The platform that the last night knew, where it is another one.
        var before: String?
        var present: String
    }

    let countries: [Country]
    /// Whether there are releases, which later ones have to keep to.
    let hasReleases: Bool

    /// What is the matter, and what to do.
    public var sentence: String {
        let all = countries.map(Self.words).joined(separator: "; ")
        let isReturn = countries.contains { !$0.withdrawn.isEmpty }
        let told =
            all + (isReturn ? ": they would come back" : ": everybody there would get another pseudonym")
            + ". Nothing was done. Put the platform back"
        if hasReleases {
            return told
                + ": there are releases, later ones keep to them by today's pseudonyms, and nothing else depends on it"
        }
        let options = countries.map { "--accept-platform \($0.code.letters)" }.joined(separator: " ")
        return told + ". Only where a country's answers come from the new one now"
            + (isReturn ? " and hold none of theirs" : "") + ", merge once with \(options)"
    }

    private static func words(_ country: Country) -> String {
        let count = country.withdrawn.values.reduce(0, +)
        guard count > 0 else {
            return "the platform of \(country.code.letters) was \(country.before ?? ""), and pipeline.yaml says "
                + country.present
        }
        return "\(count) \(count == 1 ? "person" : "people") of \(country.code.letters) who withdrew "
            + "\(count == 1 ? "is" : "are") known by the platform \(country.withdrawn.keys.sorted().joined(separator: ", ")), and "
            + "pipeline.yaml says \(country.present)"
    }

    /// - Parameter accepting: countries of which somebody says that nobody who withdrew can come by today's platform.
    /// - Throws: itself; what SQLite says.
    static func check(_ ledger: Ledger, _ study: Study, in state: StateFolder, accepting: Set<CountryCode> = []) throws
    {
        let changed = try study.countries.map { rules in
            let before = try ledger.platform(of: rules.country)?.name
            return Country(
                code: rules.country,
                withdrawn: try ledger.platformsOfWithdrawals(of: rules.country, but: rules.platform),
                before: before == rules.platform ? nil : before, present: rules.platform)
        }.filter { !$0.withdrawn.isEmpty || $0.before != nil }
        let told = try changed.filter { try $0.before != nil && isReleased($0.code, ledger, state) }
        guard told.isEmpty else { throw Self(countries: told, hasReleases: true) }
        let refused = changed.filter { !accepting.contains($0.code) }
        guard refused.isEmpty else { throw Self(countries: refused, hasReleases: false) }
    }

    /// Whether a release was made since the country's first upload came, or one that the ledger does not know.
    private static func isReleased(_ country: CountryCode, _ ledger: Ledger, _ state: StateFolder) throws -> Bool {
        guard let first = try ledger.firstAccepted(of: country) else { return false }
        let known = try ledger.releases()
        return known.contains { $0.made >= first } || !Set(state.releasedTables).isSubset(of: known.map(\.id))
    }

    /// Notes what somebody said of platforms, once nothing refuses the run any more.
    /// - Throws: what SQLite and the file system say.
    static func accept(_ countries: Set<CountryCode>, _ ledger: Ledger, _ study: Study) throws {
        for rules in study.countries {
            try ledger.notePlatform(rules.platform, of: rules.country)
            if countries.contains(rules.country) { try ledger.accept(platform: rules.platform, of: rules.country) }
        }
    }

    /// Notes by which platforms the night named people. Of a country without an upload nobody has a name yet.
    /// - Parameters:
    ///   - parts: what the night prepared or kept.
    ///   - started: of the night; a data set with somebody's earlier name is from before its end.
    /// - Throws: what SQLite says.
    static func note(
        _ ledger: Ledger, _ study: Study, _ parts: [PartSummary], started: Date, ended: Date
    ) throws {
        for rules in study.countries {
            let own = parts.filter { $0.country == rules.country.letters }
            guard !own.isEmpty else { continue }
            let isMixed = own.contains { ($0.platform ?? rules.platform) != rules.platform }
            try ledger.note(
                platform: rules.platform, of: rules.country, isMixed: isMixed, at: isMixed ? ended : started)
        }
    }
}
