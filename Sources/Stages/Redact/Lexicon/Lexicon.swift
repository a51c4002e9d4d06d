import CLexicon

/// Everything the lists know: English and left-over foreign words, names, places, public bodies, cues.
///
/// Words are kept as 64-bit hashes of their folded letters, words with marks also with their marks: an ordinary word
/// counts only as it is spelled (`Bašić` is not `basic`), a name counts in every spelling.
public struct Lexicon: Sendable {
    private(set) var table = WordTable(capacity: 524_288)
    private(set) var helplines: Set<UInt64> = []
    /// Words that a word with a slip of the keyboard may have been.
    let plainWords = WordFilter()
    /// Beginnings of phrases of two words or more, and whole phrases.
    let phrases = WordFilter()

    /// The built-in lists of all six countries.
    public static let builtIn = Lexicon(reading: Lists.all)

    private init(reading lists: [Lists]) {
        for list in lists { read(list) }
        table.forEach { [plainWords, phrases] key, classes in
            if classes.has(Spelling.looksFor), !classes.has(.names) { plainWords.add(key) }
            if classes.has(.inPhrase) { phrases.add(key) }
        }
    }

    private mutating func read(_ list: Lists) {
        var folded = FoldedText()
        list.forEachLine { line in
            if list == .helplines {
                helplines.insert(Self.number(line.word))
            } else if let key = Self.plainKey(line.word) {
                table.add(key, list.classes(of: line))
            } else if folded.fold(line.word) {
                add(folded, list.classes(of: line))
            }
        }
    }

    /// The key of a word of small plain letters, which most entries are; nil for all others.
    private static func plainKey(_ word: UnsafeBufferPointer<UInt8>) -> UInt64? {
        var hash = WordHash()
        for byte in word {
            guard byte &- 97 < 26 else { return nil }
            hash.add(byte)
        }
        return hash.value
    }

    /// Adds an entry of one word, or of several as a phrase.
    private mutating func add(_ entry: borrowing FoldedText, _ classes: WordClass) {
        let words = Words(entry).keys
        guard words.count > 1 else {
            if let word = words.first { add(word, classes, isAcronym: entry.isAcronym) }
            return
        }
        if classes.has(.allowed) { addPhrase(words.map(\.folded.value), .phraseEnd) }
        if classes.has(.names) { addPhrase(words.map(\.folded.value), .namePhraseEnd) }
        // Each word of a name of several words is a name: of Juan Carlos, of Banja Luka.
        if classes.has(.names) { for word in words { addPart(word, classes) } }
    }

    private mutating func add(_ word: WordKey, _ classes: WordClass, isAcronym: Bool) {
        var classes = classes
        if classes.has(.allowed), isAcronym { classes = [.acronym] }
        table.add(word.exact.value, classes)
        if word.exact.value != word.folded.value { table.add(word.folded.value, classes) }
    }

    private mutating func addPart(_ word: WordKey, _ classes: WordClass) {
        let known = table[word.folded.value]
        guard !known.has([.common, .function, .particle, .foreign, .placeNoun, .street, .namePrefix]) else { return }
        table.add(word.exact.value, classes)
        table.add(word.folded.value, classes)
    }

    private mutating func addPhrase(_ words: [UInt64], _ end: WordClass) {
        table.add(words[0], .phraseStart)
        var sum = words[0]
        for (place, word) in words.enumerated().dropFirst() {
            sum = WordHash.joined(sum, word)
            table.add(sum, place == words.count - 1 ? end : .phraseInside)
        }
    }

    private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> UInt64 {
        digits.reduce(1) { $0 &* 10 &+ UInt64($1 &- 48) }
    }
}

extension WordTable {
    /// What is known of a word.
    func classes(of key: WordKey) -> WordClass {
        if key.folded.value == key.exact.value { return self[key.folded.value] }
        // Names and cues count in every spelling, words only in their own.
        return self[key.exact.value].union(self[key.folded.value].subtracting(.words))
    }
}

extension FoldedText {
    /// Letters in capitals, three at most in small ones behind (`CSWs`).
    fileprivate var isAcronym: Bool {
        bytes.count <= 8 && bytes.count { (65...90).contains($0) } * 2 > bytes.count
    }
}
