/// An initial in small letters behind a name: `leidy johana t.`, `ARBELAEZ m`.
enum LowInitial {
    /// A consonant. Those that are words somewhere (`s`, with or and in Bosnian; `w`, `n`, `r` in haste) need a point, a comma
    /// or the end behind them.
    static func stands(at index: Int, in answer: Answer) -> Bool {
        let words = answer.words.all
        guard words[index].count == 1, words[index].shape == .lower, words[index].gap == .space else { return false }
        let letter = answer.bytes[Int(words[index].start)]
        if "aeiouy".utf8.contains(letter) { return false }
        guard "swxknrdqcb".utf8.contains(letter), index + 1 < words.count else { return true }
        return words[index].isFollowedByPoint(answer, index) || words[index + 1].gap.contains(.comma)
    }

    /// Persons of one word that the words around them told reach over the initial behind them.
    static func extend(_ mentions: inout [Mention], _ answer: Answer) {
        for place in mentions.indices where mentions[place].kind == .person && mentions[place].reason == .context {
            let index = answer.word(from: mentions[place].range.upperBound)
            guard index < answer.words.all.count, stands(at: index, in: answer) else { continue }
            guard place + 1 == mentions.count || !mentions[place + 1].range.overlaps(answer.words.all[index].range)
            else { continue }
            mentions[place].range = mentions[place].range.lowerBound..<Int(answer.words.all[index].end)
        }
    }
}
