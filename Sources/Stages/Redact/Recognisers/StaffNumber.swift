/// The number that an office knows one of its own by: `badge 4471`, `employee number 4471`, `staff no. 102`. Shorter than the
/// numbers of the state.
enum StaffNumber: WordRecogniser {
    static let cues: WordClass = [.idWord, .role, .abbreviation]

    static func mention(at place: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        // `staff no. 102`: the cue is the second word.
        let index = place > 0 && signs.contains(words[place]) && staff.contains(words[place - 1]) ? place - 1 : place
        let isBadge = badges.contains(words[index])
        guard isBadge || staff.contains(words[index]) else { return nil }
        let joining: Word.Gap = [.space, .period, .colon, .other, .bracket, .hyphen]
        var at = index + 1
        while at < words.count, at - index <= 3, words[at].gap.isSubset(of: joining), signs.contains(words[at]) {
            at += 1
        }
        guard at < words.count, !words[at].isWord, (3...9).contains(words[at].count),
            words[at].gap.isSubset(of: joining),
            isBadge || at > index + 1 || words[at].count > 3
        else { return nil }
        if YearWords.isFigures(words[at], answer) { return nil }
        if !isBadge, at + 1 < words.count, words[at + 1].classes.has([.person, .unit, .currency]) { return nil }
        return Mention(.nationalNumber, words[at].range, .cue)
    }

    private static let badges = WordSet("badge legajo")
    private static let staff = WordSet("employee worker officer staff personnel payroll empleado empleada")
    private static let signs = WordSet("number no nr num id code numero is was")
}
