import WeirCore
import WeirKeys
import WeirProtect
import WeirState
import WeirStudy

/// Protects a table under a profile as it is released: the finer profile first, then what was released before, then this
/// one. What choices would cost is found out in the same way.
struct ProtectionChain {
    let study: Study
    let rules: ReleaseRules
    let keys: StudyKeys
    /// The study's memory; nil where there is none yet.
    let state: StateFolder?
    /// What was released before.
    let entries: [ReleaseEntry]
    /// How long is searched for the fewest cells.
    var effort = ClassSuppression.Effort.thorough

    /// A protected table with its rows' pseudonyms and the table it came from.
    struct Made {
        var raw: MicroTable
        var pseudonyms: [String]
        var result: ProtectedTable
        var layout: ReleaseLayout
        var full: ReleaseLayout
        /// The finer tables it was made from. Nobody got them, but a later release of theirs has to fit this one.
        var bases: [Basis] = []

        /// All protected tables, its own under its profile's name last.
        func tables(under profile: String) -> [Basis] {
            bases + [
                Basis(
                    profile: profile, pseudonyms: pseudonyms, table: result.table, levels: result.levels,
                    layout: layout)
            ]
        }
    }

    /// A protected table as later releases have to keep to it.
    struct Basis {
        var profile: String
        var pseudonyms: [String]
        var table: MicroTable
        var levels: [Int]
        var layout: ReleaseLayout
    }

    /// The finer profile first: a coarser one is made from its table and never from the raw one.
    /// - Throws: `ReleaseRefusal`, or what the file system says.
    func protect(_ profile: ReleaseProfile, _ rows: (pseudonyms: [String], table: MicroTable)) throws -> Made {
        let raw = rows.table
        var given = (names: rows.pseudonyms, table: raw)
        var bases: [Basis] = []
        for finer in rules.finer(than: profile) {
            let made = try protect(given, finer)
            given = (made.pseudonyms, made.result.table)
            bases.append(
                Basis(
                    profile: finer.name, pseudonyms: made.pseudonyms, table: made.result.table,
                    levels: made.result.levels, layout: made.layout))
        }
        var made = try protect(given, profile)
        made.raw = raw
        made.bases = bases
        protection(profile, made.layout).measure(raw, before: &made.result)
        return made
    }

    private func protect(_ given: (names: [String], table: MicroTable), _ profile: ReleaseProfile) throws -> Made {
        var given = given
        var withheld = profile.withheld
        // A month that is no key is in no release.
        if let month = study.monthVariable, !profile.keys.contains(where: { $0.variable == month }) {
            withheld.insert(month)
            if let place = study.schema.places[month].code { given.table.codes[place] = nil }
        }
        let layout = ReleaseLayout(schema: study.schema, withheld: withheld)
        let earlier = state.map {
            EarlierReleases(
                state: $0, schema: study.schema, anyMonth: rules.anyMonth(study), monthCodes: rules.monthCodes(study))
        }
        let settled = try earlier?.settled(given.names, entries: entries, of: profile)
        let cohorts = try earlier?.cohorts(given.names, entries, of: profile.name) ?? []
        let lots = keys.release("complement")
        do {
            let result = try protection(profile, layout).protect(
                given.table, lot: given.names.map(lots.lot), settled: settled, cohorts: cohorts, effort: effort)
            return Made(
                raw: given.table, pseudonyms: result.kept.map { given.names[$0] }, result: result, layout: layout,
                full: ReleaseLayout(schema: study.schema, withheld: []))
        } catch let held as Protection.Held {
            throw ReleaseRefusal(sentences: [sentence(held, profile, areSomeGone: settled?.areSomeGone ?? false)])
        }
    }

    private func protection(_ profile: ReleaseProfile, _ layout: ReleaseLayout) -> Protection {
        Protection(
            layout: layout, profile: profile, hierarchies: rules.hierarchies, margins: rules.margins,
            country: study.countryVariable)
    }

    private func sentence(_ held: Protection.Held, _ profile: ReleaseProfile, areSomeGone: Bool) -> String {
        let name = { (variable: Int) in study.codebook.variables[variable].name }
        return switch held {
        case .beyondReach(let keys, let k):
            "k = \(k) cannot be reached: " + beyondReach(keys, k)
        case .gone(let alike, let variables):
            alike || areSomeGone
                ? gone(alike, variables.map(name).joined(separator: ", "), profile)
                : told(variables.map(name).joined(separator: ", "), profile)
        case .offices:
            "held: rows that share what is never suppressed are of fewer than \(profile.k) offices. Lower k, let more keys be "
                + "suppressed or recoded, or wait for more offices"
        case .diversity(let variables, let least):
            "held: \(least) different answers to \(variables.map(name).joined(separator: ", ")) in each class (diversity) cannot "
                + "be reached: too many people who share what is never suppressed answered alike. Let more keys be "
                + "suppressed or recoded, lower diversity, or withhold the question"
        case .lone:
            "held: in each region that would be told all rows are of one country, which the region would tell. Wait for "
                + "uploads of other countries there, or let \(name(study.countryVariable)) be recoded further in "
                + "release/profiles.yaml"
        case .nobody:
            "held: not one row can be hidden among others. Release when more people have taken part"
        case .closeness(let variable):
            "held: a class is farther from the whole in \(name(variable)) than the profile allows (closeness). Raise k, or "
                + "raise closeness"
        }
    }

    /// Nobody is gone, and yet the study asks to hide what it did not ask to hide then.
    private func told(_ variables: String, _ profile: ReleaseProfile) -> String {
        "held: an earlier release of \(profile.name) tells answers to \(variables) that fewer than \(profile.k) of a country gave. "
            + "Since then a role in codebook/variables.csv or a count in release/published.csv asks to hide them. Put it back if it "
            + "was a mistake; otherwise \(withholding(profile)), or recall the releases that tell them with weir recall"
    }

    private func withholding(_ profile: ReleaseProfile) -> String {
        "add what is named here to withheld of \(([profile] + rules.coarser(than: profile)).map(\.name).joined(separator: " and ")) "
            + "in release/profiles.yaml and take it out of sensitive there, or "
            + "release when more people have given these answers"
    }

    /// Respondents may be gone by mistake, and then come back. Answers can be withheld; keys cannot, because rows that are
    /// out tell them.
    private func gone(_ alike: Bool, _ variables: String, _ profile: ReleaseProfile) -> String {
        let people = alike ? ["that people are alike of whom fewer than \(profile.k) are left"] : []
        let answers =
            variables.isEmpty
            ? [] : ["answers to \(variables) that fewer than \(profile.k) of a country have given by now"]
        let otherwise =
            alike
            ? "release when more people like them have taken part"
            : withholding(profile)
        return
            "held: an earlier release of \(profile.name) tells \((people + answers).joined(separator: ", and ")), because "
            + "respondents are gone. weir history --findings says since which night. If an upload was a mistake, put the one "
            + "before it back with weir merge --reinstate COUNTRY; otherwise \(otherwise), or recall the releases that tell it with "
            + "weir recall: who is left hides among their other rows then"
    }

    /// Recoding the country helps nobody: classes stay in one country, also where it is told more coarsely.
    private func beyondReach(_ keys: [Int], _ k: Int) -> String {
        guard !keys.isEmpty else { return "there are fewer rows. Lower k, or wait for more interviews" }
        let names = keys.map { study.codebook.variables[$0].name }
        let others = zip(keys, names).filter { $0.0 != study.countryVariable }.map(\.1)
        let recoding = others.isEmpty ? "" : "let \(others.joined(separator: " or ")) be recoded, "
        let country =
            keys.contains(study.countryVariable) ? "merge without the countries that have fewer workers, " : ""
        return
            "fewer than \(k) rows share a value of \(names.joined(separator: ", ")), which \(keys.count == 1 ? "is" : "are") "
            + "never suppressed. Lower k, \(recoding)\(country)or give \(keys.count == 1 ? "it" : "one of them") an importance, "
            + "so that it may be suppressed"
    }
}

extension ReleaseRules {
    /// The code of any month of submission; nil in a study without field period.
    func anyMonth(_ study: Study) -> UInt16? {
        study.monthVariable.flatMap { hierarchies[$0]?.levels.last?.first?.code }
    }

    /// The codes of all months of a study and of all groups of them; none in a study without field period.
    func monthCodes(_ study: Study) -> Set<UInt16> {
        guard let month = study.monthVariable else { return [] }
        let groups = hierarchies[month]?.levels.joined().map(\.code) ?? []
        return Set(study.codebook.variables[month].categories.map(\.code) + groups)
    }

    /// The profiles that one is made from, the finest first. Each stands before those that are made from it.
    func finer(than profile: ReleaseProfile) -> [ReleaseProfile] {
        guard let place = profiles.firstIndex(where: { $0.name == profile.name }),
            let finer = profiles[..<place].first(where: { $0.name == profile.finer })
        else { return [] }
        return self.finer(than: finer) + [finer]
    }
}
