/// A few words, to ask of a word whether it is one of them. Accents and case make no difference.
struct WordSet: Sendable {
    private let keys: Set<UInt64>

    /// Words of plain letters, with blanks between.
    init(_ words: String) {
        keys = Set(words.split(separator: " ").map { WordHash.of($0.utf8) })
    }

    func contains(_ word: Word) -> Bool { keys.contains(word.key) }
}

extension WordHash {
    /// The hash of a word of plain letters.
    static func of(_ letters: some Sequence<UInt8>) -> UInt64 {
        var hash = WordHash()
        for letter in letters { hash.add(lower(letter)) }
        return hash.value
    }
}
