/// A place or a local organisation whose name was translated into words: `the Flowers village`, `our Butterfly shelter`, `the
/// NGO Bridges`. Who writes such words with a capital inside a sentence means a name.
enum TranslatedName: WordRecogniser {
    static let cues: WordClass = [.placePreposition, .organisation, .generic]

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        let style = WritingStyle(answer.words.tally)
        guard !style.isShouting, !style.isTitleCase, words[index].isWord else { return nil }
        if settlements.contains(words[index]), words[index].shape == .lower {
            if let first = place(before: index, words) { return mention(.place, first, index - 1, answer) }
            return place(behind: index, words).map { mention(.place, $0.first, $0.last, answer) }
        }
        if let last = picture(of: index, words) { return mention(.organisation, index, last, answer) }
        guard bodies.contains(words[index]) else { return nil }
        if let first = name(before: index, words) { return mention(.organisation, first, index, answer) }
        if let name = called(behind: index, words) { return mention(.organisation, name.first, name.last, answer) }
        if let name = quoted(behind: index, answer) { return mention(.organisation, name.first, name.last, answer) }
        return name(behind: index, words).map { mention(.organisation, index + 1, $0, answer) }
    }

    private static func mention(_ kind: MentionKind, _ first: Int, _ last: Int, _ answer: Answer) -> Mention {
        let words = answer.words.all
        for place in first...last { answer.words.title(at: place) }
        return Mention(kind, Int(words[first].start)..<Int(words[last].end), .cue)
    }

    // MARK: Places

    /// Where capitals begin that stand right before a settlement.
    private static func place(before index: Int, _ words: Stretch<Word>) -> Int? {
        var first = index
        while first > 0, index - first < 4, words[first].gap == .space, isCapital(words[first - 1]) { first -= 1 }
        let isName = (first..<index).contains { at in
            isPicture(words[at])
                || !words[at].isInitial && !plain.contains(words[at]) && !words[at].classes.has([.generic, .domain])
        }
        return isName ? first : nil
    }

    /// `village of the Flowers`, `neighbourhood November 28`
    private static func place(behind index: Int, _ words: Stretch<Word>) -> (first: Int, last: Int)? {
        var first = index + 1
        while first < words.count, first - index < 3, words[first].gap == .space, ofs.contains(words[first]) {
            first += 1
        }
        guard first < words.count, words[first].gap == .space, words[first].hasCapital else { return nil }
        if first > index + 1, isPicture(words[first]) { return (first, first) }
        guard words[first].classes.has(.month), first + 1 < words.count, words[first + 1].shape == .number,
            words[first + 1].count <= 2, words[first + 1].gap == .space
        else { return nil }
        return (first, first + 1)
    }

    private static let ofs = WordSet("of the")

    private static func isPart(_ word: Word) -> Bool { isCapital(word) && !word.classes.has(.domain) }

    private static func isCapital(_ word: Word) -> Bool {
        word.isWord && word.shape == .capital
            && word.classes.isDisjoint(with: [
                .allowed, .function, .determiner, .month, .weekday, .role, .title, .law, .person,
            ])
    }

    private static let settlements = WordSet("village neighbourhood neighborhood settlement hamlet quarter suburb")
    private static let plain = WordSet(
        "rural urban remote native indigenous poor small big old new upper lower next main mountain border coastal coast fishing mining romani model muslim christian catholic serb bosniak croat maya mayan quechua aymara"
    )

    // MARK: Organisations

    /// Where a name begins that stands right before a body, with small words inside: `Seeds of Love centre`.
    private static func name(before index: Int, _ words: Stretch<Word>) -> Int? {
        let end = behindModifiers(index, words)
        var first = end
        while first > 0, end - first < 5, words[first].gap == .space,
            isPart(words[first - 1]) || isPicture(words[first - 1]) || isLink(first - 1, first, words)
        { first -= 1 }
        while first < end, links.contains(words[first]) { first += 1 }
        let isGroup = groups.contains(words[index])
        let isName = (first..<end).contains { at in
            isPicture(words[at]) && (!words[at].isInitial && !isGroup || !usual.contains(words[at]))
        }
        return isName || isNew(first..<end, before: words[index], words) ? first : nil
    }

    /// `the Rainbow day center`, `the Sunflower primary school`: where the words begin that say what kind of body it is.
    private static func behindModifiers(_ index: Int, _ words: Stretch<Word>) -> Int {
        var end = index
        while end > 1, index - end < 2, words[end].gap == .space, words[end - 1].shape == .lower,
            modifiers.contains(words[end - 1])
        { end -= 1 }
        return end
    }

    /// `the Blue Horizons center`: two capitals or more that say nothing about what a body does.
    private static func isNew(_ range: Range<Int>, before body: Word, _ words: Stretch<Word>) -> Bool {
        guard range.count > 1, body.shape == .lower, houses.contains(body), !words[range.lowerBound].isInitial else {
            return false
        }
        return range.allSatisfy { isCapital(words[$0]) && !words[$0].isPublic }
            && range.contains { at in
                words[at].classes.isDisjoint(with: [.generic, .domain, .organisation, .role, .person, .study, .foreign])
                    && !plain.contains(words[at])
            }
    }

    /// `an NGO called Blue Heart`
    private static func called(behind index: Int, _ words: Stretch<Word>) -> (first: Int, last: Int)? {
        let first = index + 2
        guard first < words.count, calling.contains(words[index + 1]), words[first].gap.isSubset(of: [.space, .quote]),
            isOwn(words[first]), words[first].verdict != .allowed, !words[first].isPublic
        else { return nil }
        var last = first
        while last + 1 < words.count, last - first < 3, words[last + 1].gap == .space, isOwn(words[last + 1]) {
            last += 1
        }
        return last > first || isCapital(words[first]) ? (first, last) : nil
    }

    /// Behind `called`, also `Small`, which begins other things elsewhere.
    private static func isOwn(_ word: Word) -> Bool {
        isCapital(word) || word.shape == .capital && word.classes.has([.generic, .common]) && !word.isPublic
    }

    /// `the kindergarten "little stars"`: what stands in quotation marks right behind a house is its name.
    private static func quoted(behind index: Int, _ answer: Answer) -> (first: Int, last: Int)? {
        let words = answer.words.all
        guard index + 1 < words.count, housesByName.contains(words[index]), !words[index].isPossessive,
            words[index + 1].gap == [.space, .quote] || words[index + 1].gap == [.space, .apostrophe],
            let last = QuotedName.closing(from: index + 1, answer),
            !words[(index + 1)...last].contains(where: \.isPublic)
        else { return nil }
        return (index + 1, last)
    }

    private static let housesByName = WordSet(
        "shelter kindergarten daycare nursery foundation association ngo orphanage preschool refuge hostel")

    /// `House of Smiles`, `Women of Hope`
    private static func picture(of index: Int, _ words: Stretch<Word>) -> Int? {
        guard words[index].shape == .capital, places.contains(words[index]), index + 2 < words.count,
            of.contains(words[index + 1]), words[index + 1].gap == .space, words[index + 2].gap == .space
        else { return nil }
        var last = index + 2
        while last + 1 < words.count, last - index < 4, words[last + 1].gap == .space, isCapital(words[last + 1]) {
            last += 1
        }
        return isPicture(words[last]) && (index + 2..<last).allSatisfy { isCapital(words[$0]) }
            ? last : nil
    }

    private static let calling = WordSet("called named")
    private static let of = WordSet("of")
    private static let places = WordSet("house home center centre school children women")
    private static let groups = WordSet("project programme program group club school")
    private static let houses = WordSet(
        "center centre shelter kindergarten daycare nursery foundation association ngo organisation organization clinic orphanage preschool refuge hostel"
    )
    private static let modifiers = WordSet(
        "day youth women women's community family health primary secondary high special boarding night safe foster children's child care counselling counseling training resource crisis drop-in elementary middle"
    )

    /// Where a name ends that stands right behind a body in small letters, or behind `NGO`.
    private static func name(behind index: Int, _ words: Stretch<Word>) -> Int? {
        var last = index
        while last + 1 < words.count, last - index < 4, isPart(words[last + 1]) || isPicture(words[last + 1]),
            words[last + 1].gap == .space || last == index && words[last + 1].gap == [.space, .quote]
        { last += 1 }
        return (index + 1..<last + 1).contains { isPicture(words[$0]) } ? last : nil
    }

    private static func isPicture(_ word: Word) -> Bool { word.shape == .capital && pictures.contains(word) }

    private static func isLink(_ index: Int, _ next: Int, _ words: Stretch<Word>) -> Bool {
        links.contains(words[index]) && index > 0 && isPicture(words[index - 1]) && words[index].gap == .space
    }

    private static let links = WordSet("of for and the")
    private static let bodies = WordSet(
        "shelter daycare nursery kindergarten ngo project foundation association centre center school house home camp club group programme program clinic church organisation organization orphanage preschool refuge hostel"
    )
    /// What such names are made of.
    private static let pictures = WordSet(
        "butterfly butterflies sun sunshine sunrise sunflower rainbow star stars smile smiles bridge bridges steps step hand hands heart hearts wings wing seed seeds tree trees nest dove doves dolphin bee bees flower flowers rose roses daisy dream dreams angel angels life peace joy love friends friendship garden door doors path paths horizon dawn moon lighthouse light anchor harbour harbor oasis phoenix swallow stork ladybird ladybug hope future kite spring springs fountain roots sprout sprouts hummingbird condor eagle colibri turtle squirrel apple mustard pearl pearls treasure bright tomorrow"
    )
    /// Those that begin sentences about other things: `Spring school`, `Future group`.
    private static let usual = WordSet(
        "step steps hand hands heart hearts life peace joy love friends friendship garden door doors path paths light future spring springs roots hope bright tomorrow moon apple seed seeds tree trees sun dream dreams bridge bridges smile"
    )
}
