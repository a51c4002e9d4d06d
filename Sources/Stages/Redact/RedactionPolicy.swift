/// What is done with a mention.
public enum MentionAction: String, CaseIterable, Sendable {
    /// A word in brackets stands in its place: `[PERSON 1]`.
    case mask
    /// Something coarser stands in its place: an age band, a month, a country.
    case generalise
    /// It stays.
    case keep
    /// The whole answer is withheld.
    case withhold
}

/// What a study does with open answers.
public struct RedactionPolicy: Sendable {
    /// Whether answers are scrubbed; otherwise all of them are withheld.
    public var scrubs: Bool
    private var actions: [MentionKind: MentionAction] = [:]

    /// A policy under which every mention is masked.
    public init(scrubs: Bool) { self.scrubs = scrubs }

    /// What is done with mentions of a kind.
    public subscript(_ kind: MentionKind) -> MentionAction {
        get { actions[kind] ?? .mask }
        set { actions[kind] = newValue }
    }

    /// What a study may ask for. What names one person by itself never stays.
    public static func choices(for kind: MentionKind) -> [MentionAction] {
        switch kind {
        case .age, .date, .place: MentionAction.allCases
        case .organisation: [.mask, .keep, .withhold]
        default: [.mask, .withhold]
        }
    }
}
