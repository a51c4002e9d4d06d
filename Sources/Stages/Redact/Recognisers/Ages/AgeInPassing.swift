/// An age told in passing of somebody named by a role: `the girl who is 9 needs`, `the boy had 7 years when … and 12 now`.
enum AgeInPassing {
    private static let relatives = WordSet("who that")
    private static let being = WordSet("is was are were turned turns")
    private static let having = WordSet("has had")
    private static let softeners = WordSet("now nearly almost only just already about barely today currently")
    private static let children = WordSet(
        "boy girl child son daughter sister brother niece nephew grandson granddaughter kid minor teenager adolescent student pupil baby"
    )
    private static let years = WordSet("years year")
    /// `who is 1 of five`, `who has 6 years in the centre`.
    private static let counting = WordSet("of in out per percent th st nd rd x and or to")
    private static let one = WordSet("one first")
    private static let now = WordSet("now")
    private static let when = WordSet("when")
    private static let links = WordSet("and but")

    static func holds(_ number: AgeNumber) -> Bool {
        guard !number.isOne(of: one, 0) || number.first != number.last else { return false }
        return isRelative(number) || isOfPast(number) || isToday(number)
    }

    /// `a student who was 15`, `my daughter who has 6 years comes`
    private static func isRelative(_ number: AgeNumber) -> Bool {
        let verb = number.isOne(of: softeners, -1) ? -2 : -1
        guard number.isOne(of: relatives, verb - 1), let head = number.word(verb - 2), !number.isPlural(verb - 2),
            children.contains(head) || head.classes.has([.person, .role])
        else { return false }
        if number.isOne(of: being, verb) { return !isCounted(number, isChild: children.contains(head)) }
        return number.isOne(of: having, verb) && children.contains(head) && isYears(number)
    }

    /// `the boy had 7 years when the file was opened`
    private static func isOfPast(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: having, -1), number.isOne(of: children, -2), number.isOne(of: years, 1) else {
            return false
        }
        guard let next = number.word(2), next.gap.joins else { return true }
        return goesOn.contains(next)
    }

    private static let goesOn = WordSet("when and but at then")

    private static func isYears(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: years, 1), let next = number.word(2) else { return false }
        return !next.gap.joins || next.classes.has(.speech) || goesOn.contains(next) || verbs.contains(next)
    }

    private static let verbs = WordSet("comes goes came went lives lived needs needed is was")
    private static let things = WordSet(
        "grade grades night nights cm meter meters step steps point points level levels time times place places row rows class classes course courses month months"
    )

    /// Minutes away, the second of three: of a child anything else is an age.
    private static func isCounted(_ number: AgeNumber, isChild: Bool) -> Bool {
        guard let next = number.word(1), next.gap.joins, !years.contains(next) else { return false }
        if counting.contains(next) || things.contains(next) || next.classes.has([.unit, .person, .role, .currency]) {
            return true
        }
        return !isChild && number.answer.bytes[next.range].last == UInt8(ascii: "s")
    }

    /// `she was … and 12 now`, `had 6 years when … and 8 when`: the second age of a child that the sentence speaks of.
    private static func isToday(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: now, 1) || number.isOne(of: when, 1), number.isOne(of: links, -1) else { return false }
        var isAgeBefore = false
        for offset in 2...16 {
            guard let word = number.word(-offset) else { return false }
            // `was 14 when`, `had 7 years when`
            if number.isNumber(-offset), number.isOne(of: being, -offset - 1) || number.isOne(of: having, -offset - 1) {
                isAgeBefore =
                    isAgeBefore || number.isOne(of: years, -offset + 1) || number.isOne(of: goesOn, -offset + 1)
            }
            if children.contains(word) { return isAgeBefore }
            if word.gap.contains(.period) && word.gap.contains(.space) { return false }
        }
        return false
    }
}
