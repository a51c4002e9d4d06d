import WeirCore
import WeirState
import WeirStudy

/// The study names another platform for a country than the one by which people of it withdrew: their rows would have other
/// pseudonyms, and come back.
public struct WithdrawnOnOtherPlatform: Error {
    let country: String
    let platforms: [String: Int]
    let present: String

    /// What is the matter, and what to do.
    public var sentence: String {
        let count = platforms.values.reduce(0, +)
        let names = platforms.keys.sorted().joined(separator: ", ")
        return
            "\(count) \(count == 1 ? "person" : "people") of \(country) who withdrew \(count == 1 ? "is" : "are") known by the "
            + "platform \(names), and pipeline.yaml says \(present): they would come back. Nothing was done. Put \(names) back. "
            + "Only where the country's answers come from \(present) now and hold none of theirs, merge once with "
            + "--accept-memory"
    }

    /// - Parameter accepts: whether people who withdrew by another platform are taken to be known by today's.
    /// - Throws: itself; what SQLite and the file system say.
    static func check(_ ledger: Ledger, _ study: Study, accepts: Bool = false) throws {
        for rules in study.countries {
            try ledger.notePlatform(rules.platform, of: rules.country, all: accepts)
            let others = try ledger.platformsOfWithdrawals(of: rules.country, but: rules.platform)
            guard others.isEmpty else {
                throw Self(country: rules.country.letters, platforms: others, present: rules.platform)
            }
        }
    }
}
