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
        var profiles: [(profile: ReleaseProfile, node: Node)] = []
        for (key, node) in mapping {
            let profile = profile(key.string ?? "", node, &reader)
            for found in contradictions(of: profile, after: profiles) {
                reader.note(.studyContradiction, node[found.setting] ?? key, found.words)
            }
            profiles.append((profile, node))
        }
        return profiles.map(\.profile)
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
        if node["scope"] != nil {
            profile.scope = scope("scope", in: node, &reader)
            if profile.scope.isEmpty {
                reader.note(
                    .studyContradiction, node["scope"],
                    "\(name) needs no consent, and what is released is shared; write scope: [sharing] here")
            }
        }
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
                    .studyContradiction, name,
                    "\(name.string ?? "") is no single category, and a key has to be one; withhold it, or take it out")
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
        let place = reader.place(of: node)
        reader.problems +=
            SubmissionMonth.problem(name, at: place, isPipelineRead: country != nil)
            ?? [Diagnostic(.studyUnknownVariable, at: place, label: name)]
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
}
