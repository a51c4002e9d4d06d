import WeirCore
import Yams

/// What does not fit together in a profile, and what would make it fit.
extension ProfileReader {
    /// Where it stands, as a setting of the profile, and in words; behind the last semicolon, what to do.
    typealias Contradiction = (setting: String, words: String)

    /// What no data could satisfy, and what would leave a characteristic out of the count.
    func contradictions(
        of profile: ReleaseProfile, after others: [(profile: ReleaseProfile, node: Node)]
    ) -> [Contradiction] {
        keyClashes(of: profile) + unreachable(profile) + office(of: profile) + unsuppressible(profile)
            + clashes(of: profile, with: others)
    }

    private func name(_ variable: Int) -> String { codebook.variables[variable].name }

    /// The month of submission: no release tells it but as a key.
    private var month: Int? { codebook.index(of: SubmissionMonth.name) }

    private func keyClashes(of profile: ReleaseProfile) -> [Contradiction] {
        let keys = Set(profile.keys.map(\.variable))
        var found: [Contradiction] = profile.keys.filter { profile.withheld.contains($0.variable) }.map {
            (
                "withheld",
                "\(name($0.variable)) is a key and withheld; take it out of withheld here, or out of the keys of \(profile.name)"
            )
        }
        found += codebook.variables.indices.filter { variable in
            codebook.variables[variable].role == .key && !keys.contains(variable)
                && !profile.withheld.contains(variable) && variable != month
        }.map {
            (
                "keys",
                "\(name($0)) has the role key in codebook/variables.csv, and \(profile.name) neither has it among its keys "
                    + "nor withholds it; add \(name($0)): {importance: 1} here, or add it to withheld"
            )
        }
        found += profile.sensitive.filter(keys.contains).map {
            ("sensitive", "\(name($0)) is a key and sensitive; take it out of sensitive here, or out of the keys")
        }
        if let country, !keys.contains(country) {
            found.append(
                ("keys", "\(name(country)) has to be a key; add \(name(country)): {importance: never} here"))
        }
        let isMonthElsewhere = (profile.sensitive + [profile.office]).contains { $0 == month && month != nil }
        if isMonthElsewhere {
            found.append(
                (
                    profile.office == month ? "office" : "sensitive",
                    "\(SubmissionMonth.name) can only be a key; declare it among the keys, or take it out here"
                ))
        }
        return found
    }

    /// What a profile asks of sensitive answers that no data could give.
    private func unreachable(_ profile: ReleaseProfile) -> [Contradiction] {
        let asked = [profile.diversity.map { _ in "diversity" }, profile.closeness.map { _ in "closeness" }]
            .compactMap(\.self)
        if profile.sensitive.isEmpty, let first = asked.first {
            let words = asked.joined(separator: " and ")
            return [
                (first, "\(words) without sensitive variables; name some under sensitive, or take \(words) out")
            ]
        }
        return profile.sensitive.flatMap { index -> [Contradiction] in
            let variable = codebook.variables[index]
            if profile.withheld.contains(index) {
                return [
                    (
                        "sensitive",
                        "\(variable.name) is sensitive and withheld; take it out of sensitive here, or out of withheld"
                    )
                ]
            }
            guard variable.type.isNumeric || !variable.categories.isEmpty else {
                return [
                    (
                        "sensitive",
                        "\(variable.name) has no answers to choose from, and stands in no release; take it out of sensitive here"
                    )
                ]
            }
            let answers = variable.type == .multi ? 1 << min(20, variable.categories.count) : variable.categories.count
            guard let least = profile.diversity, !variable.type.isNumeric, answers < least else { return [] }
            return [
                (
                    "diversity",
                    "diversity is \(least), and \(variable.name) has \(answers) answers; lower diversity to \(answers) or less"
                )
            ]
        }
    }

    private func office(of profile: ReleaseProfile) -> [Contradiction] {
        guard let office = profile.office, !profile.withheld.contains(office) else { return [] }
        return [("office", "\(name(office)) names offices; add it to withheld")]
    }

    private func unsuppressible(_ profile: ReleaseProfile) -> [Contradiction] {
        guard profile.keys.allSatisfy({ $0.importance == nil }) else { return [] }
        return [
            (
                "keys",
                "no key may be suppressed, so that nobody can be hidden; give one of them a number as importance"
            )
        ]
    }

    private func clashes(
        of profile: ReleaseProfile, with others: [(profile: ReleaseProfile, node: Node)]
    ) -> [Contradiction] {
        guard let from = profile.finer else { return apart(profile, from: others) }
        guard let (finer, node) = others.first(where: { $0.profile.name == from }) else {
            return [
                (
                    "from",
                    "it is made from \(from), and no profile before it has that name; name one that stands further up, or move "
                        + "\(from) there"
                )
            ]
        }
        let line = { (setting: String) in node[setting]?.mark.map { " (line \($0.line))" } ?? "" }
        var found = siblings(profile, from: finer, others.map(\.profile))
        if profile.k < finer.k {
            found.append(
                (
                    "k",
                    "its k is \(profile.k), and \(from), from which it is made, has \(finer.k)\(line("k")); raise k here to "
                        + "\(finer.k) or more, or lower that of \(from)"
                ))
        }
        found += differingKeys(profile, finer, line("keys"))
        found += finerLevels(profile, finer, line("keys"))
        let untold = finer.withheld.subtracting(profile.withheld).subtracting(profile.keys.map(\.variable)).sorted()
        if !untold.isEmpty {
            let names = untold.map(name).joined(separator: ", ")
            found.append(
                (
                    "withheld",
                    "it tells \(names), which \(from), from which it is made, withholds\(line("withheld")); add to withheld here: \(names)"
                ))
        }
        return found
    }

    /// What two tables that were made apart hide, both tell together.
    private func apart(
        _ profile: ReleaseProfile, from others: [(profile: ReleaseProfile, node: Node)]
    ) -> [Contradiction] {
        guard let first = others.first(where: { $0.profile.finer == nil })?.profile.name else { return [] }
        return [
            (
                "from",
                "\(profile.name) and \(first) are both made from no other profile, and releases of both would tell together what "
                    + "each of them hides; add from: \(first) here, or take one of the two out"
            )
        ]
    }

    /// Of two profiles made from the same one, each can tell what the other hides: the profiles of a study form one line.
    private func siblings(
        _ profile: ReleaseProfile, from finer: ReleaseProfile, _ others: [ReleaseProfile]
    ) -> [Contradiction] {
        guard let sibling = others.first(where: { $0.finer == finer.name }) else { return [] }
        var last = sibling
        while let next = others.first(where: { $0.finer == last.name }) { last = next }
        return [
            (
                "from",
                "\(profile.name) and \(sibling.name) are both made from \(finer.name), and releases of both would tell together what "
                    + "each of them hides; write from: \(last.name) here, or take one of the two out"
            )
        ]
    }

    /// What the finer profile tells coarsely, this one cannot tell more finely.
    private func finerLevels(_ profile: ReleaseProfile, _ finer: ReleaseProfile, _ line: String) -> [Contradiction] {
        profile.keys.compactMap { key in
            guard let other = finer.keys.first(where: { $0.variable == key.variable }), key.coarsest < other.finest
            else { return nil }
            return (
                "keys",
                "\(name(key.variable)) is recoded to level \(key.coarsest) at most, and \(finer.name)\(line), from which it is "
                    + "made, recodes it to level \(other.finest); raise recode of \(name(key.variable)) here to \(other.finest)"
            )
        }
    }

    /// A coarser profile is made of the finer one's classes, so that it has the same keys.
    private func differingKeys(_ profile: ReleaseProfile, _ finer: ReleaseProfile, _ line: String) -> [Contradiction] {
        let (keys, others) = (Set(profile.keys.map(\.variable)), Set(finer.keys.map(\.variable)))
        guard keys != others else { return [] }
        let list = { (variables: Set<Int>) in variables.sorted().map(name).joined(separator: ", ") }
        let (lacking, further) = (others.subtracting(keys), keys.subtracting(others))
        let remedies =
            (lacking.isEmpty ? [] : ["add to the keys here: \(list(lacking))"])
            + (further.isEmpty ? [] : ["take out of the keys here, or add to those of \(finer.name): \(list(further))"])
        return [
            (
                "keys",
                "its keys are not those of \(finer.name)\(line), from which it is made; "
                    + remedies.joined(separator: ", and ")
            )
        ]
    }
}
