/// How a question was worded when it was fielded: digests of the text and of the options as one country's export shows
/// them. A change is told by question; the wording itself is not kept.
public struct Fingerprint: Equatable, Sendable {
    /// The variable, by its place in the codebook.
    public var variable: Int
    /// The layout of the export, in words. Another layout shows other wording of the same question.
    public var layout: String
    /// The digest of the question's text.
    public var question: String
    /// The digest of its options.
    public var options: String

    /// A fingerprint.
    public init(variable: Int, layout: String, question: String, options: String) {
        self.variable = variable
        self.layout = layout
        self.question = question
        self.options = options
    }
}
