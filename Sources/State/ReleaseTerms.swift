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
    /// Of the variables that it tells, those with a rule of their own, because they describe children or the office.
    public var guarded: [String] = []
    /// What codes mean in it, by the variable's name and the code.
    public var meanings: [String: [String: String]] = [:]
    /// How they are labelled in it.
    public var labels: [String: [String: String]] = [:]

    /// Terms of which nothing is known.
    public init() {}
}

extension ReleaseTerms {
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
