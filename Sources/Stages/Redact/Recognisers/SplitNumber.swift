/// A number in three parts or more with odd signs or a little word between, behind a word for a telephone or a document:
/// `call me at 069·201·2345`, `phone 069 y 201 y 2345`. Ordinary separators are the other recognisers' matter; times of the
/// day, years and helplines stay.
enum SplitNumber: WordRecogniser {
    static let cues: WordClass = [.phoneWord, .idWord]

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard let first = firstNumber(behind: index, words) else { return nil }
        let parts = parts(from: first, words, answer.bytes)
        let digits = parts.reduce(0) { $0 + words[$1].count }
        guard parts.count >= 3, (7...13).contains(digits),
            !parts.allSatisfy({ YearWords.isFigures(words[$0], answer) }),
            !areTimes(parts, words, answer.bytes)
        else { return nil }
        let kind: MentionKind = words[index].classes.has(.phoneWord) ? .phone : .number
        return Mention(kind, Int(words[first].start)..<Int(words[parts[parts.count - 1]].end), .cue)
    }

    private static func firstNumber(behind index: Int, _ words: Stretch<Word>) -> Int? {
        let near = (index + 1)..<min(index + 6, words.count)
        return near.first { !words[$0].isWord && words[$0].verdict == .open }
    }

    /// The numbers that belong together.
    private static func parts(from first: Int, _ words: Stretch<Word>, _ bytes: Bytes) -> [Int] {
        var parts: [Int] = []
        var at = first
        while at < words.count, parts.count < 7, isPart(words[at]) {
            parts.append(at)
            guard let next = next(behind: at, words, bytes) else { break }
            at = next
        }
        return parts
    }

    private static func isPart(_ word: Word) -> Bool {
        word.shape == .number && (2...5).contains(word.count) && word.verdict != .allowed
    }

    private static func next(behind index: Int, _ words: Stretch<Word>, _ bytes: Bytes) -> Int? {
        let next = index + 1
        guard next < words.count else { return nil }
        let between = bytes[Int(words[index].end)..<Int(words[next].start)]
        // A bullet is folded to the end of a line.
        guard between.count <= 4, between.count == 1 || !between.contains(10), !between.contains(13) else { return nil }
        if links.contains(words[next]), between.allSatisfy({ $0 == 32 }) {
            // `056 and then 000 417`
            let behind = next + 1 < words.count && then.contains(words[next + 1]) ? next + 2 : next + 1
            return behind < words.count && words[behind].gap == .space ? behind : nil
        }
        // A list: `call 116, 117 and 129`.
        return between.elementsEqual(", ".utf8) ? nil : next
    }

    private static let links = WordSet("y e i si and then dash minus crtica linie")
    private static let then = WordSet("then")

    /// `08:00-16:00`
    private static func areTimes(_ parts: [Int], _ words: Stretch<Word>, _ bytes: Bytes) -> Bool {
        parts.allSatisfy { words[$0].count == 2 }
            && bytes[Int(words[parts[0]].end)..<Int(words[parts[parts.count - 1]].start)].contains {
                $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
    }
}
