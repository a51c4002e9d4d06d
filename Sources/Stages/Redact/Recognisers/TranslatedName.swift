/// A place or a local organisation whose name was translated into words: `the Flowers village`, `our Butterfly shelter`, `the
/// NGO Bridges`. Who writes such words with a capital inside a sentence means a name.
enum TranslatedName: WordRecogniser {
    static let cues: WordClass = [.placePreposition, .organisation, .generic]

    static func mention(at index: Int, in answer: Answer) -> Mention? {
        let words = answer.words.all
        let style = WritingStyle(answer.words.tally)
        guard !style.isShouting, !style.isTitleCase, words[index].isWord else { return nil }
        if settlements.contains(words[index]), words[index].shape == .lower {
            return place(before: index, words).map { mention(.place, $0, index - 1, answer) }
        }
        guard bodies.contains(words[index]) else { return nil }
        if let first = name(before: index, words) { return mention(.organisation, first, index, answer) }
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
        var first = index
        while first > 0, index - first < 5, words[first].gap == .space,
            isPart(words[first - 1]) || isPicture(words[first - 1]) || isLink(first - 1, first, words)
        { first -= 1 }
        while first < index, links.contains(words[first]) { first += 1 }
        let isName = (first..<index).contains { at in
            isPicture(words[at]) && (!words[at].isInitial || !usual.contains(words[at]))
        }
        return isName ? first : nil
    }

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
        "shelter daycare nursery kindergarten ngo project foundation association centre center school house home camp club group programme program clinic church"
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
