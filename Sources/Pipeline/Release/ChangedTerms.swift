import WeirCore
import WeirProtect
import WeirState
import WeirStudy

extension ReleaseTerms {
    /// What a protected table is released by.
    init(_ rows: ProtectionChain.Basis, _ profile: ReleaseProfile, _ rules: ReleaseRules, _ study: Study) {
        self.init()
        let variables = study.codebook.variables
        let told = Set(rows.layout.columns.map(\.variable)).sorted()
        k = profile.k
        for (key, level) in zip(profile.keys, rows.levels) { levels[variables[key.variable].name] = level }
        columns = rows.layout.columns.map(\.name)
        self.variables = variables.map(\.name)
        guarded = told.map { variables[$0] }.filter(\.isGuarded).map(\.name)
        for variable in told {
            let name = variables[variable].name
            meanings[name] = rules.meanings(of: variable, at: levels[name] ?? 0, study)
            labels[name] = rules.labels(of: variable, at: levels[name] ?? 0, study)
        }
        translations = [:]
        for variable in told where levels[variables[variable].name] ?? 0 == 0 {
            for (language, labels) in variables[variable].translations {
                translations?[language, default: [:]][variables[variable].name] = labels
            }
        }
        texts = Dictionary(grouping: variables.flatMap(\.wordings), by: \.language).mapValues { wordings in
            Dictionary(wordings.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
        }
        unsuppressible = profile.keys.filter { $0.importance == nil }.map { variables[$0.variable].name }
    }
}

extension Variable {
    /// Whether it has a rule of its own in releases, because it describes children or the office.
    fileprivate var isGuarded: Bool { role == .case || role == .office }

    /// Stands for a language where a codebook has today's wording.
    private static let today = "preferred"

    /// Its texts in all languages.
    fileprivate var wordings: [(language: String, name: String, text: String)] {
        labels.merging([Self.today: preferred]) { label, _ in label }.filter { !$0.value.isEmpty }
            .map { (language: $0.key, name: name, text: $0.value) }
    }

    /// The labels of its codes in all languages but English, by language and code.
    fileprivate var translations: [String: [String: String]] {
        var all: [String: [String: String]] = [:]
        for category in categories {
            for (language, label) in category.labels.merging([Self.today: category.preferred], uniquingKeysWith: { $1 })
            where language != "en" && !label.isEmpty { all[language, default: [:]]["\(category.code)"] = label }
        }
        return all
    }
}

extension ReleaseRules {
    /// What codes of a variable mean at a level of its hierarchy. Months mean what the calendar says, unless the study has
    /// groups of its own.
    func meanings(of variable: Int, at level: Int, _ study: Study) -> [String: String] {
        let described = study.codebook.variables[variable]
        let hierarchy = hierarchies[variable]
        let isCalendar =
            variable == study.monthVariable
            && (level == 0 || hierarchy == SubmissionMonth.hierarchy(of: described, at: variable))
        guard !isCalendar else { return [:] }
        let names = Dictionary(described.categories.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        guard level > 0 else { return Dictionary(uniqueKeysWithValues: names.map { ("\($0.key)", $0.value) }) }
        guard let levels = hierarchy?.levels, level <= levels.count else { return [:] }
        // A label may be spelt better: who is in the group says what it means.
        let groups = levels[level - 1].map { group in
            ("\(group.code)", group.members.map { names[$0] ?? "\($0)" }.sorted().joined(separator: " "))
        }
        return Dictionary(groups, uniquingKeysWith: { first, _ in first })
    }

    /// How a release labels the codes of a variable.
    fileprivate func labels(of variable: Int, at level: Int, _ study: Study) -> [String: String] {
        let categories = study.codebook.variables[variable].categories.map { ($0.code, $0.labels["en"] ?? $0.name) }
        let levels = hierarchies[variable]?.levels ?? []
        let groups = level > 0 && level <= levels.count ? levels[level - 1].map { ($0.code, $0.label) } : categories
        return Dictionary(groups.map { ("\($0.0)", $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// What of a profile, and of those it is made from, is not as it was when they were released: rows that are out stay as
    /// they were, and would tell what the profile hides now, or say something else.
    /// - Parameter entries: what was released, recalled or not.
    /// - Returns: sentences with what was and what to do.
    func changes(of profile: ReleaseProfile, since entries: [ReleaseEntry], _ study: Study) -> [String] {
        (finer(than: profile) + [profile]).flatMap { made in
            entries.lazy.filter { $0.profile == made.name }
                .map { ChangedTerms(now: made, entry: $0, rules: self, study: study).sentences }
                .first { !$0.isEmpty } ?? []
        }
    }
}

/// A profile beside an earlier release of it.
private struct ChangedTerms {
    let now: ReleaseProfile
    let entry: ReleaseEntry
    let rules: ReleaseRules
    let study: Study

    var sentences: [String] {
        guard !was.levels.isEmpty else {
            return [
                "\(release) was noted by an older weir, without its keys and columns, so that nothing can be held against it. "
                    + "Release with that weir, which the release's provenance names"
            ]
        }
        return keys + levels + k + columns + guarded + meanings + loneCountries + labels + texts
            + importanceOfCountry
    }

    private var was: ReleaseTerms { entry.terms }
    /// What a coarser release was made from has its name, and more behind a point.
    private var release: String { "release \(entry.id.prefix { $0 != "." }) of \(now.name)" }
    private func name(_ variable: Int) -> String { study.codebook.variables[variable].name }
    private func list(_ names: some Collection<String>) -> String { names.sorted().joined(separator: ", ") }

    /// Rows that were released without a month stay without one; any other key is needed of all rows.
    private var keys: [String] {
        let (old, new) = (Set(was.levels.keys), Set(now.keys.map { name($0.variable) }))
        let (gone, added) = (old.subtracting(new), new.subtracting(old).subtracting([SubmissionMonth.name]))
        guard !gone.isEmpty || !added.isEmpty else { return [] }
        let changed = [
            gone.isEmpty ? nil : "\(list(gone)) \(gone.count == 1 ? "was" : "were") among its keys",
            added.isEmpty ? nil : "\(list(added)) \(added.count == 1 ? "was" : "were") not",
        ].compactMap(\.self)
        return [
            "\(now.name) has other keys than when \(release) was made: \(changed.joined(separator: ", and ")). Put the keys of that "
                + "release back in release/profiles.yaml"
        ]
    }

    private var levels: [String] {
        now.keys.compactMap { key in
            guard let level = was.levels[name(key.variable)], !(key.finest...max(key.finest, key.coarsest) ~= level)
            else { return nil }
            return
                "\(release) tells \(name(key.variable)) at level \(level), where its rows stay, and recode asks for "
                + "\(key.finest)..\(key.coarsest) now. Write recode: \(min(level, key.finest))..\(max(level, key.coarsest)) for "
                + "it in release/profiles.yaml"
        }
    }

    /// The coarsest profile of the line: what is new begins there.
    private var last: ReleaseProfile {
        var last = now
        while let next = rules.profiles.first(where: { $0.finer == last.name }) { last = next }
        return last
    }

    private var k: [String] {
        guard was.k != now.k else { return [] }
        let why =
            now.k < was.k
            ? "counts that it masks would be told"
            : "of its rows no more than \(was.k) have to be alike, and they stay so"
        return [
            "k is \(now.k) and was \(was.k) when \(release) was made: \(why). Put k: \(was.k) back in release/profiles.yaml"
                + (now.k < was.k
                    ? "" : ", and make a profile from: \(last.name) for a larger one, which may not be below \(last.k)")
        ]
    }

    /// The columns that the profile tells now.
    private var told: [DataColumn] {
        var withheld = now.withheld
        if let month = study.monthVariable { withheld.insert(month) }
        return ReleaseLayout(schema: study.schema, withheld: withheld).columns
    }

    /// In rows that are out they would stand as they came, without protection.
    private var columns: [String] {
        let old = Set(was.columns)
        let added = Set(told.filter { !old.contains($0.name) }.map { name($0.variable) })
        let new = was.variables.map(added.subtracting) ?? []
        let withheld = added.subtracting(new)
        return [
            withheld.isEmpty
                ? nil
                : "\(now.name) tells \(list(withheld)) now, and \(release) does not, or not all options of it: in rows that are "
                    + "out it has no protection. \(withholding(withheld))",
            new.isEmpty
                ? nil
                : "\(now.name) tells \(list(new)), which the codebook did not have when \(release) was made: what new rows told "
                    + "of it, taken from printed counts, could give away what it hides in rows that are out. "
                    + "\(withholding(new)). Counts of it may be printed; note them in release/published.csv then",
        ].compactMap(\.self)
    }

    private func withholding(_ names: Set<String>) -> String {
        let coarser = rules.coarser(than: now).filter { profile in
            names.contains { name in !profile.withheld.contains { self.name($0) == name } }
        }
        let among = coarser.isEmpty ? "" : ", and of \(list(coarser.map(\.name))) as far as told there,"
        return "Add to withheld of \(now.name)\(among) in release/profiles.yaml: \(list(names))"
    }

    private var guarded: [String] {
        let open = Set(told.map(\.variable)).filter { !study.codebook.variables[$0].isGuarded }.map(name)
        let lost = Set(was.guarded).intersection(open)
        guard !lost.isEmpty else { return [] }
        return [
            "\(list(lost)) described children or the office when \(release) was made, and would be told by a weaker rule now. "
                + "Put the role back in codebook/variables.csv"
        ]
    }

    private var meanings: [String] {
        Set(told.map(\.variable)).union(now.keys.map(\.variable)).sorted().compactMap { variable in
            guard let old = was.meanings[name(variable)] else { return nil }
            let level = was.levels[name(variable)] ?? 0
            let new = rules.meanings(of: variable, at: level, study)
            let codes = old.filter { code, was in
                level > 0 ? !ReleaseTerms.keeps(was, as: new[code], in: old) : new[code] != was
            }.keys
            guard !codes.isEmpty else { return nil }
            return
                "\(list(codes)) of \(name(variable)) meant something else when \(release) was made, and stands in rows that are "
                + "out. "
                + (level > 0
                    ? "Put the group back in release/hierarchies.csv; only categories that the codebook did not have then may join it"
                    : "Put it back in codebook/categories.csv, and give what is new another code")
        }
    }

    /// A country that joined the study hides in a region. In a group of its own it would be told, where others are not.
    private var loneCountries: [String] {
        let country = name(study.countryVariable)
        guard let level = was.levels[country], level > 0, let old = was.meanings[country],
            let groups = rules.hierarchies[study.countryVariable]?.levels, level <= groups.count
        else { return [] }
        let lone = groups[level - 1].filter { $0.members.count == 1 && old["\($0.code)"] == nil }
        guard !lone.isEmpty else { return [] }
        return [
            "\(list(lone.map { "\($0.code)" })) of \(country) would tell one country, and \(release) tells regions. Let that "
                + "country join a region in release/hierarchies.csv: a category that the codebook did not have then may"
        ]
    }

    /// A label may be spelt better; one that was another code's makes rows that are out read as something else.
    private var labels: [String] {
        Set(told.map(\.variable)).union(now.keys.map(\.variable)).sorted().compactMap { variable in
            guard let old = was.labels[name(variable)] else { return nil }
            let level = was.levels[name(variable)] ?? 0
            var moved = ["en": Self.moved(from: old, to: rules.labels(of: variable, at: level, study))]
            for (language, labels) in level == 0 ? study.codebook.variables[variable].translations : [:] {
                moved[language] = Self.moved(from: was.translations?[language]?[name(variable)] ?? [:], to: labels)
            }
            let swapped = Set(moved.values.joined())
            guard !swapped.isEmpty else { return nil }
            return
                "\(list(swapped)) of \(name(variable)) \(swapped.count == 1 ? "has" : "have") a label\(languages(moved)) that was "
                + "another code's when \(release) was made: rows that are out would read as something else. Put the labels back in "
                + (level > 0 ? "release/hierarchies.csv" : "codebook/categories.csv")
        }
    }

    /// The same for the texts of questions, also of one that is withheld.
    private var texts: [String] {
        let told = Set(told.map(\.variable)).union(now.keys.map(\.variable)).map { study.codebook.variables[$0] }
        let wordings = Dictionary(grouping: told.flatMap(\.wordings), by: \.language)
        var moved: [String: Set<String>] = [:]
        for (language, new) in wordings {
            moved[language] = Self.moved(
                from: was.texts?[language] ?? [:],
                to: Dictionary(new.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first }))
        }
        let swapped = Set(moved.values.joined())
        guard !swapped.isEmpty else { return [] }
        return [
            "\(list(swapped)) \(swapped.count == 1 ? "has" : "have") a text\(languages(moved)) that was another question's when "
                + "\(release) was made: rows that are out would read as something else. Put the texts back in "
                + "codebook/variables.csv"
        ]
    }

    /// What has a text now that was another's.
    private static func moved(from old: [String: String], to new: [String: String]) -> Set<String> {
        let owners = Dictionary(old.map { ($0.value, $0.key) }, uniquingKeysWith: min)
        return Set(new.filter { name, text in old[name] != text && owners[text] != nil && owners[text] != name }.keys)
    }

    /// The languages in which something moved, unless it is English alone.
    private func languages(_ moved: [String: Set<String>]) -> String {
        let languages = moved.filter { !$0.value.isEmpty }.keys
        return languages.elementsEqual(["en"]) ? "" : " (\(list(languages)))"
    }

    /// Whether the country can be suppressed decides among whom people hide: those of their country, or others as well.
    private var importanceOfCountry: [String] {
        let country = name(study.countryVariable)
        guard let never = was.unsuppressible, let key = now.keys.first(where: { $0.variable == study.countryVariable }),
            never.contains(country) != (key.importance == nil)
        else { return [] }
        let (then, remedy) =
            key.importance == nil
            ? ("could be suppressed", "a number as its importance") : ("was never suppressed", "importance: never")
        return [
            "\(country) \(then) when \(release) was made, and now the opposite is asked: its rows hide among others than new ones "
                + "would. Put \(remedy) back in release/profiles.yaml"
        ]
    }
}
