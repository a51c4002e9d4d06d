public import WeirKeys

/// `prov.json` (PROV-JSON, https://www.w3.org/submissions/prov-json/): which data set came from which files by which
/// program, for programs that draw and compare such graphs. It holds digests and names, no times and no counts.
public struct ProvenanceGraph: Sendable {
    /// The file's name in a data set.
    public static let fileName = "prov.json"

    private var entities: [String: JSON] = [:]
    private var agents: [String: JSON] = [:]
    private var used: [String: JSON] = [:]
    private var derived: [String: JSON] = [:]
    private var associated: [String: JSON] = [:]
    private let dataset: String
    private let run: String
    private let action: String

    /// A data set's graph.
    /// - Parameters:
    ///   - action: the command that made it.
    ///   - program: the program with its version.
    public init(dataset: String, title: String, action: String, program: String) {
        self.dataset = "weir:dataset/\(dataset)"
        self.action = action
        run = "weir:run/\(dataset)"
        entities[self.dataset] = ["prov:label": .text(title), "prov:type": Self.name("prov:Collection")]
        agents["weir:program"] = ["prov:label": .text(program), "prov:type": Self.name("prov:SoftwareAgent")]
        associate("weir:program")
    }

    private static func name(_ text: String) -> JSON { ["$": .text(text), "type": "prov:QUALIFIED_NAME"] }

    private mutating func associate(_ agent: String) {
        associated["_:a\(associated.count + 1)"] = ["prov:activity": .text(run), "prov:agent": .text(agent)]
    }

    /// Somebody who answers for the run.
    public mutating func add(responsible name: String, isPerson: Bool) {
        let agent = "weir:responsible/\(agents.count)"
        let type = Self.name(isPerson ? "prov:Person" : "prov:Organization")
        agents[agent] = ["prov:label": .text(name), "prov:type": type]
        associate(agent)
    }

    /// A file of the study's definition.
    public mutating func add(definition name: String, digest: Digest) {
        use(
            "weir:definition/\(digest.hexadecimal)",
            ["prov:label": .text(name), "weir:sha256": .text(digest.hexadecimal)])
    }

    /// An upload, and whether its rows are in the data set.
    public mutating func add(upload digest: String, country: String, isInForce: Bool) {
        // The same bytes may be in force in two countries.
        let entity = "weir:upload/\(country)/\(digest)"
        use(entity, ["weir:country": .text(country), "weir:sha256": .text(digest)])
        if isInForce { derive(entity) }
    }

    /// The internal data set that a release was made from.
    public mutating func add(source dataset: String) {
        let entity = "weir:dataset/\(dataset)"
        use(entity, ["prov:label": "internal data set"])
        derive(entity)
    }

    private mutating func use(_ entity: String, _ facts: JSON) {
        guard entities.updateValue(facts, forKey: entity) == nil else { return }
        used["_:u\(used.count + 1)"] = ["prov:activity": .text(run), "prov:entity": .text(entity)]
    }

    private mutating func derive(_ entity: String) {
        derived["_:d\(derived.count + 1)"] = [
            "prov:generatedEntity": .text(dataset), "prov:usedEntity": .text(entity), "prov:activity": .text(run),
        ]
    }

    /// The file's text.
    public var text: String {
        let graph: [String: JSON] = [
            "prefix": ["weir": "urn:weir:"], "entity": .object(entities), "agent": .object(agents),
            "activity": .object([run: ["prov:label": .text(action)]]), "used": .object(used),
            "wasDerivedFrom": .object(derived), "wasAssociatedWith": .object(associated),
            "wasGeneratedBy": ["_:g1": ["prov:entity": .text(dataset), "prov:activity": .text(run)]],
        ]
        return JSON.object(graph.filter { !Self.isEmpty($0.value) }).page
    }

    private static func isEmpty(_ value: JSON) -> Bool {
        if case .object(let members) = value { return members.isEmpty }
        return false
    }
}
