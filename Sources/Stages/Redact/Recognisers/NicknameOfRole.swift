/// A nickname in quotation marks right behind what somebody is: `our driver "Mocho" left`.
enum NicknameOfRole: WordRecogniser {
    static let cues: WordClass = [.role, .person]

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        guard words[index].shape == .lower, index > 0, index + 1 < words.count,
            words[index - 1].classes.has([.possessive, .determiner]), words[index + 1].gap == [.space, .quote],
            words[index + 1].shape == .capital, answer.bytes[words[index].range].last != UInt8(ascii: "s"),
            let last = closing(from: index + 1, answer), !isSaying(index + 1...last, words)
        else { return nil }
        for place in index + 1...last where words[place].isWord { answer.words.title(at: place) }
        return Mention(.person, Int(words[index + 1].start)..<Int(words[last].end), .cue)
    }

    /// `the worker "Burned out"`, `the client "Yes"`
    private static func isSaying(_ range: ClosedRange<Int>, _ words: Stretch<Word>) -> Bool {
        if range.contains(where: { words[$0].classes.has(.function) }) { return true }
        return range.allSatisfy { index in
            words[index].classes.has([.common, .english, .domain]) && !words[index].classes.has(.given)
        }
    }

    /// The last word before the marks close, two words at most.
    private static func closing(from open: Int, _ answer: Answer) -> Int? {
        let words = answer.words.all
        return (open..<min(open + 2, words.count)).first { index in
            let isLast = index + 1 == words.count || words[index + 1].gap.contains(.quote)
            return isLast && answer.bytes[Int(words[index].end)...].prefix(2).contains { "\"".utf8.contains($0) }
        }
    }
}
