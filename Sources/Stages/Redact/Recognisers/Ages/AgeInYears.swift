/// Ages as they are said in other languages and translated word by word: `he is of 9 years`, `she fulfilled seven years`, `a girl
/// 9 years waits`, `when he had six years`, `the older is 9`. What took or takes years is none.
enum AgeInYears {
    static func holds(_ number: AgeNumber) -> Bool {
        guard number.first != number.last || !number.isOne(of: ones, 0) else { return false }
        return isOfYears(number) || isReached(number) || isHad(number) || isBesideChild(number)
            || isBeforePronoun(number) || isAskedFor(number) || isOfOneOfSeveral(number)
    }

    private static let ones = WordSet("one first")
    private static let years = WordSet("years year yrs yr y")
    private static let pronouns = WordSet("he she")
    private static let being = WordSet("is was")
    private static let of = WordSet("of")
    private static let children = WordSet(
        "boy girl child son daughter sister brother niece nephew grandson granddaughter kid minor teenager adolescent student pupil baby youngster"
    )
    private static let clients = WordSet("user client beneficiary patient applicant")
    private static let softeners = WordSet("already just now only recently almost nearly")
    /// `14 years of service`, `9 years ago`, `2 years in the centre`
    private static let ofSomething = WordSet(
        "of in on at with without ago later working work service experience after before from for long under out inside waiting already here there with since"
    )
    private static let age = WordSet("age")

    /// Whether years are said and nothing that lasted so long.
    private static func isYears(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: years, 1), number.word(1)!.gap.isSubset(of: [.space, .hyphen]) else { return false }
        guard let next = number.word(2), next.gap.joins, !next.gap.contains(.period) else { return true }
        return !ofSomething.contains(next) || number.isOne(of: of, 2) && number.isOne(of: age, 3)
    }

    private static func isSomebody(_ number: AgeNumber, _ offset: Int) -> Bool {
        guard let word = number.word(offset) else { return false }
        return pronouns.contains(word) || children.contains(word) || clients.contains(word) || word.verdict == .name
            || word.verdict == .taken && word.isWord
    }

    /// `he is of 9 years`, `the user of 9 years wants`
    private static func isOfYears(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: of, -1), isYears(number), let head = number.word(-2) else { return false }
        // `Israel, deaf himself, of 22 years, can`
        if number.word(-1)!.gap == [.comma, .space], !number.isOne(of: things, -2) {
            return number.word(2).map { $0.gap == [.comma, .space] } ?? false
        }
        if being.contains(head) { return isSomebody(number, -3) || number.word(-3)?.classes.has(.person) == true }
        if one.contains(head) { return number.isOne(of: ofSeveral, -3) }
        return clients.contains(head) || beings.contains(head)
    }

    private static let beings = WordSet("being")
    private static let things = WordSet(
        "contract contracts project projects plan plans experience loan programme program")

    private static let reached = WordSet(
        "fulfilled fulfils fulfills fulfil fulfill completed completes filled fills closed closes made makes reached reaches finished turns turned"
    )
    private static let has = WordSet("has had will have")

    /// `the boy completed seven years and the benefit stopped`, `she will fulfil 9 in May`
    private static func isReached(_ number: AgeNumber) -> Bool {
        let verb = number.isOne(of: softeners, -1) ? -2 : -1
        guard number.isOne(of: reached, verb) else { return false }
        let subject = number.isOne(of: has, verb - 1) || number.isOne(of: softeners, verb - 1) ? verb - 2 : verb - 1
        // `who completed 82 years`, `I have fulfilled 54 years`
        guard isSomebody(number, subject) || number.isOne(of: tellers, subject) else { return false }
        if number.isOne(of: years, 1) { return isYears(number) || number.isOne(of: ins, 2) && isMonth(number, 3) }
        return number.isOne(of: fulfilled, verb)
            && (number.endsThere || number.isOne(of: ins, 1) && isMonth(number, 2))
    }

    private static let tellers = WordSet("who i")
    private static let fulfilled = WordSet("fulfilled fulfils fulfills fulfil fulfill")
    private static let ins = WordSet("in")

    private static func isMonth(_ number: AgeNumber, _ offset: Int) -> Bool {
        number.word(offset).map { $0.classes.has(.month) } ?? false
    }

    private static let be = WordSet("be")
    private static let had = WordSet("had has")
    private static let having = WordSet("having")
    private static let whens = WordSet("when until since after before once")
    private static let will = WordSet("will")
    private static let have = WordSet("have")

    /// `when he had six years`, `she will have 9 years in May`, `having 9 years she`
    private static func isHad(_ number: AgeNumber) -> Bool {
        // `the boy has 8 but`
        if number.isOne(of: has, -1), number.isOne(of: children, -2), number.endsThere, !number.isOne(of: years, 1) {
            return true
        }
        // `he will be 14 in June`
        if number.isOne(of: be, -1), number.isOne(of: will, -2), isSomebody(number, -3) {
            return isYears(number) || number.isOne(of: ins, 1) && isMonth(number, 2)
        }
        guard number.isOne(of: years, 1) else { return false }
        // `the girl has already 9 years`
        if number.isOne(of: softeners, -1), number.isOne(of: has, -2), number.isOne(of: children, -3) {
            return isYears(number)
        }
        if number.isOne(of: having, -1) { return isYears(number) && isSomebody(number, 2) }
        // `the user has 9 years`
        if number.isOne(of: had, -1), number.isOne(of: clients, -2), isYears(number) { return true }
        if number.isOne(of: had, -1), number.isOne(of: whens, -3) { return isSomebody(number, -2) && isYears(number) }
        return number.isOne(of: have, -1) && number.isOne(of: will, -2) && isSomebody(number, -3)
            && (isYears(number) || number.isOne(of: ins, 2) && isMonth(number, 3))
    }

    private static let determiners = WordSet("the a an her his my our their this that")
    private static let surely = WordSet("boy girl son daughter sister brother kid")

    /// `a girl 9 years waits`, `boy, seven years, needs`, `her 9 years son waits`
    private static func isBesideChild(_ number: AgeNumber) -> Bool {
        guard isYears(number) else { return false }
        let gap = number.answer.words.all[number.first].gap
        if let child = number.word(-1), children.contains(child), !gap.contains(.period), !gap.contains(.line) {
            return true
        }
        // `her 9 years son`
        if let child = number.word(2), surely.contains(child), child.gap == .space, number.isOne(of: determiners, -1) {
            return true
        }
        if number.isOne(of: aged, 2), number.isOne(of: children, 3) { return true }
        // `9 years is the boy`
        return (gap.contains(.first) || number.startsSentence) && number.isOne(of: beingOrHaving, 2)
            && (number.isOne(of: children, 3) || number.isOne(of: determiners, 3) && number.isOne(of: children, 4))
    }

    private static let beingOrHaving = WordSet("is has was had")
    private static let aged = WordSet("aged")
    private static let beforeYears = WordSet("with at only since from")
    private static let at = WordSet("at")
    private static let atOnce = WordSet("once")
    private static let old = WordSet("old")

    /// `with 9 years she cannot enroll`, `since 9 years of age he comes`, `at nine she left school`
    static func isBeforePronoun(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: beforeYears, -1) else { return false }
        guard number.isOne(of: years, 1) else {
            return number.isOne(of: at, -1) && isPronoun(number, 1) && !number.isOne(of: atOnce, 0)
        }
        if number.isOne(of: old, 2) { return isPronoun(number, 3) }
        return isPronoun(number, number.isOne(of: of, 2) && number.isOne(of: age, 3) ? 4 : 2)
    }

    private static func isPronoun(_ number: AgeNumber, _ offset: Int) -> Bool {
        guard let word = number.word(offset) else { return false }
        return pronouns.contains(word) && word.gap.isSubset(of: [.space, .comma])
    }

    private static let his = WordSet("his her")
    private static let isHis = WordSet("is")
    private static let ofThe = WordSet("of the a my our")

    /// `age of the child: 9`, `9 is his age`
    private static func isAskedFor(_ number: AgeNumber) -> Bool {
        if number.isOne(of: isHis, 1), number.isOne(of: his, 2), number.isOne(of: age, 3) { return true }
        guard let head = number.word(-1), children.contains(head) || clients.contains(head) else { return false }
        return (2...3).contains { offset in
            number.isOne(of: age, -offset - 1) && (2...offset).allSatisfy { number.isOne(of: ofThe, -$0) }
        }
    }

    private static let ofSeveral = WordSet(
        "older younger elder eldest oldest youngest bigger smaller big small little biggest smallest")
    private static let ordinals = WordSet("second third fourth")
    private static let one = WordSet("one")

    /// `the older is 9`, `the big one has 9`, `the elder, 9, helps`, `the second is 9 years`
    private static func isOfOneOfSeveral(_ number: AgeNumber) -> Bool {
        var at = -1
        let hasVerb = number.isOne(of: beingOrHaving, at)
        if hasVerb { at -= 1 }
        if number.isOne(of: one, at) { at -= 1 }
        if hasVerb, number.isOne(of: ordinals, at), isYears(number) { return true }
        guard number.isOne(of: ofSeveral, at), number.isOne(of: determiners, at - 1) else { return false }
        if number.isOne(of: years, 1) { return isYears(number) }
        let isApart = number.answer.words.all[number.first].gap == [.comma, .space]
        // `the older 8, the younger 5`
        let isListed = number.word(1).map { $0.gap.contains(.comma) || $0.gap.contains(.bracket) } ?? true
        return (hasVerb || at == -2 || isApart || isListed) && number.endsThere
    }
}
