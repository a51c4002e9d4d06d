import WeirRedact

/// How well a set of marked answers was scrubbed.
public struct RedactionFigures: Sendable {
    /// A mention that was not masked whole.
    public struct Miss: Equatable, Sendable {
        /// The answer's id.
        public var id: String
        /// What it is, and where it stands.
        public var span: GoldSpan
    }

    /// The answers, and the bytes of their texts.
    public internal(set) var answers = 0
    /// The bytes of their texts.
    public internal(set) var bytes = 0
    /// Mentions of which no letter or digit is left.
    public internal(set) var mentions = Share()
    /// Those that name one person by themselves.
    public internal(set) var direct = Share()
    /// Those that do so together.
    public internal(set) var quasi = Share()
    /// Answers without a leak, of those that hold a mention.
    public internal(set) var safeAnswers = Share()
    /// Masks that touch a mention.
    public internal(set) var precision = Share()
    /// Words outside of mentions that stayed.
    public internal(set) var wordsKept = Share()
    /// Answers returned as they were, of those without a mention.
    public internal(set) var untouched = Share()
    /// Answers that were withheld.
    public internal(set) var withheld = Share()
    /// Recall by kind.
    public internal(set) var kinds: [String: Share] = [:]
    /// Recall by country.
    public internal(set) var countries: [String: Share] = [:]
    /// What was not masked whole.
    public internal(set) var misses: [Miss] = []

    /// Whether a kind names nobody by itself. A kind nobody knows is taken for a direct one.
    static func isQuasi(_ kind: String) -> Bool { MentionKind(rawValue: kind).map { !$0.isDirect } ?? false }
}
