/// A month that is a given name as well, and is the month here: `April was quiet`, `the June vacation`, `mid June`. Whoever
/// has such a name has something of a person beside it: a title, another name, a verb of what people do.
enum MonthName {
    static func isSaid(_ index: Int, _ words: Stretch<Word>) -> Bool {
        let word = words[index]
        guard word.classes.has(.month), months.contains(word), !word.isPossessive, !word.isDisguised else {
            return false
        }
        return !isOfPerson(behind: index, words) && !isOfPerson(before: index, words) && !isInDate(index, words)
    }

    /// `Ms. June`, `colleague April`, `Ana June`; `to April` and `with June` may be either, and are a person's.
    private static func isOfPerson(before index: Int, _ words: Stretch<Word>) -> Bool {
        guard index > 0, words[index].gap.joins else { return false }
        let before = words[index - 1]
        if before.classes.has([.title, .honorific, .role, .person, .possessive, .namedWord, .speech]) { return true }
        if persons.contains(before) { return true }
        return before.hasCapital && !before.isInitial && !before.classes.has([.month, .weekday, .function, .allowed])
    }

    /// `June Kola`, `April said`, `June from Tetovo`
    private static func isOfPerson(behind index: Int, _ words: Stretch<Word>) -> Bool {
        guard index + 1 < words.count else { return false }
        let next = words[index + 1]
        if next.gap.contains(.quote) { return true }
        guard next.gap.joins else { return false }
        if next.hasCapital, !next.classes.has([.month, .weekday, .function, .allowed]) { return true }
        if being.contains(next) {
            return words[min(index + 2, words.count)..<min(index + 5, words.count)].contains {
                $0.classes.has([.role, .person])
            }
        }
        return next.classes.has([.speech, .particle, .role]) || verbs.contains(next)
    }

    /// Days and months stay together: rules of dates and the context judge them.
    private static func isInDate(_ index: Int, _ words: Stretch<Word>) -> Bool {
        (max(0, index - 3)...min(index + 2, words.count - 1)).contains { near in
            near != index && (!words[near].isWord || words[near].classes.has(.numberWord))
        }
    }

    /// Names of people in these countries, seldom: others, as `Marta` for March in Bosnian, are names first.
    private static let months = WordSet("april june")
    private static let persons = WordSet(
        "with to by and or ask asked call called thank thanks tell told dear hello hi from for of miss missed like my our")
    private static let being = WordSet("is was")
    private static let verbs = WordSet(
        "who has had does did will would can could works worked helps helped calls called leads led and from at in her his she he knows knew gives gave takes took goes went comes came makes made keeps kept left moved retired answers answered"
    )
}
