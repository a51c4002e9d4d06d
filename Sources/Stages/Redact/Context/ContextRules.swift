/// What the rules found, word by word, in the numbers that the model was trained with.
enum ContextRules {
    static let address = UInt64(number(of: .address))

    /// The number of a kind; nothing found is 0.
    static func number(of kind: MentionKind) -> UInt8 {
        switch kind {
        case .person: 1
        case .phone: 2
        case .email: 3
        case .url: 4
        case .handle: 5
        case .nationalNumber: 6
        case .caseNumber: 7
        case .bankNumber: 8
        case .plate: 9
        case .address: 10
        case .coordinates: 11
        case .ip: 12
        case .number: 13
        case .place: 14
        case .organisation: 15
        case .date: 16
        case .age: 17
        }
    }

    /// Whether a kind is one of figures: neither a name nor an address nor an age, nor nothing.
    static func isNumberOrDate(_ number: UInt8) -> Bool {
        (Self.number(of: .phone)...Self.number(of: .plate)).contains(number)
            || (Self.number(of: .coordinates)...Self.number(of: .number)).contains(number)
            || number == Self.number(of: .date)
    }

    /// For each word of an answer the number of the mention over it.
    static func read(_ mentions: [Mention], in answer: Answer, into rules: inout [UInt8]) {
        rules.removeAll(keepingCapacity: true)
        let words = answer.words.all
        guard !mentions.isEmpty else { return rules.append(contentsOf: repeatElement(0, count: words.count)) }
        var next = 0
        for index in words.indices {
            while next < mentions.count, mentions[next].range.upperBound <= Int(words[index].start) { next += 1 }
            let isCovered = next < mentions.count && mentions[next].range.lowerBound < Int(words[index].end)
            rules.append(isCovered ? number(of: mentions[next].kind) : 0)
        }
    }
}
