/// The exact age of one person, in figures or words: `14-year-old`, `aged 14`, `she is fourteen`, `Ana (34)`. Ranges, bounds,
/// and years of experience are no ages of a person.
enum ExactAge: WordRecogniser {
    static let cues: WordClass = .numberWord
    static let seesNumbers = true

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let number = AgeNumber(at: index, in: answer)
        guard let number, !number.isPartOfLonger, !number.isShare,
            !AgeRange.holds(number) || AgeInYears.isBeforePronoun(number)
        else { return nil }
        guard !AgeOfThing.holds(number),
            number.isJoined || number.isCompound || AgeCues.precede(number) || AgeCues.follow(number)
                || SaidAge.holds(number) || AgeInPassing.holds(number) || AgeInYears.holds(number)
        else {
            return nil
        }
        let words = answer.words.all
        return Mention(.age, Int(words[number.first].start)..<Int(words[number.lastWithUnit].end), .cue)
    }

    /// `one car, 19 years old`
    static func isOfThing(_ index: Int, in answer: Answer) -> Bool {
        let word = answer.words.all[index]
        guard word.shape == .number || word.classes.has(.numberWord) else { return false }
        return AgeNumber(at: index, in: answer).map(AgeOfThing.holds) ?? false
    }

    /// `boys above twelve`, `until seventeen`: a bound, which is nobody's age.
    static func isBound(_ index: Int, in answer: Answer) -> Bool {
        let word = answer.words.all[index]
        guard word.shape == .number || word.classes.has(.numberWord) else { return false }
        return AgeNumber(at: index, in: answer).map { AgeRange.isLimit($0) && AgeRange.holds($0) } ?? false
    }

    /// `18-25 years`, `between 18 and 25`: an end of a range.
    static func isEndOfRange(_ index: Int, in answer: Answer) -> Bool {
        let word = answer.words.all[index]
        guard word.shape == .number || word.classes.has(.numberWord) else { return false }
        return AgeNumber(at: index, in: answer).map(AgeRange.isEnd) ?? false
    }
}

/// `12 to 17`, `under 14`, `14 or older`.
enum AgeRange {
    private static let bounds = WordSet(
        "under over above below than least most to until between from up minimum maximum before since till through every group groups range para hasta hace entre izmedju ndermjet intre"
    )
    private static let links = WordSet("to and or a do y e deri la pana")
    private static let ands = WordSet("and or y e i si")
    private static let comparatives = WordSet("over older above under younger more less up upwards")

    private static let limits = WordSet("until till above below under over")

    /// A bound on one side.
    static func isLimit(_ number: AgeNumber) -> Bool { number.isOne(of: limits, -1) }

    static func isBound(_ number: AgeNumber, _ offset: Int) -> Bool { number.isOne(of: bounds, offset) }

    static func holds(_ number: AgeNumber) -> Bool {
        let isBehindComma = number.answer.words.all[number.first].gap.contains(.comma)
        if isBound(number, -1), !isSince(number), !isBehindComma { return true }
        if number.isOne(of: links, -1), isAgeNumber(number.word(-2)), number.isUnparted(-1) { return true }
        if number.isOne(of: links, 1), number.isNumber(2) || number.isOne(of: comparatives, 2) { return true }
        return number.isOne(of: ands, 2) && number.isOne(of: comparatives, 3)
    }

    /// Not the year of `In 2023 a nine years old boy`.
    private static func isAgeNumber(_ word: Word?) -> Bool {
        guard let word else { return false }
        return word.shape == .number && word.count <= 2 || word.classes.has(.numberWord)
    }

    /// `18-25`, `18 to 25`, `between 18 and 25`; not `14 and 16`, which may be two persons.
    static func isEnd(_ number: AgeNumber) -> Bool {
        if number.isHyphenated { return true }
        if isLower(number, 1), number.isUnparted(1) { return number.isOne(of: to, 1) || isBetween(number, -1) }
        return number.isNumber(-2) && number.isUnparted(-1) && (number.isOne(of: to, -1) || isBetween(number, -3))
    }

    private static func isLower(_ number: AgeNumber, _ offset: Int) -> Bool {
        number.isNumber(offset + 1) && (number.isOne(of: to, offset) || number.isOne(of: ands, offset))
    }

    private static func isBetween(_ number: AgeNumber, _ offset: Int) -> Bool { number.isOne(of: betweens, offset) }

    private static let to = WordSet("to a do deri la")
    private static let betweens = WordSet("between entre from izmedju ndermjet intre")

    /// `volunteer since nineteen`: an age in words; `since 12` may be a time of day.
    private static func isSince(_ number: AgeNumber) -> Bool {
        number.isOne(of: since, -1) && (number.word(1) == nil || number.word(1)?.gap.contains(.comma) == true)
            && number.answer.words.all[number.first].isWord
    }

    private static let since = WordSet("since")
}

/// Words before or behind a number that make it an age.
private enum AgeCues {
    private static let heads = WordSet(
        "aged age turn turned turning turns edad mosha moshe varsta starosti uzrasta cumplio implinit")
    private static let links = WordSet("of is was de e")
    private static let ages = WordSet("age edad moshen varsta mosha")
    private static let of = WordSet("of")
    private static let ofs = WordSet("of de")
    private static let since = WordSet("since")
    private static let softeners = WordSet("just only barely nearly almost about around now exactly")
    private static let family = WordSet(
        "mother father parent mothers fathers group family team class coordinator head leader director")

    /// `aged 14`, `age: 14`, `at the age of fourteen`, `a girl of 14`.
    static func precede(_ number: AgeNumber) -> Bool {
        if number.isOne(of: heads, -1) { return !number.isPlural(-2) && !isRota(number) && !isTurned(number) }
        if number.isOne(of: children, -1) { return isBare(number) }
        // `aged just 14`, `turning only 15`
        if number.isOne(of: softeners, -1), number.isOne(of: heads, -2) { return !number.isPlural(-3) }
        if number.isOne(of: since, -1) { return true }
        guard number.isOne(of: links, -1) else { return false }
        if number.isOne(of: ages, -2) { return !AgeRange.isBound(number, -4) && !number.isOne(of: lawful, -3) }
        guard number.isOne(of: ofs, -1), !number.isOne(of: family, -2), let head = number.word(-2) else { return false }
        return head.classes.has([.person, .role]) && !number.isPlural(-2) && !isCount(number, of: head)
    }

    private static let children = WordSet(
        "boy girl son daughter sister brother niece nephew grandson granddaughter kid minor nino nina hijo hija hermano hermana baiat fata djecak djevojcica vajza vajze djali djale"
    )
    /// `the legal age is 18`
    private static let lawful = WordSet("legal minimum maximum retirement working voting school average mean median")
    private static let one = WordSet("one first")
    private static let verbs = WordSet("needs waits comes has is was goes lives wants studies attends")
    private static let by = WordSet("x")

    /// `the girl sixteen had to wait`, `his sister 7 waited`: the number belongs to the child, and counts nothing behind it.
    private static func isBare(_ number: AgeNumber) -> Bool {
        let own = number.answer.words.all[number.first]
        guard own.gap == .space, !number.isOne(of: one, 0) else { return false }
        guard let next = number.word(1), next.gap.joins else { return true }
        if verbs.contains(next) { return true }
        return next.isWord && !next.classes.has([.unit, .person, .role, .month, .currency])
            && number.answer.bytes[next.range].last != UInt8(ascii: "s")
    }

    private static let turned = WordSet("turned turn turns turning")

    /// `she turned 4 times`, `he turned 2 pages`
    private static func isTurned(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: turned, -1), let next = number.word(1), next.gap == .space, next.shape == .lower else {
            return false
        }
        return !years.contains(next) && !next.classes.has([.function, .speech, .month])
            && (next.classes.has(.unit) || number.answer.bytes[next.range].last == UInt8(ascii: "s"))
    }

    /// `turn 24 x 48`: hours on and off.
    private static func isRota(_ number: AgeNumber) -> Bool { number.isOne(of: by, 1) && number.isNumber(2) }

    /// Who has so many of something.
    private static let counting = WordSet(
        "member teacher guardian tutor coordinator director head chief manager supervisor responsible mayor lawyer")

    /// `a group of 14 children`, `member of 6 commissions`, `teacher of 5 B`.
    private static func isCount(_ number: AgeNumber, of head: Word) -> Bool {
        guard let next = number.word(1), !years.contains(next) else { return false }
        // `grandmother of one of our teachers`
        if ofs.contains(next) { return true }
        let isThing =
            (counting.contains(head) || isSmall(number) && !head.classes.has(.person) && !young.contains(head))
            && next.shape == .lower && next.count > 3
            && next.classes.has([.common, .english])
            && number.answer.bytes[next.range].last == UInt8(ascii: "s")
        return next.gap.joins && (next.classes.has([.unit, .person, .role]) || isThing || next.shape == .initial)
    }

    /// `a worker of 2 offices`: nobody works at that age.
    private static func isSmall(_ number: AgeNumber) -> Bool {
        let word = number.answer.words.all[number.first]
        return number.first == number.last && word.shape == .number && word.count == 1
    }

    private static let years = WordSet(
        "yrs yr year years y month months yo yers yeras yaers yeasr yesrs yeards yera yer")
    private static let old = WordSet("old o od ol olds odl")
    private static let young = WordSet(
        "girl boy child son daughter brother sister kid teenager baby teen pupil student minor")
    private static let yo = WordSet("yo")
    private static let birthday = WordSet("birthday birthdays")
    private static let local = WordSet(
        "vjec vjecare vjecar vjet godisnji godisnja godisnjak godisnjakinja anos godina godine god ani")
    private static let de = WordSet("de")
    private static let ani = WordSet("ani")
    private static let speakers = WordSet("i he she")
    private static let experience = WordSet(
        "de of iskustva experience experiencia pervoje experienta in rada ago work me radnog")

    /// `14-year-old`, `14 years old`, `14 yo`, `14 vjeç`, `14 godina`, `14 ani`, `14 años`.
    static func follow(_ number: AgeNumber) -> Bool {
        guard let next = number.word(1), next.gap.isDisjoint(with: [.line, .stop, .comma, .bracket]) else {
            return false
        }
        if yo.contains(next) || birthday.contains(next) { return true }
        if years.contains(next) {
            if isBeforeChild(number) { return true }
            return number.isOne(of: old, 2) || isOwn(number) || number.isOne(of: of, 2) && number.isOne(of: ages, 3)
        }
        // `64 de ani`
        if de.contains(next) { return number.isOne(of: ani, 2) && !number.isOne(of: experience, 3) }
        return local.contains(next) && !number.isOne(of: experience, 2)
    }

    /// `14 years girl`, `14 y. girl`
    private static func isBeforeChild(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: young, 2), number.isOne(of: yearWords, 1), let year = number.word(1),
            let child = number.word(2)
        else { return false }
        let isShort = year.count < 4 && child.gap == [.period, .space]
        // Not `10 years child plan`.
        let goesOn = number.word(3).map {
            $0.gap == .space && $0.shape == .lower && !$0.classes.has([.function, .speech])
        }
        return year.gap == .space && (child.gap == .space && goesOn != true || isShort)
    }

    private static let yearWords = WordSet("yrs yr year years y")

    /// `Forty-one years I have`.
    private static func isOwn(_ number: AgeNumber) -> Bool {
        number.isOne(of: speakers, 2) && number.isOne(of: have, 3)
    }

    private static let have = WordSet("have has")
}

/// The years of a car, of a printer, of a law: `one car, 19 years old`.
private enum AgeOfThing {
    private static let things = WordSet(
        "car cars vehicle vehicles van vans truck motorcycle motorbike registration laptop laptops computer computers printer machine equipment building roof furniture software windows policy law protocol plan programme program project association organisation organization foundation"
    )
    /// Those that are near people too: only what is said of them directly is theirs.
    private static let subjects = WordSet(
        "ambulance bus printers machines buildings laws protocols plans guideline guidelines contract contracts agreement agreements map maps data list lists form forms office offices center centre shelter school hospital heating tablet tablets phone phones manual manuals booklet leaflet leaflets strategy system database server network camera cameras toys books chairs tables desks regulation regulations decree convention standard standards curriculum module modules line helpline service services unit department website page app application register registry report reports study survey statistics budget fund generator boiler stove fridge bed beds mattresses"
    )
    private static let being = WordSet("is are was were")
    private static let schools = WordSet("school schools gymnasium")
    private static let models = WordSet(
        "golf benz diesel skoda dacia opel fiat toyota nissan lada printer laptop car van vehicle computer")
    private static let years = WordSet("yrs yr year years month months week weeks day days")
    private static let old = WordSet("old")
    private static let olds = WordSet("olds")

    /// A word for a thing not far before or right behind, and no person between.
    static func holds(_ number: AgeNumber) -> Bool {
        guard let next = number.word(1), years.contains(next) else { return false }
        // `the 7-year-olds`: not one of them. `he is 14 year olds` says it badly of one.
        if number.isOne(of: olds, 2) { return !number.isOne(of: being, -1) }
        // `a 9-year school`
        if number.isOne(of: schools, 2), next.gap == .hyphen { return true }
        guard number.isOne(of: old, 2) else { return false }
        if number.isOne(of: models, 3) { return true }
        // `the guideline is ten years old`
        if number.isOne(of: being, -1), number.isOne(of: subjects, -2) { return true }
        guard !number.startsSentence else { return false }
        for offset in 1...6 {
            guard let word = number.word(-offset) else { return false }
            if things.contains(word) { return true }
            if word.classes.has([.person, .role]) || word.verdict == .name { return false }
            // A sentence that ends there is another's.
            if word.gap.contains(.period) && word.gap.contains(.space) { return false }
        }
        return false
    }
}

/// What is said of a person: `she is 16`, `I'm 61`, `Ana, 34,`, `Ana (34)`, `has 68 years`.
private enum SaidAge {
    private static let verbs = WordSet("is was being am")
    private static let have = WordSet("has have")
    private static let softeners = WordSet("nearly almost only just already about barely")
    private static let both = WordSet("both")
    private static let speakers = WordSet("she he who i")
    private static let pronouns = WordSet("she he")
    private static let unpointed = WordSet("hes shes")
    private static let years = WordSet("years")
    private static let goesOn = WordSet("and but old now")

    /// `she is one for 76 places`, `who is first`.
    private static let uncertain = WordSet("one first")

    static func holds(_ number: AgeNumber) -> Bool {
        if number.first == number.last, uncertain.contains(number.answer.words.all[number.first]) { return false }
        // `she was nearly twelve when`
        if number.isOne(of: softeners, -1), number.isOne(of: verbs, -2), let subject = number.word(-3),
            isPerson(subject)
        {
            return number.endsThere
        }
        if number.isOne(of: verbs, -1), let verb = number.word(-1), let subject = number.word(-2) {
            if pronouns.contains(subject) { return number.endsThere || !isCounted(number) }
            if isPerson(subject) || verb.gap.contains(.comma) { return number.endsThere }
        }
        if number.isOne(of: both, -1) || isContracted(number) { return number.endsThere }
        if number.isOne(of: have, -1), let subject = number.word(-2), isPerson(subject) { return isYearsAlone(number) }
        return isSetApart(number)
    }

    /// `she was 3 hours late`.
    private static func isCounted(_ number: AgeNumber) -> Bool {
        number.word(1).map { $0.classes.has([.unit, .person, .role, .currency]) && !years.contains($0) } ?? false
    }

    /// `I'm 61`, `she's 14`, `hes 9`.
    private static func isContracted(_ number: AgeNumber) -> Bool {
        // `shes 11 now`
        if number.isOne(of: unpointed, -1) { return true }
        guard let subject = number.word(-1), isPerson(subject) else { return false }
        let between = number.answer.bytes[Int(subject.end)..<Int(number.answer.words.all[number.first].start)]
        return between.elementsEqual("'m ".utf8) || between.elementsEqual("'s ".utf8)
    }

    /// `has 68 years and`, not `has 12 years of experience`.
    private static func isYearsAlone(_ number: AgeNumber) -> Bool {
        guard number.isOne(of: years, 1) else { return false }
        guard let next = number.word(2), next.gap.joins else { return true }
        return goesOn.contains(next)
    }

    /// Between commas or brackets behind a person.
    private static func isSetApart(_ number: AgeNumber) -> Bool {
        let own = number.answer.words.all[number.first]
        guard own.isWord || own.count == 2, own.gap.contains(.bracket) || own.gap.contains(.comma),
            let before = number.word(-1),
            before.verdict == .taken && before.isWord || before.verdict == .name
                || before.classes.has([.person, .role]) && !number.isPlural(-1)
        else { return false }
        guard let next = number.word(1) else {
            return before.shape != .lower || before.classes.has(.role) || own.gap.contains(.bracket)
        }
        return next.gap.contains(.bracket) || next.gap.contains(.comma) || next.gap.contains(.period)
    }

    private static func isPerson(_ word: Word) -> Bool {
        speakers.contains(word) || word.classes.has([.role, .person]) || word.verdict == .name
            || word.verdict == .taken && word.isWord
    }
}
