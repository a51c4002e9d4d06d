/// Why a value is missing. One contiguous, non-negative block, kept apart from the upload to every output format.
///
/// SPSS takes the block as its one missing range, Stata as `.a` to `.i`. Numbers therefore declare a maximum
/// below 9990.
public enum MissingReason: UInt16, CaseIterable, Sendable {
    /// The form's logic did not show the question.
    case notAsked = 9990
    /// The interview broke off before the question.
    case notReached = 9991
    /// The question or option is not part of this country's instrument.
    case notInCountry = 9992
    /// The respondent chose not to answer.
    case preferredNotToAnswer = 9993
    /// Asked, and left blank.
    case noAnswer = 9994
    /// An answer that the crosswalk does not know yet: held, counted, never guessed.
    case unmapped = 9995
    /// Open text that nobody has approved.
    case withheld = 9996
    /// Suppressed for disclosure control.
    case suppressed = 9997
    /// An answer that cannot be used, such as a number out of range.
    case notUsable = 9998

    /// The block as codes: the smallest and the largest missing code.
    public static let codes: ClosedRange<UInt16> = 9990...9998

    /// The name used in codebooks and reports.
    public var label: String {
        switch self {
        case .notAsked: "not asked"
        case .notReached: "not reached"
        case .notInCountry: "not in this country"
        case .preferredNotToAnswer: "preferred not to answer"
        case .noAnswer: "no answer"
        case .unmapped: "unmapped"
        case .withheld: "withheld"
        case .suppressed: "suppressed"
        case .notUsable: "not usable"
        }
    }

    /// Whether the value might be anything (9993–9997): such a cell matches every value when risk is measured with
    /// missing as a wildcard. 9990 and 9992 are facts about the form, 9991 and 9998 about the interview.
    public var mayBeAnything: Bool { (9993...9997).contains(rawValue) }
}

extension UInt16 {
    /// Whether this code stands for a missing reason rather than for an answer.
    public var isMissing: Bool { self >= MissingReason.codes.lowerBound }
}
