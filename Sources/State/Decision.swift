public import Foundation

/// What a person decided about one open answer. It holds no respondent's text: positions, or a wording that is the
/// reviewer's own and that they approved.
public struct Decision: Equatable, Sendable {
    /// What may be used of the answer.
    public enum Verdict: Equatable, Sendable {
        /// The answer with these stretches masked; in the order of the text, none overlapping.
        case masked([Mask])
        /// The reviewer's wording instead.
        case edited(String)
        /// Nothing.
        case withheld
    }

    /// What may be said about who gave an approved answer. The coarsest is the default.
    public enum Attribution: String, CaseIterable, Sendable {
        /// Nothing at all.
        case none
        /// "a worker".
        case role
        /// "a worker, Albania".
        case country
    }

    /// What may be used.
    public var verdict: Verdict
    /// What may be said about who gave the answer.
    public var attribution: Attribution
    /// Who decided.
    public var reviewer: String
    /// When.
    public var decided: Date
    /// How long it took, in seconds.
    public var seconds: Double

    /// A decision.
    public init(
        _ verdict: Verdict, attribution: Attribution = .none, reviewer: String, decided: Date, seconds: Double = 0
    ) {
        self.verdict = verdict
        self.attribution = attribution
        self.reviewer = reviewer
        self.decided = decided
        self.seconds = seconds
    }

    /// The approved wording of the answer that was decided on; nil when it is withheld, or when the masks do not fit
    /// this text.
    public func wording(of answer: String) -> String? {
        switch verdict {
        case .withheld: nil
        case .edited(let wording): wording
        case .masked(let masks): Mask.applied(masks, to: answer)
        }
    }
}

/// A stretch of an answer that is masked.
public struct Mask: Codable, Equatable, Sendable {
    /// The first code point (Unicode scalar).
    public var start: Int
    /// Behind the last code point.
    public var end: Int
    /// What stands there instead, such as `[PERSON 1]`.
    public var word: String

    /// A mask.
    public init(start: Int, end: Int, word: String) {
        self.start = start
        self.end = end
        self.word = word
    }

    /// A text with its masks; nil when they do not fit it.
    public static func applied(_ masks: [Self], to text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var at = 0
        for mask in masks {
            guard mask.start >= at, mask.end > mask.start, mask.end <= scalars.count else { return nil }
            result.append(contentsOf: scalars[at..<mask.start])
            result.append(contentsOf: mask.word.unicodeScalars)
            at = mask.end
        }
        result.append(contentsOf: scalars[at...])
        return String(result)
    }
}
