import Foundation

/// What a release was made by, in names: a later definition of its profile is held against it, because what is out stays as
/// it is.
public struct ReleaseTerms: Codable, Equatable, Sendable {
    /// The level of each key, by the variable's name; none in a release of a weir that did not note it.
    public var levels: [String: Int] = [:]
    /// How many people share each combination.
    public var k = 0
    /// The columns that it tells.
    public var columns: [String] = []
    /// The variables that the codebook had, told or withheld; nil in a release of a weir that did not note them.
    public var variables: [String]?
    /// Of the variables that it tells, those with a rule of their own, because they describe children or the office.
    public var guarded: [String] = []
    /// What codes mean in it, by the variable's name and the code.
    public var meanings: [String: [String: String]] = [:]
    /// How they are labelled in it.
    public var labels: [String: [String: String]] = [:]
    /// The same in other languages and as said today, by language, the variable's name and the code; nil in a release of a
    /// weir that did not note them.
    public var translations: [String: [String: [String: String]]]?
    /// The texts of all questions, told or withheld, by language and the variable's name; nil as above.
    public var texts: [String: [String: String]]?
    /// The keys that were never suppressed; nil as above.
    public var unsuppressible: [String]?

    /// Terms of which nothing is known.
    public init() {}
}

extension ReleaseTerms {
    /// Whether a code still says what it said: a group keeps its members, and only those may join it that were in no group
    /// then. Rows that are out were of none of these.
    /// - Parameters:
    ///   - old: what the code meant.
    ///   - new: what it means now; nil where it means nothing.
    ///   - all: what all codes of the variable meant.
    public static func keeps(_ old: String, as new: String?, in all: [String: String]) -> Bool {
        guard let new, new != old else { return new != nil }
        let joined = members(new).subtracting(members(old))
        return members(old).isSubset(of: members(new)) && all.values.allSatisfy { members($0).isDisjoint(with: joined) }
    }

    /// Which categories joined a group since it was released.
    /// - Parameter meaning: what the code means now.
    public func joined(_ code: String, of variable: String, meaning: String) -> [String] {
        guard let old = meanings[variable]?[code] else { return [] }
        return Self.members(meaning).subtracting(Self.members(old)).map(String.init).sorted()
    }

    private static func members(_ meaning: String) -> Set<Substring> { Set(meaning.split(separator: " ")) }

    /// What the ledger has; nothing is known of a release that an older weir noted.
    init(text: String) throws {
        self = text.isEmpty ? ReleaseTerms() : try JSONDecoder().decode(ReleaseTerms.self, from: Data(text.utf8))
    }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
