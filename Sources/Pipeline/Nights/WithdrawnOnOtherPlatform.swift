import WeirCore
import WeirState
import WeirStudy

/// The study names another platform for a country than the one by which people of it withdrew: their rows would have other
/// pseudonyms, and come back.
public struct WithdrawnOnOtherPlatform: Error {
    /// One country.
    struct Country {
        var code: CountryCode
        /// How many are known by which platform.
        var platforms: [String: Int]
        var present: String
    }

    let countries: [Country]

    /// What is the matter, and what to do.
    public var sentence: String {
        let options = countries.map { "--accept-platform \($0.code.letters)" }.joined(separator: " ")
        return countries.map(Self.words).joined(separator: "; ")
            + ": they would come back. Nothing was done. Put the platform back. Only where a country's answers come from the new "
            + "one now and hold none of theirs, merge once with \(options)"
    }

    private static func words(_ country: Country) -> String {
        let count = country.platforms.values.reduce(0, +)
        return "\(count) \(count == 1 ? "person" : "people") of \(country.code.letters) who withdrew "
            + "\(count == 1 ? "is" : "are") known by the platform \(country.platforms.keys.sorted().joined(separator: ", ")), and "
            + "pipeline.yaml says \(country.present)"
    }

    /// - Parameter accepting: countries of which somebody says that nobody who withdrew can come by today's platform.
    /// - Throws: itself; what SQLite and the file system say.
    static func check(_ ledger: Ledger, _ study: Study, accepting: Set<CountryCode> = []) throws {
        for rules in study.countries {
            try ledger.notePlatform(rules.platform, of: rules.country)
            if accepting.contains(rules.country) { try ledger.accept(platform: rules.platform, of: rules.country) }
        }
        let countries = try study.countries.map { rules in
            Country(
                code: rules.country,
                platforms: try ledger.platformsOfWithdrawals(of: rules.country, but: rules.platform),
                present: rules.platform)
        }.filter { !$0.platforms.isEmpty }
        guard countries.isEmpty else { throw Self(countries: countries) }
    }
}
