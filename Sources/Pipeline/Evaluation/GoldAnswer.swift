public import WeirRedact

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

extension GoldAnswer {
    /// The text in bytes.
    public var bytes: [UInt8] { Array(text.utf8) }

    /// The mentions, in bytes.
    public var marks: [(range: Range<Int>, kind: MentionKind)] {
        var starts = [0]
        for point in text.unicodeScalars { starts.append(starts.last! + UTF8.width(point)) }
        return spans.map {
            (starts[$0.points.lowerBound]..<starts[$0.points.upperBound], MentionKind(rawValue: $0.kind) ?? .number)
        }
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
