/// The catalogue's words for what is no report.
public struct PartnerWords: Sendable {
    private let wording: Wording

    /// The words of a language.
    public init(_ language: ReportLanguage) { wording = Wording(language) }

    /// A text with its places filled in.
    public func text(_ key: String, _ values: [String: String] = [:]) -> String { wording.text(key, values) }
    /// Whether a person has looked at the wording.
    public var isReviewed: Bool { wording.isReviewed }
}
