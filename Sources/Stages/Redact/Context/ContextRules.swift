/// What the rules found, word by word, in the numbers that the model was trained with.
enum ContextRules {
    static let address = number(of: .address)

    /// The number of a kind; nothing found is 0.
    static func number(of kind: MentionKind) -> UInt64 {
        UInt64(MentionKind.allCases.firstIndex(of: kind)! + 1)
    }

    /// For each word of an answer the number of the mention over it.
    static func read(_ mentions: [Mention], in answer: Answer, into rules: inout [UInt8]) {
        rules.removeAll(keepingCapacity: true)
        let words = answer.words.all
        var next = 0
        for index in words.indices {
            while next < mentions.count, mentions[next].range.upperBound <= Int(words[index].start) { next += 1 }
            let isCovered = next < mentions.count && mentions[next].range.lowerBound < Int(words[index].end)
            rules.append(isCovered ? UInt8(number(of: mentions[next].kind)) : 0)
        }
    }
}
