/// Local organisations: a word such as school, centre or association with a proper name beside it. A name made of ordinary words
/// only (`Child Protection Centre`) names no organisation.
struct OrganisationNames {
    let answer: Answer
    let style: WritingStyle

    /// The mentions, in the places of the folded text.
    func mentions() -> [Mention] {
        guard !style.isShouting, !style.isTitleCase else { return [] }
        return besideWords() + SchoolAbbreviation(answer: answer).mentions() + capitalRuns()
    }

    /// Two capitals or more inside a sentence, of ordinary words, at least one of which says nothing general: `with Bright
    /// Steps`. Whoever writes `Child Protection` with capitals means no name.
    private func capitalRuns() -> [Mention] {
        let words = answer.words.all
        var mentions: [Mention] = []
        var index = 0
        while index < words.count {
            var last = index
            guard isRunPart(index) || isForeignStart(index) else {
                index += 1
                continue
            }
            while let next = runPart(behind: last) { last = next }
            if last > index, (index...last).count(where: isProper) >= 1 || isForeignStart(index) && isProper(last) {
                mentions.append(Mention(.organisation, Int(words[index].start)..<Int(words[last].end), .unlisted))
            }
            index = last + 1
        }
        return mentions
    }

    /// The next capital of a run: right behind, or behind the `and` of another language, `Rebozo y Palabra`.
    private func runPart(behind index: Int) -> Int? {
        let words = answer.words.all
        guard index + 1 < words.count, words[index + 1].gap == .space else { return nil }
        if isRunPart(index + 1) { return index + 1 }
        guard Self.ands.contains(words[index + 1]), index + 2 < words.count, words[index + 2].gap == .space,
            isRunPart(index + 2), isOfOtherLanguage(words[index]), isOfOtherLanguage(words[index + 2])
        else { return nil }
        return index + 2
    }

    private func isOfOtherLanguage(_ word: Word) -> Bool {
        word.classes.has(.foreign) && !word.classes.has([.common, .domain])
    }

    private static let ands = WordSet("y dhe si i")

    private func isRunPart(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.isWord && word.shape == .capital && word.verdict == .harmless && style.capitalTells(word)
            && !word.classes.has([.function, .month, .weekday, .title, .honorific, .law])
    }

    /// `Crvena Jabuka helps`: two capitals of another language at the start; a sentence has only one.
    private func isForeignStart(_ index: Int) -> Bool {
        let words = answer.words.all
        guard words[index].isInitial, index + 1 < words.count, isRunPart(index + 1) else { return false }
        return [words[index], words[index + 1]].allSatisfy {
            $0.shape == .capital && $0.classes.has(.foreign)
                && !$0.classes.has([.common, .english, .domain, .generic, .role, .title, .function])
        }
    }

    private func besideWords() -> [Mention] {
        answer.words.all.indices.compactMap { index in
            if answer.words.all[index].classes.has(.organisation) { return mention(at: index) }
            return isBeforeQuote(index) ? quoted(behind: index) : nil
        }
    }

    /// `COO "Duga"`: an abbreviation that no list knows, right before a name in quotes.
    private func isBeforeQuote(_ index: Int) -> Bool {
        let words = answer.words.all
        return words[index].shape == .upper && words[index].verdict != .allowed && words[index].verdict != .taken
            && !words[index].isPublic && index + 1 < words.count && words[index + 1].gap == [.space, .quote]
    }

    /// A word of organisation in small letters stays: `the school Naim Frashëri`, `Bright Path shelter`.
    private func mention(at index: Int) -> Mention? {
        let words = answer.words.all
        guard words[index].verdict != .taken else { return nil }
        if let quoted = quoted(behind: index) { return quoted }
        if let numbered = numbered(index) ?? ordinal(before: index) { return numbered }
        let first = start(from: index)
        var last = end(from: index)
        if !words[index].hasCapital, !isForeignName(first, index, last) {
            // What stands before it is the name; else what stands right behind it.
            if first < index {
                last = index
            } else if last == index {
                return nil
            } else if words[index + 1].hasCapital, isCapitalBehind(index + 1) {
                return Mention(.organisation, Int(words[first].start)..<Int(words[last].end), .cue)
            } else if words[index].classes.has([.common, .generic]), !words[index + 1].hasCapital {
                return nil
            }
        } else if isOffice(index, last) {
            last = index
        }
        guard (first...last).contains(where: { $0 != index && isProper($0) }) else { return nil }
        return Mention(.organisation, Int(words[first].start)..<Int(words[last].end), .cue)
    }

    /// `school no. 5`, `gimnaziul nr. 2`, `School 12`.
    private func numbered(_ index: Int) -> Mention? {
        let words = answer.words.all
        var at = index + 1
        if let numbered = numberWord(behind: index) { at = numbered + 1 }
        guard at < words.count, words[at].shape == .number, words[at].count <= 6,
            words[at].gap.isSubset(of: [.space, .period]),
            at > index + 1 || words[index].classes.has(.schoolWord) && (words[index].hasCapital || isNumberAlone(at))
        else { return nil }
        var first = words[index].hasCapital ? start(from: index) : index
        // `health centre no. 9`
        if first > 0, first == index, words[first].gap == .space, words[first - 1].classes.has(.generic),
            !words[first - 1].classes.has(.function), !words[first - 1].isInitial
        {
            first -= 1
        }
        return Mention(.organisation, Int(words[first].start)..<Int(words[max(at, end(from: index))].end), .cue)
    }

    /// `Third Primary School`, `the Second Gymnasium`
    private func ordinal(before index: Int) -> Mention? {
        let words = answer.words.all
        guard words[index].classes.has(.schoolWord), words[index].shape == .capital, index > 0,
            words[index].gap == .space
        else { return nil }
        let first = Self.kinds.contains(words[index - 1]) && words[index - 1].hasCapital ? index - 2 : index - 1
        guard first >= 0, words[first + 1].gap == .space, words[first].hasCapital,
            Self.ordinals.contains(words[first])
        else { return nil }
        let goesOn = index + 1 < words.count && words[index + 1].hasCapital
        let last = goesOn ? end(from: index) : index
        for place in first...last { answer.words.title(at: place) }
        return Mention(.organisation, Int(words[first].start)..<Int(words[last].end), .cue)
    }

    private static let ordinals = WordSet(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")

    /// `no`, `nr`, `number` right behind the word, or behind the nouns that go with it: `Centre for child protection nr 2`.
    private func numberWord(behind index: Int) -> Int? {
        let words = answer.words.all
        for at in index + 1..<min(index + 5, words.count) {
            guard words[at].gap.joins, words[at].isWord, !words[at].isInitial else { return nil }
            if words[at].classes.has(.abbreviation), words[at].count <= 3 { return isDenied(at) ? nil : at }
            if Self.number.contains(words[at]) { return isPlural(words[index]) ? nil : at }
            guard Self.nouns.contains(words[at]) else { return nil }
        }
        return nil
    }

    private static let number = WordSet("number")
    private static let nouns = WordSet(
        "for of and child children family families protection health mental social work care education development primary secondary elementary basic technical vocational"
    )

    /// `the centre no 24 hour service`: not the abbreviation.
    private func isDenied(_ index: Int) -> Bool {
        let words = answer.words.all
        guard Self.no.contains(words[index]), index + 2 < words.count, words[index + 1].gap == .space else {
            return false
        }
        return words[index + 2].gap.joins && words[index + 2].shape == .lower
            && !words[index + 2].classes.has(.function)
            && !words[index + 2].classes.has(.speech)
    }

    private static let no = WordSet("no")

    /// `Shelters number 4 in the country`
    private func isPlural(_ word: Word) -> Bool { answer.bytes[word.range].last == UInt8(ascii: "s") }

    /// `in school 7.`, `school 7 has`: not `after school 2 to 3 times`, `school 7 days`, `school 4, family 3`.
    private func isNumberAlone(_ index: Int) -> Bool {
        let words = answer.words.all
        guard words[index].gap == .space, words[index].count <= 3 else { return false }
        let isEnd = index + 1 == words.count || !words[index + 1].gap.isDisjoint(with: [.line, .stop, .period])
        if isEnd { return index > 1 && Self.insides.contains(words[index - 2]) }
        return words[index + 1].gap == .space && Self.verbs.contains(words[index + 1])
    }

    private static let insides = WordSet("in at to the our")
    private static let verbs = WordSet(
        "has have had is was does did refers referred sends sent needs asks asked calls called")

    /// `association Mothers for Mothers`: who writes the word small and the next one with a capital means its name.
    private func isCapitalBehind(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.gap == .space && word.shape == .capital && word.verdict != .allowed && style.capitalTells(word)
            && !word.classes.has([.month, .weekday, .law]) && !(word.classes.has(.acronym) && !word.classes.has(.names))
    }

    /// `Dnevni centar Koraci Maglaj`: in other languages only the first word of a name has its capital.
    private func isForeignName(_ first: Int, _ index: Int, _ last: Int) -> Bool {
        let words = answer.words.all
        return first == index - 1 && last > index && words[first].hasCapital && words[first].classes.has(.foreign)
            && words[index].classes.has(.foreign)
    }

    /// `Municipality of Kukës`, `Office of Tlapacoyan`: an English word for an office, and a place, which is masked by itself.
    private func isOffice(_ index: Int, _ last: Int) -> Bool {
        let words = answer.words.all
        guard index + 1 < words.count, words[index].classes.has([.common, .generic]) else { return false }
        guard Self.prepositions.contains(words[index + 1]) else { return false }
        let named = words[(index + 2)...].prefix(3).first { $0.hasCapital }
        return named?.verdict == .name
    }

    /// A word that makes a name of the words around it.
    private func isProper(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        if word.verdict == .name { return true }
        guard word.verdict != .allowed else { return false }
        if !word.isWord { return word.shape == .number && word.count <= 4 && isNumbered(index) }
        return style.capitalTells(word)
            && !word.classes.has([
                .generic, .organisation, .role, .function, .month, .weekday, .title, .particle, .law, .speech, .person,
            ])
    }

    /// `School No. 5`.
    private func isNumbered(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = answer.words.all[index - 1]
        return before.classes.has(.abbreviation) && !before.classes.has(.title)
            || before.classes.has(.organisation) && before.hasCapital
    }

    private func start(from index: Int) -> Int {
        let words = answer.words.all
        var first = index
        var at = index
        while at > 0, words[at].gap.joins, !words[at].isInitial, index - at < 8 {
            let before = words[at - 1]
            guard before.verdict != .taken, !before.isPossessive || before.hasCapital else { break }
            if isCapitalPart(at - 1) {
                first = at - 1
            } else if !isLinkInside(at - 1) || !words[index].hasCapital {
                break
            }
            at -= 1
        }
        // The first word of a sentence has a capital anyway.
        if words[first].isInitial, first < index, words[first].verdict != .name,
            words[first].classes.has([.generic, .function, .determiner, .role]), !Self.kinds.contains(words[first])
        {
            first += 1
        }
        return first
    }

    private func end(from index: Int) -> Int {
        let words = answer.words.all
        var last = index
        var at = index + 1
        while at < words.count, words[at].gap.joins, !words[at].isInitial, at - index < 10 {
            let word = words[at]
            guard word.verdict != .taken || word.isWord && word.hasCapital else { break }
            if isCapitalPart(at) || isNumber(at) {
                last = at
            } else if !isLink(word), !word.classes.has(.abbreviation), !isForeignLink(word, index),
                !isNumberInName(at, index)
            {
                break
            }
            at += 1
            if word.isPossessive, !word.hasCapital { break }
        }
        return last
    }

    private func isCapitalPart(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        if word.verdict == .name { return true }
        return word.isWord && word.hasCapital && word.shape != .initial
    }

    private func isNumber(_ index: Int) -> Bool {
        let word = answer.words.all[index]
        return word.shape == .number && word.count <= 4 && isNumbered(index)
    }

    /// `Centar za rani rast Pčelica`: common nouns inside a name of another language.
    private func isForeignLink(_ word: Word, _ index: Int) -> Bool {
        let head = answer.words.all[index]
        return head.classes.has(.foreign) && word.shape == .lower && word.classes.has(.foreign)
            && !word.classes.has([.common, .speech])
    }

    /// `Shkolla 9-vjeçare Naim Gjylbegu`, `Școala-internat nr. 9 Zorile`.
    private func isNumberInName(_ at: Int, _ index: Int) -> Bool {
        let words = answer.words.all
        guard words[index].hasCapital, words[index].classes.has(.foreign) else { return false }
        return words[at].shape == .number && words[at].count <= 3
            || words[at].gap == .hyphen && words[at].shape == .lower
    }

    /// `House of Hope Centre`: `of` between two capitals of ordinary words.
    private func isLinkInside(_ index: Int) -> Bool {
        guard index > 0, isLink(answer.words.all[index]) else { return false }
        let before = answer.words.all[index - 1]
        return before.hasCapital && before.verdict != .name && before.classes.has(.words)
    }

    private func isLink(_ word: Word) -> Bool { word.classes.has(.particle) || Self.links.contains(word) }

    private static let links = WordSet("of for the and za per pentru si no nr din iz para od")
    private static let prepositions = WordSet("of in for")

    /// `the school "Naim Frashëri"`: what stands in quotes behind the word.
    private func quoted(behind index: Int) -> Mention? {
        let words = answer.words.all
        guard
            let open = ((index + 1)...(index + 3)).first(where: { $0 < words.count && words[$0].gap.contains(.quote) }),
            words[open].gap.isDisjoint(with: [.stop, .line]), words[open].hasCapital,
            (index + 1..<open).allSatisfy({ words[$0].gap.joins && words[$0].isWord })
        else { return nil }
        var last = open
        while last + 1 < words.count, words[last + 1].gap.isDisjoint(with: [.quote, .line, .stop]), last - open < 8 {
            last += 1
        }
        guard last + 1 == words.count || words[last + 1].gap.contains(.quote) else { return nil }
        // `Primary School "Pavarësia"`
        let hasKind =
            index > 0 && words[index].gap == .space && words[index].hasCapital && words[index - 1].hasCapital
            && Self.kinds.contains(words[index - 1])
        let end = Int(words[last].end)
        let isClosed = end < answer.bytes.count && answer.bytes[end] == UInt8(ascii: "\"")
        return Mention(.organisation, Int(words[hasKind ? index - 1 : index].start)..<(isClosed ? end + 1 : end), .cue)
    }

    private static let kinds = WordSet("primary elementary secondary high middle special vocational technical")
}
