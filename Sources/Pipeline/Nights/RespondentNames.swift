import WeirCore

/// The pseudonyms that an id may have: one by each platform for everybody who may have it.
struct RespondentNames {
    private struct Name {
        var pseudonym: Pseudonym
        var platform: String
        /// Whom it names: the id as it was typed or without blanks, and the collector.
        var person: Int
    }

    private var names: [Name] = []
    private var persons = 0

    /// Takes somebody's pseudonyms by each platform.
    mutating func add(_ pseudonyms: [(platform: String, pseudonym: Pseudonym)]) {
        names += pseudonyms.map { Name(pseudonym: $0.pseudonym, platform: $0.platform, person: persons) }
        persons += 1
    }

    /// All of them.
    var all: Set<Pseudonym> { Set(names.map(\.pseudonym)) }

    /// The platform by which a pseudonym names somebody.
    func platform(of pseudonym: Pseudonym) -> String? { names.first { $0.pseudonym == pseudonym }?.platform }

    /// What whoever has a pseudonym is called by a platform.
    func pseudonym(of pseudonym: Pseudonym, on platform: String) -> Pseudonym? {
        let persons = Set(names.filter { $0.pseudonym == pseudonym }.map(\.person))
        return names.first { persons.contains($0.person) && $0.platform == platform }?.pseudonym
    }
}
