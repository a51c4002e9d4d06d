/// How far mentions reach once all are found: over figures that go on behind a hyphen, over the other half of a name with
/// a hyphen, over the little word of another language between two parts of an organisation's name.
struct MentionReach {
    let answer: Answer

    /// The mentions, in order, none overlapping.
    func extended(_ mentions: [Mention]) -> [Mention] {
        var all: [Mention] = []
        for place in mentions.indices {
            let next = place + 1 < mentions.count ? mentions[place + 1].range.lowerBound : answer.bytes.count
            let mention = widened(mentions[place], between: all.last?.range.upperBound ?? 0, and: next)
            if let last = all.last, isBridge(last, mention) {
                all[all.count - 1].range = last.range.lowerBound..<mention.range.upperBound
            } else {
                all.append(mention)
            }
        }
        return all
    }

    private func widened(_ mention: Mention, between start: Int, and end: Int) -> Mention {
        let isPart: (Int) -> Bool
        switch mention.kind {
        case .phone, .bankNumber, .nationalNumber, .caseNumber, .number: isPart = isFigures
        case .person, .place, .organisation: isPart = isHalf
        default: return mention
        }
        var mention = mention
        let words = answer.words.all
        var at = answer.word(from: mention.range.upperBound)
        while at > 0, at < words.count, Int(words[at].end) <= end, isJoined(words[at]), isPart(at),
            Int(words[at - 1].end) == mention.range.upperBound
        {
            mention.range = mention.range.lowerBound..<Int(words[at].end)
            at += 1
        }
        at = answer.word(from: mention.range.lowerBound)
        while at > 0, at < words.count, Int(words[at].start) == mention.range.lowerBound,
            Int(words[at - 1].start) >= start, isJoined(words[at]), isPart(at - 1)
        {
            at -= 1
            mention.range = Int(words[at].start)..<mention.range.upperBound
        }
        switch mention.kind {
        case .phone: return withExtension(mention, before: end)
        case .person, .place, .organisation:
            return PersonReach(answer: answer).widened(mention, between: start, and: end)
        default: return mention
        }
    }

    /// `(604) 000 00 00 ext. 117`
    private func withExtension(_ mention: Mention, before end: Int) -> Mention {
        let words = answer.words.all
        var at = answer.word(from: mention.range.upperBound)
        // The word may be part of the mention already.
        if at < words.count, Self.extensions.contains(words[at]), words[at].gap.isSubset(of: [.space, .comma]) {
            at += 1
        }
        guard at > 0, at < words.count, Self.extensions.contains(words[at - 1]), words[at].shape == .number,
            words[at].count <= 5, words[at].gap.isSubset(of: [.space, .period]), Int(words[at].end) <= end
        else { return mention }
        var mention = mention
        mention.range = mention.range.lowerBound..<Int(words[at].end)
        return mention
    }

    private static let extensions = WordSet("ext extension anexo interno lokal")

    /// A hyphen and nothing else between it and the word before.
    private func isJoined(_ word: Word) -> Bool { word.gap == .hyphen }

    /// `000-99999999-0` and `00` behind it, `P-0098/24` and the clerk's `rs`.
    private func isFigures(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.shape == .number || word.count <= 3 && !word.classes.has([.function, .common])
    }

    /// `Una` of `Una-Sana`; not `Peru` of `Peru-Tacna`, nor what somebody is based in.
    private func isHalf(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.shape == .capital && !word.isPublic && word.verdict != .allowed
            && !word.classes.has([
                .function, .title, .honorific, .role, .month, .weekday, .generic, .common, .allowed,
            ])
    }

    /// `Shtëpia e Diellit`, `Most do Djeteta`: two parts of a name found apart.
    private func isBridge(_ one: Mention, _ other: Mention) -> Bool {
        if one.kind == .person, other.kind == .person { return isSurname(one, other) }
        guard one.kind == .organisation, [.organisation, .person, .place].contains(other.kind) else { return false }
        let words = answer.words.all
        let at = answer.word(from: one.range.upperBound)
        guard at + 1 < words.count, words[at].shape == .lower, words[at].gap == .space, words[at + 1].gap == .space,
            Int(words[at + 1].start) == other.range.lowerBound, words[at + 1].hasCapital
        else { return false }
        return Self.links.contains(words[at])
    }

    /// `Montes de Oca`, `Ríos de la Fuente`: two parts of a surname found apart.
    private func isSurname(_ one: Mention, _ other: Mention) -> Bool {
        let words = answer.words.all
        let first = answer.word(from: one.range.upperBound)
        let last = answer.word(from: other.range.lowerBound)
        guard first < last, last - first <= 2, last < words.count, words[last].gap == .space, words[last].hasCapital
        else {
            return false
        }
        return words[first..<last].allSatisfy {
            $0.shape == .lower && $0.gap == .space && Self.particles.contains($0)
        }
    }

    private static let particles = WordSet("de del la las los")
    /// Not `y`: it also stands between two names.
    private static let links = WordSet("e te i se do de del la las los na za od din cu pentru per")
}
