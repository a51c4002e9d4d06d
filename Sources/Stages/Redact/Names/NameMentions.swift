/// Puts the words of one name together, and says whether it is a person, a place or an organisation.
struct NameMentions {
    let answer: Answer

    func mentions() -> [Mention] {
        var mentions: [Mention] = []
        var index = 0
        let words = answer.words.all
        while index < words.count {
            guard words[index].verdict == .name else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < words.count, words[last + 1].verdict == .name, words[last + 1].gap.joins,
                !words[last + 1].isInitial || isAbbreviated(words[last], before: words[last + 1]),
                !words[last].isPossessive
            { last += 1 }
            mentions.append(withHouseNumber(mention(index...last), last))
            index = last + 1
        }
        return mentions
    }

    /// `Gh. Ionescu`, `a. dervishi`: the point behind a letter, or two or three that are no name by themselves, ends no
    /// sentence.
    private func isAbbreviated(_ word: Word, before next: Word) -> Bool {
        if word.count == 1, word.shape == .lower { return next.gap == [.period, .space] }
        return word.shape == .capital && word.count <= 3 && next.gap == [.period, .space]
            && !word.classes.has(WordClass.names.union(.words))
    }

    /// `Donji Lug 17a`, `Kolodvorska 71`: a short number right behind a name is a house's.
    private func withHouseNumber(_ mention: Mention, _ last: Int) -> Mention {
        let words = answer.words.all
        guard last + 1 < words.count, words[last].hasCapital, !words[last].isPossessive else { return mention }
        let number = words[last + 1]
        guard !number.isWord, number.gap == .space, number.verdict == .harmless || number.verdict == .open,
            number.count <= 3 || number.shape == .alphanumeric && number.count <= 4,
            SignKind.of(answer.bytes[Int(number.start)]) == .digit
        else { return mention }
        if last + 2 < words.count, words[last + 2].gap == .space || words[last + 2].gap == .hyphen,
            words[last + 2].classes.has([.unit, .person, .role, .currency, .common, .domain])
        {
            return mention
        }
        return Mention(.address, mention.range.lowerBound..<Int(number.end), .beside)
    }

    private func mention(_ range: ClosedRange<Int>) -> Mention {
        let words = answer.words.all
        let known = words[range].reduce(into: WordClass()) { $0.formUnion($1.classes) }
        let isListed = known.has(.names)
        return Mention(
            kind(range, known), Int(words[range.lowerBound].start)..<Int(words[range.upperBound].end),
            isListed ? .listed : .unlisted)
    }

    private func kind(_ range: ClosedRange<Int>, _ known: WordClass) -> MentionKind {
        let words = answer.words.all
        let before = range.lowerBound > 0 && words[range.lowerBound].gap.joins ? words[range.lowerBound - 1] : nil
        if let before, before.classes.has([.honorific, .title, .role, .person, .namedWord]),
            !before.classes.has(.placePreposition)
        {
            return .person
        }
        if range.count == 1, words[range.lowerBound].shape == .upper, !known.has(.names) { return .organisation }
        let isBehindPlace = before.map { $0.classes.has(.placePreposition) } ?? false
        if known.has(.place) {
            return known.has(.given) && !isBehindPlace || known.has(.persons) && range.count > 1 && !isBehindPlace
                ? .person : .place
        }
        return isBehindPlace && !known.has(.persons) ? .place : .person
    }
}
