/// Addresses, read part by part: `Rruga e Kavajës 12, Ap. 4`, `Calle 45 # 12-34`, `12 Rose Street`, `lagjja 8, next to the old
/// mill`. One part that says little (`block 3`) is no address; two are.
enum StreetAddress: WordRecogniser {
    static let cues: WordClass = [.street, .streetStrong, .streetAnySide]

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        // `D.S. 001-2018`: the letter of a law.
        let isOfLaw = words[index].verdict == .allowed && words[index].shape == .initial
        guard words[index].verdict != .taken, !isOfLaw, !isProduct(index, words) else { return nil }
        let reader = AddressReader(answer: answer)
        let first = words[index].classes.has(.streetAnySide) ? reader.start(before: index) : index
        guard let part = first < index ? reader.leftPart(first, index) : reader.part(at: index) else { return nil }
        let whole = reader.chain(from: part)
        guard whole.weight >= 2 else { return nil }
        let start = reader.withFloor(before: reader.withSettlement(before: first))
        return Mention(.address, Int(words[start].start)..<Int(words[whole.last].end), .cue)
    }

    /// `Google Drive`: a street word behind a platform's name, and no number behind it.
    private static func isProduct(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index > 0, words[index].gap == .space, words[index].classes.has(.streetAnySide),
            words[index - 1].hasCapital, words[index - 1].classes.has(.allowed), !words[index - 1].classes.has(.names)
        else { return false }
        return index + 1 == words.count || words[index + 1].isWord || words[index + 1].gap != .space
    }
}

/// Reads the parts of an address from its words.
private struct AddressReader {
    let answer: Answer

    /// A part, or several: the last word, and how much it says.
    struct Part {
        var last: Int
        var weight: Int
    }

    private var words: Stretch<Word> { answer.words.all }

    /// No address has more parts; time stays linear.
    private static let parts = 24

    /// Goes on over further parts, with commas or blanks between.
    func chain(from part: Part) -> Part {
        var whole = part
        var parts = 0
        while parts < Self.parts, let next = following(whole.last + 1) {
            parts += 1
            whole.last = next.last
            whole.weight += next.weight
        }
        return whole
    }

    private func following(_ index: Int) -> Part? {
        guard index < words.count, words[index].gap.isSubset(of: [.space, .comma, .period, .hyphen]),
            !words[index].isInitial || words[index].gap.isDisjoint(with: [.line, .stop])
        else { return nil }
        return floor(at: index) ?? landmark(at: index) ?? part(at: index) ?? abbreviated(at: index)
            ?? postcode(at: index) ?? houseNumber(at: index)
    }

    /// A street word with what belongs to it: a name, a number, or both.
    func part(at index: Int) -> Part? {
        let word = words[index]
        guard word.classes.has([.street, .streetStrong, .streetAnySide]), word.verdict != .taken else { return nil }
        let (last, named, numbered) = reach(from: index)
        guard last > index else { return nil }
        if word.count == 1 { return word.hasCapital && named && numbered ? Part(last: last, weight: 2) : nil }
        if word.classes.has(.streetStrong) {
            return Part(last: last, weight: named && numbered || word.hasCapital ? 2 : 1)
        }
        if word.classes.has(.streetAnySide) {
            return numbered ? Part(last: last, weight: named || word.hasCapital ? 2 : 1) : nil
        }
        return numbered ? Part(last: last, weight: named ? 2 : 1) : named ? Part(last: last, weight: 1) : nil
    }

    /// `bir. 14`, `pll 9`, `P. 14`, `C.P. 00990`: behind a part, any short word with a number.
    private func abbreviated(at index: Int) -> Part? {
        var at = index
        while at + 1 < words.count, at - index < 8, words[at].shape == .initial, words[at + 1].shape == .initial,
            words[at + 1].gap == .period
        { at += 1 }
        guard at + 1 < words.count, words[at].isWord, words[at].count <= 5, hasDigit(at + 1),
            words[at + 1].verdict != .allowed,
            words[at + 1].gap.isSubset(of: [.space, .period]), words[at + 1].gap != .period,
            words[at].shape == .initial || !words[at].classes.has([.common, .phoneWord, .function, .month])
        else { return nil }
        return Part(last: at + 1, weight: 1)
    }

    /// A number of four to six digits behind a comma.
    private func postcode(at index: Int) -> Part? {
        guard words[index].shape == .number, (4...6).contains(words[index].count), words[index].gap.contains(.comma)
        else { return nil }
        return Part(last: index, weight: 0)
    }

    /// `Rose Street, 45.`: a short number behind a comma that counts nothing.
    private func houseNumber(at index: Int) -> Part? {
        guard words[index].shape == .number, words[index].count <= 4, words[index].gap == [.comma, .space],
            words[index - 1].classes.has([.street, .streetStrong, .streetAnySide]),
            index + 1 == words.count || !words[index + 1].gap.joins || words[index + 1].gap.contains(.period)
        else { return nil }
        return Part(last: index, weight: 1)
    }

    /// How far the name and the number behind a street word go.
    private func reach(from index: Int) -> (last: Int, named: Bool, numbered: Bool) {
        var last = index
        var named = false
        var numbered = false
        var at = index + 1
        while at < words.count, at - index < 9, mayFollow(at) {
            if hasDigit(at) || AddressWords.bare.contains(words[at]) || words[at].shape == .initial {
                numbered = true
                last = at
            } else if isProper(at) {
                named = true
                last = at
            } else if !isLink(at), !leadsToNumber(at) {
                break
            }
            at += 1
        }
        return (last, named, numbered)
    }

    private func mayFollow(_ at: Int) -> Bool {
        let word = words[at]
        // `street "Ismail Qemali" no 5`
        let mark: Word.Gap = [.slash, .other, .hyphen, .quote]
        guard word.gap.isSubset(of: Word.Gap([.space, .period]).union(mark)), !word.isInitial else { return false }
        if word.count == 1 || AddressWords.bare.contains(word) { return true }
        if word.classes.has([.streetStrong, .street]), !hasDigit(at), at > 0,
            !word.classes.has([.particle, .abbreviation])
        {
            return false
        }
        return !word.classes.has([.month, .weekday, .speech]) || hasDigit(at)
    }

    /// `bulevardi i palmave 41`: small words between the street and its number.
    private func leadsToNumber(_ at: Int) -> Bool {
        guard words[at].shape == .lower, !words[at].classes.has([.common, .speech]) else { return false }
        return (1...2).contains { at + $0 < words.count && (hasDigit(at + $0)) && words[at + $0].gap.joins }
    }

    private func isLink(_ at: Int) -> Bool {
        words[at].classes.has([.particle, .abbreviation]) || AddressWords.links.contains(words[at])
    }

    /// The number of a house; `SOS 1264` behind an address is a helpline.
    private func hasDigit(_ at: Int) -> Bool {
        !words[at].isWord && words[at].count <= 5
            && !(words[at].verdict == .allowed && at > 0 && words[at - 1].shape == .upper)
    }

    private func isProper(_ at: Int) -> Bool {
        let word = words[at]
        guard word.isWord, word.shape != .initial else { return false }
        if word.hasCapital {
            return !word.classes.has([.function, .role])
                && !(word.classes.has(.organisation) && !words[at - 1].classes.has(.street))
                && !(word.classes.has(.allowed)
                    && !words[at - 1].classes.has([.particle, .street, .streetStrong, .streetAnySide]))
        }
        return !word.classes.has(.words) && !word.classes.has([.abbreviation, .particle]) && word.count > 2
    }

    /// `drugi sprat`, `2nd floor`, `2do piso`.
    private func floor(at index: Int) -> Part? {
        guard index + 1 < words.count, AddressWords.floors.contains(words[index + 1]), words[index + 1].gap.joins,
            words[index].classes.has(.numberWord) || !words[index].isWord
                || AddressWords.ordinals.contains(words[index])
        else { return nil }
        return Part(last: index + 1, weight: 1)
    }

    /// The end of a word that a landmark stands behind: `opposite`, `vis-a-vis`.
    private func landmarkWord(at index: Int) -> Int? {
        if AddressWords.landmarks.contains(words[index]) { return index }
        let isInThree =
            index + 2 < words.count && AddressWords.vis.contains(words[index]) && words[index + 1].gap == .hyphen
            && words[index + 2].gap == .hyphen && AddressWords.vis.contains(words[index + 2])
        return isInThree ? index + 2 : nil
    }

    /// `next to the old mill`, `frente al mercado`, `lângă fântână`: up to two nouns behind the preposition.
    private func landmark(at index: Int) -> Part? {
        guard let word = landmarkWord(at: index) else { return nil }
        var at = word + 1
        while at < words.count, at - word < 4,
            AddressWords.articles.contains(words[at]) || words[at].classes.has(.determiner), words[at].gap == .space
        { at += 1 }
        var last = word
        while at < words.count, at - word < 7, words[at].gap == .space, words[at].isWord, last - word < 5,
            !words[at].classes.has([.function, .speech]) || words[at].hasCapital
                || AddressWords.adjectives.contains(words[at])
        {
            last = at
            at += 1
            if words[last].classes.has(.common), !AddressWords.adjectives.contains(words[last]) { break }
        }
        return last > word ? Part(last: last, weight: 1) : nil
    }

    /// `12 Rose` before `Street`.
    func start(before index: Int) -> Int {
        var first = index
        while first > 0, words[first].gap.joins, index - first < 5 {
            let before = words[first - 1]
            let isName = before.hasCapital && before.isWord && !before.classes.has([.function, .placePreposition])
            // `Stephen the Great street`
            let isInside =
                AddressWords.inside.contains(before) && first < index && first > 1 && words[first - 2].hasCapital
                && words[first - 1].gap == .space && !words[first - 2].classes.has([.function, .placePreposition])
            guard isInside || isName || !before.isWord && before.count <= 5 else { break }
            first -= 1
        }
        return first
    }

    /// `12 Rose Street`, `Rose Street 12`, `Rose Street`.
    func leftPart(_ first: Int, _ index: Int) -> Part? {
        let numbered = (first..<index).contains { !words[$0].isWord }
        let named = (first..<index).contains { words[$0].isWord }
        let behind = reach(from: index)
        guard named, numbered || behind.numbered || words[index].hasCapital else { return part(at: index) }
        return Part(last: behind.numbered ? behind.last : index, weight: 2)
    }

    /// `satul Pelivan, str. Livezilor 8`: the village before the street.
    func withSettlement(before index: Int) -> Int {
        guard index >= 2, words[index].gap.isSubset(of: [.comma, .space]), words[index].gap.contains(.comma) else {
            return index
        }
        var at = index - 1
        while at > 0, index - at < 4, isProper(at), words[at].gap.joins || isAbbreviated(at - 1) { at -= 1 }
        return at < index - 1 && words[at].classes.has([.placePreposition, .street]) && words[at].count > 2
            && words[at].classes.isDisjoint(with: [.function, .common]) ? at : index
    }

    /// `sat. Gura`
    private func isAbbreviated(_ index: Int) -> Bool {
        words[index].count <= 4 && words[index + 1].gap == [.period, .space] && words[index].classes.has(.street)
    }

    /// `second floor of 14 Independence Street`.
    func withFloor(before index: Int) -> Int {
        guard index >= 3, AddressWords.of.contains(words[index - 1]), AddressWords.floors.contains(words[index - 2]),
            words[index - 3].classes.has(.numberWord) || !words[index - 3].isWord
        else { return index }
        return index - 3
    }
}

private enum AddressWords {
    static let bare = WordSet("bb sur s n norte este oeste bis")
    static let links = WordSet("no nr num numero br via de la of the")
    static let floors = WordSet("floor sprat sprata piso etaj etajul kat kati sprati")
    static let ordinals = WordSet(
        "first second third fourth fifth prvi drugi treci cetvrti primer primero segundo tercer tercero cuarto pare dyte trete ground prizemlje"
    )
    static let landmarks = WordSet(
        "behind beside opposite above frente detras pored kod iza blizu iznad prane prapa mbi perballe langa deasupra vizavi next corner"
    )
    static let articles = WordSet("to of the al a la el los las del de od e i")
    static let adjectives = WordSet(
        "old new big small former green white red blue yellow central main stare stari novi viejo vieja")
    static let of = WordSet("of")
    static let vis = WordSet("vis")
    static let inside = WordSet("the")
}
