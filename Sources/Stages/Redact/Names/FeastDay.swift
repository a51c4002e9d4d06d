/// A feast that is a person's name as well: `Saint George's day`, `the Guadalupe feast`, `Bajram, Easter and Christmas`,
/// `after Bajram and after Christmas`. Alone such a word stays a name.
struct FeastDay {
    let words: Stretch<Word>

    func isSaid(_ index: Int) -> Bool {
        let word = words[index]
        guard word.shape == .capital, !word.isDisguised, word.classes.has([.names, .foreign]) else { return false }
        return isBeforeFeast(index) || Self.ofLists.contains(word) && !word.isPossessive && isListed(index)
    }

    /// `Saint George's day`, `the Guadalupe feast`, `Paste days`
    private func isBeforeFeast(_ index: Int) -> Bool {
        guard index + 1 < words.count else { return false }
        if isSaint(index) {
            return words[index + 1].gap.isSubset(of: [.space, .apostrophe, .possessive])
                && (Self.celebrations.contains(words[index + 1]) || Self.day.contains(words[index + 1]))
        }
        guard words[index + 1].gap == .space, !words[index].isPossessive else { return false }
        if Self.celebrated.contains(words[index]), Self.celebrations.contains(words[index + 1]) { return true }
        return Self.ofLists.contains(words[index]) && Self.days.contains(words[index + 1])
    }

    private func isSaint(_ index: Int) -> Bool {
        index > 0 && words[index].gap.isSubset(of: [.space, .period]) && Self.saints.contains(words[index - 1])
    }

    /// Nothing but commas and links stands between it and a feast that is nobody's name.
    private func isListed(_ index: Int) -> Bool {
        endsThere(index) && (isListed(index, step: 1) || isListed(index, step: -1))
    }

    /// The list goes on or ends: `Christmas and Bajram left` and `Happy Easter, Bajram` are about a person.
    private func endsThere(_ index: Int) -> Bool {
        let goesOn =
            index + 1 < words.count
            && (words[index + 1].gap.contains(.comma) || Self.links.contains(words[index + 1]))
        if words[index].gap.contains(.comma) { return goesOn }
        return goesOn || index + 1 == words.count || words[index + 1].gap != .space
    }

    private func isListed(_ index: Int, step: Int) -> Bool {
        var at = index
        var links = 0
        while words.indices.contains(at + step), links < 4 {
            let gap = words[max(at, at + step)].gap
            guard gap.isSubset(of: [.space, .comma]) else { return false }
            at += step
            if Self.certain.contains(words[at]) { return links > 0 || gap.contains(.comma) }
            guard Self.links.contains(words[at]) || Self.ofLists.contains(words[at]) || isRepeated(at, index) else {
                return false
            }
            links += 1
        }
        return false
    }

    /// `after Bajram and after Orthodox Christmas`: the same word before both; and what Christmas it is.
    private func isRepeated(_ at: Int, _ index: Int) -> Bool {
        Self.churches.contains(words[at])
            || index > 0 && Self.before.contains(words[index - 1]) && words[at].key == words[index - 1].key
    }

    /// Names of feasts which, in a list of feasts, are feasts.
    private static let ofLists = WordSet(
        "bajram bajrami bajramit nevruz nowruz novruz bozic boziq paste pasti pashke pashket hram hramul")
    private static let celebrated = WordSet(
        "guadalupe candelaria asuncion bajram bajrami nevruz nowruz novruz bozic paste pascua hram")
    private static let saints = WordSet("saint st san santa santo sveti sveta shen shna sfantul sfanta sfintul sf")
    private static let celebrations = WordSet(
        "feast feasts feastday festivities festivity celebration celebrations procession")
    private static let day = WordSet("day eve")
    private static let days = WordSet("day days eve holiday holidays")
    private static let certain = WordSet("christmas xmas easter ramadan navidad craciun carnival")
    private static let links = WordSet("and or")
    private static let churches = WordSet("orthodox catholic")
    private static let before = WordSet("after before during around at for until")
}
