/// Names that are part of the questionnaire: those of a scenario, in the answers about it.
public struct AllowedWords: Sendable {
    private let keys: Set<UInt64>

    /// No names.
    public static let none = AllowedWords([])

    /// Names of one word each, in any spelling.
    public init(_ names: [String]) {
        keys = Set(names.flatMap(Self.keys))
    }

    private static func keys(of name: String) -> [UInt64] {
        var folded = FoldedText()
        guard Array(name.utf8).withUnsafeBufferPointer({ folded.fold($0) }) else { return [] }
        return Words(folded).keys.map(\.folded.value)
    }

    /// Gives the words their verdict before any other is given. As part of a longer name they are masked with it.
    func mark(in answer: Answer) {
        guard !keys.isEmpty else { return }
        for (index, word) in answer.words.all.enumerated() where word.isWord && !word.isDisguised {
            if keys.contains(word.key) { answer.words.set(.allowed, at: index) }
        }
    }
}
