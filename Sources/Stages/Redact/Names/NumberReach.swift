/// How far a number reaches once it is found: over what hyphens, slashes and points hold to it. Of `2207/1` no half stays.
struct NumberReach {
    let answer: Answer

    /// The mentions, each number whole.
    func widened(_ mentions: [Mention]) -> [Mention] {
        guard mentions.contains(where: isNumber) else { return mentions }
        var all: [Mention] = []
        for (place, mention) in mentions.enumerated() {
            let start = all.last?.range.upperBound ?? 0
            let end = place + 1 < mentions.count ? mentions[place + 1].range.lowerBound : answer.bytes.count
            all.append(isNumber(mention) ? widened(mention, between: start, and: end) : mention)
        }
        return all
    }

    private func isNumber(_ mention: Mention) -> Bool { Self.kinds.contains(mention.kind) }

    private static let kinds: Set<MentionKind> = [.number, .caseNumber, .nationalNumber, .phone, .bankNumber]

    private func widened(_ mention: Mention, between start: Int, and end: Int) -> Mention {
        let words = answer.words.all
        var first = answer.word(from: mention.range.lowerBound)
        let behind = answer.word(from: mention.range.upperBound)
        guard first < words.count, behind > first, Int(words[first].start) == mention.range.lowerBound else {
            return mention
        }
        while first > 0, isJoined(words[first]), isFigures(words[first - 1]), Int(words[first - 1].start) >= start {
            first -= 1
        }
        var last = behind - 1
        while last + 1 < words.count, isJoined(words[last + 1]), isFigures(words[last + 1]),
            Int(words[last + 1].end) <= end
        { last += 1 }
        var mention = mention
        mention.range = Int(words[first].start)..<max(mention.range.upperBound, Int(words[last].end))
        return mention
    }

    private func isJoined(_ word: Word) -> Bool {
        word.gap == .hyphen || word.gap == .slash || word.gap == .period
    }

    private func isFigures(_ word: Word) -> Bool {
        word.verdict != .allowed && (word.shape == .number || word.shape == .alphanumeric)
    }
}
