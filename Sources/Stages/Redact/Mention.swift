/// What an identifying mention is.
public enum MentionKind: String, CaseIterable, Sendable {
    case person, phone, email, url, handle
    case nationalNumber = "nationalid"
    case caseNumber = "case"
    case bankNumber = "bank"
    case plate, address, coordinates, ip
    /// A number nobody could say what it is.
    case number
    case place
    case organisation = "org"
    case date, age

    /// Whether it names one person by itself; the others do so together.
    public var isDirect: Bool { ![.place, .organisation, .date, .age].contains(self) }

    /// The word in a mask: `[PERSON 1]`.
    public var mask: String {
        switch self {
        case .nationalNumber: "ID NUMBER"
        case .caseNumber: "CASE NUMBER"
        case .bankNumber: "ACCOUNT"
        case .url: "WEB ADDRESS"
        case .organisation: "ORGANISATION"
        default: rawValue.uppercased()
        }
    }
}

/// Why something was taken for a mention.
public enum MentionReason: String, CaseIterable, Sendable {
    /// Its shape, found by a pattern.
    case shape
    /// Its shape, and a check digit that agrees.
    case checkDigit = "check digit"
    /// A word beside it says so: `ID no.`, `Mrs`, `years old`.
    case cue
    /// It stands in a list of names or places.
    case listed
    /// It stands in no list of words.
    case unlisted
    /// It stands beside a name.
    case beside = "beside a name"
    /// The words around it.
    case context
}

/// One identifying mention.
public struct Mention: Equatable, Sendable {
    /// What it is.
    public var kind: MentionKind
    /// Where it stands, in bytes.
    public var range: Range<Int>
    /// Why it was taken for one.
    public var reason: MentionReason
    /// For a person, the number within the answer, from 1: the same person has the same number.
    public var person = 0
    /// How sure that it is one, from 0 to 1, as the model of the context says.
    public var confidence: Float = 1

    init(_ kind: MentionKind, _ range: Range<Int>, _ reason: MentionReason) {
        self.kind = kind
        self.range = range
        self.reason = reason
    }
}
