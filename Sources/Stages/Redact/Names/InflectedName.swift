/// A given name with an ending of another language, or with the s of a possessive that lost its apostrophe: `by Shpresën`,
/// `pedros mother`. Lists of words know the name as a noun.
struct InflectedName {
    let answer: Answer

    /// A capital with an Albanian ending whose stem is a given name: `Shpresën`, `Dritës`.
    func isCapital(_ word: Word) -> Bool {
        guard word.shape == .capital, word.classes.has(.foreign), !answer.text.isPlain(word.range),
            word.classes.isDisjoint(with: [.common, .english, .domain, .study, .function, .generic, .organisation])
        else { return false }
        return stems(of: word, Self.endings).contains { $0.has(.given) }
    }

    /// `dritas car`, `juans salary`: a given name that is no ordinary word, and what somebody owns.
    func isOwner(_ index: Int) -> Bool {
        let words = answer.words.all
        let word = words[index]
        guard word.shape == .lower, word.count > 4, answer.bytes[word.range].last == UInt8(ascii: "s"),
            word.classes.isDisjoint(with: [.common, .english, .domain, .study, .function, .allowed]),
            index + 1 < words.count, words[index + 1].gap == .space, isOwned(words[index + 1])
        else { return false }
        return stems(of: word, Self.possessive).contains {
            $0.has(.given) && $0.isDisjoint(with: [.common, .english, .domain, .function])
        }
    }

    private func isOwned(_ word: Word) -> Bool {
        word.shape == .lower && word.classes.has([.common, .domain, .english, .person, .role])
            && !word.classes.has([.function, .speech])
    }

    private static let possessive = [Array("s".utf8)]
    private static let endings = ["en", "es"].map { Array($0.utf8) }

    /// The classes of what is left without an ending, and with the vowel that stands there else.
    private func stems(of word: Word, _ endings: [[UInt8]]) -> [WordClass] {
        let letters = answer.bytes[word.range].map(WordHash.lower)
        return endings.filter { letters.count - $0.count >= 3 && letters.suffix($0.count).elementsEqual($0) }
            .flatMap { ending in
                var stem = WordHash()
                for letter in letters.dropLast(ending.count) { stem.add(letter) }
                return [stem, stem.with(UInt8(ascii: "a")), stem.with(UInt8(ascii: "e"))]
            }.map { answer.lexicon.table[$0.value] }
    }
}
