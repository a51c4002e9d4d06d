import WeirCore
import Yams

/// Reads `release/profiles.yaml`, and holds the profiles against the codebook, the hierarchies and one another.
struct ProfileReader {
    let codebook: Codebook
    /// The variable that holds the country; nil where `pipeline.yaml` does not say.
    let country: Int?
    let hierarchies: [Int: Hierarchy]

    /// - Returns: the profiles, and what respondents of a demonstration are taken to have agreed to.
    func read(
        _ bytes: [UInt8], problems: inout [Diagnostic]
    ) -> (profiles: [ReleaseProfile], demonstration: [String]) {
        var reader = YAMLReader(file: ReleaseRulesReader.profiles)
        defer { problems += reader.problems }
        guard let root = reader.root(String(decoding: bytes, as: UTF8.self)) else { return ([], []) }
        reader.check(root, keys: ["profiles", "demonstration"])
        return (profiles(root, &reader), root["demonstration"] == nil ? [] : scope("demonstration", in: root, &reader))
    }

    /// What has to have been agreed to, in the words of `pipeline.yaml`.
    private func scope(_ key: String, in node: Node, _ reader: inout YAMLReader) -> [String] {
        let scope = reader.texts(node, key)
        if !Set(scope).isSubset(of: PipelineFile.scopes) {
            reader.note(.studyField, node[key], PipelineFile.scopes.joined(separator: ", "))
        }
        return scope
    }

    private func profiles(_ root: Node, _ reader: inout YAMLReader) -> [ReleaseProfile] {
        guard let mapping = root["profiles"]?.mapping, !mapping.isEmpty else {
            reader.note(.studyShape, root["profiles"] ?? root, "profiles: {research: { … }}")
            return []
        }
        var profiles: [ReleaseProfile] = []
        for (key, node) in mapping {
            let profile = profile(key.string ?? "", node, &reader)
            for problem in contradictions(of: profile, after: profiles) {
                reader.note(.studyContradiction, key, problem)
            }
            profiles.append(profile)
        }
        return profiles
    }

    private func profile(_ name: String, _ node: Node, _ reader: inout YAMLReader) -> ReleaseProfile {
        reader.check(
            node,
            keys: [
                "scenario", "k", "keys", "sensitive", "withheld", "scope", "from", "office", "closeness", "diversity",
                "formats",
            ])
        var profile = ReleaseProfile(
            name: name, scenario: reader.text(node, "scenario"), k: number("k", in: node, 2...1000, &reader) ?? 0,
            keys: keys(node, &reader))
        profile.sensitive = variables("sensitive", in: node, &reader)
        profile.withheld = Set(variables("withheld", in: node, &reader))
        if node["scope"] != nil { profile.scope = scope("scope", in: node, &reader) }
        if node["from"] != nil { profile.finer = reader.text(node, "from") }
        if node["office"] != nil {
            let office = reader.mention(node, "office")
            profile.office = codebook.index(of: office.name)
            if profile.office == nil { reader.note(.studyUnknownVariable, node["office"], office.name) }
        }
        if let node = node["formats"] { profile.formats = formats(node, &reader) }
        if node["diversity"] != nil { profile.diversity = number("diversity", in: node, 1...1000, &reader) }
        if let closeness = node["closeness"] {
            profile.closeness = closeness.scalar.flatMap { Double($0.string) }
            if !(profile.closeness.map { (0...1).contains($0) } ?? false) {
                reader.note(.studyNumber, closeness, "0 … 1")
            }
        }
        return profile
    }

    /// `[csv, zsav]`, or words between commas.
    private func formats(_ node: Node, _ reader: inout YAMLReader) -> [DataFormat] {
        let words = node.sequence.map { $0.map { $0.string ?? "" }.joined(separator: " ") } ?? node.string ?? ""
        if let formats = DataFormat.list(words) { return formats }
        reader.note(.studyField, node, DataFormat.allNames)
        return [.csv]
    }

    private func keys(_ node: Node, _ reader: inout YAMLReader) -> [ReleaseProfile.Key] {
        guard let mapping = node["keys"]?.mapping, !mapping.isEmpty else {
            reader.note(.studyShape, node["keys"] ?? node, "keys: {country: {importance: never}, … }")
            return []
        }
        return mapping.compactMap { name, value in
            guard let variable = variable(name, &reader) else { return nil }
            guard [.single, .scale, .matrixRow].contains(codebook.variables[variable].type) else {
                reader.note(
                    .studyContradiction, name, "\(name.string ?? "") is no single category, and a key has to be one")
                return nil
            }
            return key(variable, value, &reader)
        }
    }

    private func key(_ variable: Int, _ node: Node, _ reader: inout YAMLReader) -> ReleaseProfile.Key {
        reader.check(node, keys: ["importance", "recode"])
        let isNever = node["importance"]?.string == "never"
        var key = ReleaseProfile.Key(
            variable: variable,
            importance: isNever
                ? nil : node["importance"] == nil ? 1 : number("importance", in: node, 1...1000, &reader))
        guard let recode = node["recode"] else { return key }
        let ends = (recode.string ?? "").split(separator: "..").compactMap { Int($0) }
        let levels = hierarchies[variable]?.levels.count ?? 0
        guard let first = ends.first, let last = ends.last, ends.count < 3, first >= 0, first <= last, last <= levels
        else {
            reader.note(.studyField, recode, "a level, or two as 0..1; the hierarchy has levels 0 to \(levels)")
            return key
        }
        (key.finest, key.coarsest) = (first, last)
        return key
    }

    private func variable(_ node: Node, _ reader: inout YAMLReader) -> Int? {
        let name = node.string ?? ""
        if let variable = codebook.index(of: name) { return variable }
        if let problem = SubmissionMonth.problem(name, at: reader.place(of: node)) {
            reader.problems.append(problem)
        } else {
            reader.note(.studyUnknownVariable, node, name)
        }
        return nil
    }

    private func variables(_ key: String, in node: Node, _ reader: inout YAMLReader) -> [Int] {
        guard node[key] != nil else { return [] }
        return reader.mentions(node, key).compactMap { mention in
            if let variable = codebook.index(of: mention.name) { return variable }
            reader.problems.append(Diagnostic(.studyUnknownVariable, at: mention.place, label: mention.name))
            return nil
        }
    }

    private func number(_ key: String, in node: Node, _ range: ClosedRange<Int>, _ reader: inout YAMLReader) -> Int? {
        if let number = Int(reader.text(node, key)), range.contains(number) { return number }
        reader.note(.studyNumber, node[key] ?? node, "\(range.lowerBound) … \(range.upperBound)")
        return nil
    }

    /// What no data could satisfy, and what would leave a characteristic out of the count.
    private func contradictions(of profile: ReleaseProfile, after others: [ReleaseProfile]) -> [String] {
        let name = { (variable: Int) in codebook.variables[variable].name }
        var found = profile.keys.filter { profile.withheld.contains($0.variable) }
            .map { "\(name($0.variable)) is a key and withheld; make it one of both" }
        let keys = Set(profile.keys.map(\.variable))
        found += codebook.variables.indices.filter { variable in
            codebook.variables[variable].role == .key && !keys.contains(variable)
                && !profile.withheld.contains(variable)
        }.map { "\(name($0)) has the role key; declare it among the keys, or withhold it" }
        found += profile.sensitive.filter(keys.contains).map {
            "\(name($0)) is a key and sensitive; make it one of both"
        }
        found += unreachable(profile)
        if let office = profile.office, !profile.withheld.contains(office) {
            found.append("\(name(office)) names offices; withhold it")
        }
        if let country, !keys.contains(country) { found.append("\(name(country)) has to be a key") }
        if profile.keys.allSatisfy({ $0.importance == nil }) {
            found.append("no key may be suppressed; give one of them an importance")
        }
        return found + clashes(of: profile, with: others)
    }

    /// What a profile asks of sensitive answers that no data could give.
    private func unreachable(_ profile: ReleaseProfile) -> [String] {
        let asked = [profile.diversity.map { _ in "diversity" }, profile.closeness.map { _ in "closeness" }]
            .compactMap(\.self)
        if profile.sensitive.isEmpty, !asked.isEmpty {
            return ["\(asked.joined(separator: " and ")) without sensitive variables; name some under sensitive"]
        }
        return profile.sensitive.flatMap { index -> [String] in
            let variable = codebook.variables[index]
            if profile.withheld.contains(index) {
                return ["\(variable.name) is sensitive and withheld; make it one of both"]
            }
            guard variable.type.isNumeric || !variable.categories.isEmpty else {
                return [
                    "\(variable.name) has no answers to choose from, and stands in no release; leave it out of sensitive"
                ]
            }
            let answers = variable.type == .multi ? 1 << min(20, variable.categories.count) : variable.categories.count
            guard let least = profile.diversity, !variable.type.isNumeric, answers < least else { return [] }
            return ["diversity is \(least), and \(variable.name) has \(answers) answers; lower diversity"]
        }
    }

    private func clashes(of profile: ReleaseProfile, with others: [ReleaseProfile]) -> [String] {
        guard let from = profile.finer else { return [] }
        guard let finer = others.first(where: { $0.name == from }) else {
            return ["it is made from \(from), and no profile before it has that name"]
        }
        var found: [String] = []
        if profile.k < finer.k {
            found.append("its k is \(profile.k), and \(from), from which it is made, has \(finer.k)")
        }
        if Set(profile.keys.map(\.variable)) != Set(finer.keys.map(\.variable)) {
            found.append("its keys are not those of \(from), from which it is made")
        }
        if !profile.withheld.isSuperset(of: finer.withheld) {
            found.append("it tells what \(from), from which it is made, withholds")
        }
        return found
    }
}
