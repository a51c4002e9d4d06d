/// How a study has open answers scrubbed: its policy for mentions, and its own words.
public struct AnswerScrubbing: Sendable {
    /// Without a study: every mention is masked.
    public static let plain = AnswerScrubbing(RedactionPolicy(scrubs: true))

    /// What is done with mentions.
    public let policy: RedactionPolicy
    private let replacement: Replacement
    private let studyWords: StudyWords

    /// - Parameters:
    ///   - countries: the names of countries by their letters.
    ///   - studyWords: words that pass in every answer, though no list has them.
    public init(_ policy: RedactionPolicy, countries: [String: String] = [:], studyWords: StudyWords = .none) {
        self.policy = policy
        self.studyWords = studyWords
        replacement = Replacement(policy: policy, countries: countries)
    }

    /// Finds the mentions of an answer that stand for more than the study's own words.
    public func scrub(
        _ text: UnsafeBufferPointer<UInt8>, _ scrubber: Scrubber, allowing names: AllowedWords = .none
    ) -> Scrubber.Outcome {
        let outcome = scrubber.scrub(text, allowing: names)
        guard let mentions = outcome.mentions else { return outcome }
        return .scrubbed(studyWords.dropped(from: mentions, of: text, scrubber, allowing: names))
    }

    /// Whether an answer with these mentions is withheld as a whole.
    public func withholds(_ mentions: [Mention]) -> Bool { mentions.contains { policy[$0.kind] == .withhold } }

    /// Appends an answer with its mentions replaced as the policy says.
    public func append(_ text: UnsafeBufferPointer<UInt8>, _ mentions: [Mention], to output: inout [UInt8]) {
        replacement.append(text, mentions, to: &output)
    }

    /// What stands in place of a mention; nil when it stays.
    public func mask(_ mention: Mention, in text: UnsafeBufferPointer<UInt8>) -> String? {
        policy[mention.kind] == .keep ? nil : replacement.replacement(of: mention, in: text)
    }

    /// The words of a scrubbed answer that were looked at and stay.
    public func standingWords(
        in text: UnsafeBufferPointer<UInt8>, beside mentions: [Mention], allowing names: AllowedWords = .none
    ) -> [StandingWord] {
        StandingWords(names: names, studyWords: studyWords.allowed).words(in: text, beside: mentions)
    }
}
