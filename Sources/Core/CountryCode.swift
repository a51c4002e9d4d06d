/// A country by its ISO 3166-1 alpha-2 code.
public struct CountryCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Two capital letters.
    public let letters: String

    /// A code of two ASCII letters in any case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        // Looked at before it is raised: the capitals of `ß` and `ﬁ` are two ASCII letters.
        guard text.utf8.count == 2, text.utf8.allSatisfy({ (65...90).contains($0 & 0xDF) }) else { return nil }
        letters = text.uppercased()
    }

    public var description: String { letters }
    public static func < (left: Self, right: Self) -> Bool { left.letters < right.letters }
}
