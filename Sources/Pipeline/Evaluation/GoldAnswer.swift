/// An answer in which people marked every identifying mention.
public struct GoldAnswer: Sendable {
    /// Names the answer in a list of misses, where its text must not stand.
    public var id: String
    /// The country it comes from; empty when nobody said.
    public var country: String
    /// The answer.
    public var text: String
    /// What is identifying in it.
    public var spans: [GoldSpan]

    /// An answer with its mentions.
    public init(id: String, country: String, text: String, spans: [GoldSpan]) {
        self.id = id
        self.country = country
        self.text = text
        self.spans = spans
    }
}

/// A mention that people marked, by code points.
public struct GoldSpan: Equatable, Sendable {
    /// Where it stands.
    public var points: Range<Int>
    /// What it is, in the program's word where it has one.
    public var kind: String

    /// A mention.
    public init(_ points: Range<Int>, kind: String) {
        self.points = points
        self.kind = kind
    }
}
