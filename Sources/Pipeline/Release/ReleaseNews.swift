import WeirCore
import WeirProtect
import WeirState
import WeirStudy

/// What is new in a release beside the earlier ones of its profile, and what is not: whoever signs should know.
struct ReleaseNews {
    /// A group of categories that stands for more of them than when a release was made.
    struct Grown {
        /// The group and what joined it, by their labels.
        var group: String, joined: [String]
        /// The release.
        var since: String
    }

    /// The profile.
    let profile: String
    /// The last release, where it has all that the rows tell.
    var isToldBy: String?
    /// Groups that grew.
    var grown: [Grown] = []
    /// Answers of earlier rows that were corrected.
    var corrected = CorrectedAnswers()
    /// This very release, where it was made before.
    var again: ReleaseEntry?
    /// Whether the profile was released before.
    var isLater = false

    /// What stands on the page to sign: the same when the release is made again.
    var words: [String] { new + [corrected.printed].compactMap(\.self) }

    private var new: [String] {
        let told = isToldBy.map {
            "No row is new since release \($0) of \(profile), and no answer: its rows have all that these tell. Only documents, "
                + "formats and excerpts can be new."
        }
        let wider = grown.map {
            "\($0.group) stands for \($0.joined.joined(separator: ", ")) too since release \($0.since)."
        }
        return [told].compactMap(\.self) + wider
    }

    /// What is told before somebody signs.
    var said: [String] {
        (again.map { [Self.again($0)] } ?? new) + [corrected.said].compactMap(\.self)
    }
}

extension ReleaseNews {
    private static func again(_ entry: ReleaseEntry) -> String {
        let same = "made again in its place: its rows and excerpts are the same, documents can be others."
        return entry.recalled.map {
            "This release is out already and was recalled (\($0)). It stays recalled, and is \(same) Pass it on to nobody; given "
                + "for another reason, it would be another release."
        } ?? "This release is out already, and is \(same)"
    }
}

extension ReleaseDraft {
    /// - Parameter entries: what was released before, the oldest first.
    /// - Parameter given: what the data set has.
    func news(
        since entries: [ReleaseEntry], _ earlier: EarlierReleases, given: (pseudonyms: [String], table: MicroTable)
    ) throws -> ReleaseNews {
        let id = self.id
        let others = entries.filter { $0.profile == profile.name && !$0.id.contains(".") && $0.id != id }
        let last = try others.last.flatMap { try earlier.tellsAll($0.id, of: made) ? $0.id : nil }
        let corrected = ToldAnswers(schema: study.schema, hierarchies: rules.hierarchies).corrected(
            made.tables(under: profile.name)[made.bases.count], given,
            since: try earlier.released(entries, but: id))
        return ReleaseNews(
            profile: profile.name, isToldBy: last, grown: grown(since: others), corrected: corrected,
            again: entries.first { $0.id == id },
            isLater: entries.contains { $0.profile == profile.name && $0.id != id })
    }

    private func grown(since entries: [ReleaseEntry]) -> [ReleaseNews.Grown] {
        zip(profile.keys, made.result.levels).filter { $1 > 0 }.flatMap { key, level in
            let variable = study.codebook.variables[key.variable]
            let labels = Dictionary(
                variable.categories.map { ($0.name, $0.labels["en"] ?? $0.name) },
                uniquingKeysWith: { first, _ in first })
            let meanings = rules.meanings(of: key.variable, at: level, study)
            return self.labels(key.variable, level).compactMap { group in
                let code = "\(group.code)"
                let found = entries.lazy.map { entry in
                    (entry.id, entry.terms.joined(code, of: variable.name, meaning: meanings[code] ?? ""))
                }.first { !$0.1.isEmpty }
                return found.map {
                    ReleaseNews.Grown(group: group.label, joined: $0.1.map { labels[$0] ?? $0 }, since: $0.0)
                }
            }
        }
    }
}

extension EarlierReleases {
    /// Whether a release has all that the rows of a new one tell.
    fileprivate func tellsAll(_ id: String, of made: ProtectionChain.Made) throws -> Bool {
        let (names, table) = try kept(id)
        let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        let rows = made.pseudonyms.compactMap { places[$0] }
        return rows.count == made.pseudonyms.count
            && made.result.table.isTold(by: table, at: rows, in: made.layout.columns)
    }
}
