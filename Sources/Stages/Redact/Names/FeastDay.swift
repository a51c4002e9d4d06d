/// A feast that is a person's name as well: `Saint George's day`, `the Guadalupe feast`, `after Bajram and Christmas`.
/// Alone such a word stays a name.
struct FeastDay {
    let words: Stretch<Word>

    func isSaid(_ index: Int) -> Bool {
        let word = words[index]
        guard word.hasCapital, word.shape != .initial, !word.isDisguised, word.classes.has([.names, .foreign]) else {
            return false
        }
        if isBeforeFeast(index) { return true }
        return Self.feasts.contains(word) && isBesideFeast(index) && !isPartOfName(index)
    }

    /// `Saint George's day`, `the Guadalupe feast`; in `Reyes week` only where the word is a feast.
    private func isBeforeFeast(_ index: Int) -> Bool {
        guard index + 1 < words.count, words[index + 1].gap.isSubset(of: [.space, .apostrophe, .possessive]) else {
            return false
        }
        let isFeast = Self.feasts.contains(words[index]) || isSaint(index)
        if Self.celebrations.contains(words[index + 1]) { return isFeast || isBehindThe(index) }
        return isFeast && Self.days.contains(words[index + 1])
    }

    private func isSaint(_ index: Int) -> Bool {
        index > 0 && words[index].gap.isSubset(of: [.space, .period]) && Self.saints.contains(words[index - 1])
    }

    private func isBehindThe(_ index: Int) -> Bool {
        index > 0 && words[index].gap == .space && Self.articles.contains(words[index - 1])
    }

    /// Another feast stands near: `Bajram, Easter and Christmas`.
    private func isBesideFeast(_ index: Int) -> Bool {
        (max(0, index - 5)...min(index + 5, words.count - 1)).contains { near in
            near != index && Self.certain.contains(words[near]) && !isParted(min(index, near), max(index, near))
        }
    }

    private func isParted(_ first: Int, _ last: Int) -> Bool {
        (first + 1...last).contains { words[$0].gap.contains(.line) || words[$0].gap.contains(.stop) }
    }

    /// `Bajram Hoxha`, `Ana Reyes`, `Mr. Bajram`, `Bajram's`
    private func isPartOfName(_ index: Int) -> Bool {
        func isName(_ near: Int) -> Bool {
            words[near].isWord && words[near].hasCapital && !Self.certain.contains(words[near])
                && !Self.feasts.contains(words[near]) && !words[near].classes.has([.month, .weekday, .function])
        }
        if words[index].isPossessive { return true }
        if index > 0, words[index].gap.joins,
            isName(index - 1)
                || words[index - 1].classes.has([.title, .honorific, .role, .person, .possessive])
        {
            return true
        }
        return index + 1 < words.count && words[index + 1].gap.joins
            && (isName(index + 1) || words[index + 1].classes.has(.speech))
    }

    private static let feasts = WordSet(
        "bajram bajrami bajramit nevruz nowruz novruz guadalupe reyes bozic boziq paste pasti pascua pashka pashke pashket hram hramul candelaria carmen asuncion"
    )
    private static let saints = WordSet("saint st san santa santo sveti sveta shen shna sfantul sfanta sfintul sf")
    private static let celebrations = WordSet("feast feasts feastday festivities festivity festival celebration celebrations procession")
    private static let days = WordSet("day days eve week holiday holidays vacation break season time")
    private static let articles = WordSet("the")
    private static let certain = WordSet(
        "christmas xmas easter ramadan ramazan bayram eid holiday holidays feast feasts carnival carnaval newyear navidad posadas fiestas muertos craciun kurban orthodox navidades semana"
    )
}
