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
            output.append(contentsOf: text[at..<mention.range.lowerBound])
            output.append(contentsOf: mask(mention).utf8)
            at = mention.range.upperBound
        }
        output.append(contentsOf: text[at...])
    }

    /// The mask of a mention.
    public static func mask(_ mention: Mention) -> String {
        mention.kind == .person ? "[PERSON \(mention.person)]" : "[\(mention.kind.mask)]"
    }
}
