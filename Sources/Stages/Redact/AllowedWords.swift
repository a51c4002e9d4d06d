/// Names that are part of the questionnaire: those of a scenario, in the answers about it.
public struct AllowedWords: Sendable {
    private let keys: Set<UInt64>
    /// Of these, the words that are no names, but behind a title.
    private let words: Set<UInt64>
    /// One number for all of them, 0 for none.
    let digest: UInt64

    /// No names.
    public static let none = AllowedWords([])

    /// Names of one word each, in any spelling.
    public init(_ names: [String]) {
        self.init(keys: Set(names.flatMap(Self.keys)), words: [])
    }

    private init(keys: Set<UInt64>, words: Set<UInt64>) {
        self.keys = keys
        self.words = words
        // In whatever order a set has them; words count apart from names.
        digest =
            keys.reduce(0) { $0 &+ WordHash.joined(1, $1) } &+ words.reduce(0) { $0 &+ WordHash.joined(2, $1) }
    }

    private static func keys(of name: String) -> [UInt64] {
        Array(name.utf8).withUnsafeBufferPointer { keys(of: $0) }
    }

    private static func keys(of text: UnsafeBufferPointer<UInt8>) -> [UInt64] {
        var folded = FoldedText()
        guard folded.fold(text) else { return [] }
        return Words(folded).keys.map(\.folded.value)
    }

    /// These names, and words that are no names.
    func and(words: Self) -> Self {
        AllowedWords(keys: keys.union(words.keys), words: words.keys.subtracting(keys))
    }

    /// Whether a word is one of them.
    func has(_ word: Word) -> Bool { keys.contains(word.key) && !word.isDisguised }

    /// Whether one of the words stands in a text.
    func areIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool { Self.keys(of: text).contains(where: keys.contains) }

    /// Gives the words their verdict before any other is given. As part of a longer name they are masked with it.
    func mark(in answer: Answer) {
        guard !keys.isEmpty else { return }
        for (index, word) in answer.words.all.enumerated() where word.isWord && !word.isDisguised {
            guard keys.contains(word.key) else { continue }
            if words.contains(word.key), answer.hasCue(.title, before: Int(word.start), within: 2) { continue }
            answer.words.grant(at: index)
        }
    }
}
