/// A few words, to ask of a word whether it is one of them. Accents and case make no difference.
///
/// It is asked at nearly every word: the keys stand in one small table, an empty place behind each run of them. A set lives as
/// long as the program.
struct WordSet: @unchecked Sendable {
    // Unchecked: the table never changes.
    private let slots: UnsafePointer<UInt64>
    private let mask: Int

    /// Words of plain letters, with blanks between.
    init(_ words: String) {
        let keys = words.split(separator: " ").map { WordHash.of($0.utf8) }
        var size = 4
        while size < keys.count * 4 { size *= 2 }
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
        slots.initialize(repeating: 0, count: size)
        mask = size - 1
        for key in keys {
            var at = Int(truncatingIfNeeded: key) & mask
            while slots[at] != 0, slots[at] != key { at = (at + 1) & mask }
            slots[at] = key
        }
        self.slots = UnsafePointer(slots)
    }

    @inline(__always)
    func contains(_ word: Word) -> Bool {
        var at = Int(truncatingIfNeeded: word.key) & mask
        while slots[at] != 0 {
            if slots[at] == word.key { return true }
            at = (at + 1) & mask
        }
        return false
    }
}

extension WordHash {
    /// The hash of a word of plain letters.
    static func of(_ letters: some Sequence<UInt8>) -> UInt64 {
        var hash = WordHash()
        for letter in letters { hash.add(lower(letter)) }
        return hash.value
    }
}
