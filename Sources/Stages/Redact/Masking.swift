/// Writes an answer with its mentions masked.
public enum Masking {
    /// What stands in place of an answer that is withheld.
    public static let withheld = Array("[WITHHELD]".utf8)

    /// Appends a text, each mention replaced by its mask: `[PERSON 1]`, `[PLACE]`.
    public static func append(
        _ text: UnsafeBufferPointer<UInt8>, masking mentions: [Mention], to output: inout [UInt8]
    ) {
        var at = 0
        for mention in mentions {
            output.append(contentsOf: UnsafeBufferPointer(rebasing: text[at..<mention.range.lowerBound]))
            append(mention, to: &output)
            at = mention.range.upperBound
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: text[at...]))
    }

    /// Appends the mask of a mention.
    static func append(_ mention: Mention, to output: inout [UInt8]) {
        guard mention.kind == .person, mention.person > 9 else {
            let place = Int(ContextRules.number(of: mention.kind)) - 1
            return output.append(contentsOf: mention.kind == .person ? persons[mention.person] : masks[place])
        }
        output.append(contentsOf: mask(mention).utf8)
    }

    /// Of every kind, in their order, and of the first persons: most masks are these.
    private static let masks = MentionKind.allCases.map { Array("[\($0.mask)]".utf8) }
    private static let persons = (0..<10).map { Array("[PERSON \($0)]".utf8) }

    /// The mask of a mention.
    public static func mask(_ mention: Mention) -> String {
        mention.kind == .person ? "[PERSON \(mention.person)]" : "[\(mention.kind.mask)]"
    }
}
