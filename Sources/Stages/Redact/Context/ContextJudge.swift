/// Weighs what the rules found against the words around it.
///
/// The rules deny by default and know shapes and lists; the model knows which words stand beside names. Together: what a
/// pattern found stays, what only a list suspected may go, what nobody suspected is added, and an answer in which
/// something stays doubtful is withheld.
struct ContextJudge: ~Copyable {
    private var text = ContextText()
    private var chain = ContextChain(.builtIn)
    private var rules: [UInt8] = []
    private var isBesideName: [Bool] = []
    /// From which probability a word of this answer is masked.
    private var least = ContextThreshold.add

    /// What came out.
    enum Verdict {
        case mentions([Mention])
        case doubtful
    }

    /// Whether any word could be part of a mention: ordinary words in small letters cannot.
    static func isNeeded(_ answer: Answer, _ mentions: [Mention]) -> Bool {
        !mentions.isEmpty || answer.words.all.contains { !isOrdinary($0) }
    }

    private static func isOrdinary(_ word: Word) -> Bool {
        guard word.isWord, word.classes.has([.common, .english, .domain]), !word.classes.has(.names) else {
            return false
        }
        return word.shape == .lower || word.shape == .capital && word.isInitial && word.classes.has(.common)
    }

    mutating func judge(_ mentions: [Mention], in answer: Answer) -> Verdict {
        read(mentions, answer)
        var kept = mentions.compactMap { isDropped($0, answer) ? owner(of: $0, answer) : rated($0, answer) }
        ContextRules.read(kept, in: answer, into: &rules)
        least = kept.isEmpty ? ContextThreshold.add : ContextThreshold.addBesideMention
        var mayAdd = false
        for index in answer.words.all.indices where rules[index] == 0 {
            let probability = 1 - chain.labels[index][0]
            mayAdd = mayAdd || probability > least
            let isBetween = probability > ContextThreshold.doubt && probability <= least
            if isBetween, isDoubtful(index, answer) { return .doubtful }
        }
        if mayAdd {
            findNeighbours(answer)
            add(to: &kept, answer)
        }
        LowInitial.extend(&kept, answer)
        takeNames(&kept, answer)
        return .mentions(MentionReach(answer: answer).extended(kept))
    }

    private func isDoubtful(_ index: Int, _ answer: Answer) -> Bool {
        let word = answer.words.all[index]
        let isLetter = word.count == 1 && word.shape == .lower
        // Two figures are an age at most, which takes more.
        let isShort = word.shape == .number && word.count <= 2
        return !word.isPublic && !isLetter && !isShort && !word.isOrdinaryCapital && !Measure.holds(index, answer)
    }

    private mutating func read(_ mentions: [Mention], _ answer: Answer) {
        ContextRules.read(mentions, in: answer, into: &rules)
        Likenesses(answer: answer).find()
        text.read(answer, rules: rules)
        chain.read(text)
    }

    // MARK: What the rules found

    /// What the model finds all but impossible goes, the sooner the more ordinary the words.
    private func isDropped(_ mention: Mention, _ answer: Answer) -> Bool {
        guard [.person, .place, .organisation].contains(mention.kind) else { return false }
        let words = indices(of: mention, answer)
        if words.contains(where: { answer.words.all[$0].isTitled }) { return false }
        if mention.kind == .person, words.contains(where: { isOwner(answer.words.all[$0]) }) { return false }
        if isPublic(words, answer) { return true }
        // `School 141`, `commune 13`: a number that a word beside it makes a name of. The model has never seen it.
        if mention.reason == .cue, words.contains(where: { answer.words.all[$0].shape == .number }) { return false }
        return words.allSatisfy { index in
            let word = answer.words.all[index]
            return 1 - chain.labels[index][0] < limit(word)
        }
    }

    /// `Council of Ministers`, `Council of Ministers no. 578`; not `CETIS 12`, a school of its own.
    private func isPublic(_ words: Range<Int>, _ answer: Answer) -> Bool {
        let isSchool = words.contains { answer.words.all[$0].classes.has(.schoolWord) }
        if isSchool, words.contains(where: { answer.words.all[$0].shape == .number }) { return false }
        return words.contains { answer.words.all[$0].isPublic }
            && words.allSatisfy { index in
                let word = answer.words.all[index]
                return word.isPublic || word.shape == .number || Self.numbers.contains(word)
            }
    }

    private static let numbers = WordSet("no nr num br")

    /// Of `Angel's office`, which is no organisation's name, the person stays.
    private func owner(of mention: Mention, _ answer: Answer) -> Mention? {
        let word = answer.words.all[answer.word(from: mention.range.lowerBound)]
        guard mention.kind == .organisation, isOwner(word) else { return nil }
        return Mention(.person, word.range, .listed)
    }

    /// `Angel's office`: what has an owner has a person.
    private func isOwner(_ word: Word) -> Bool {
        word.isPossessive && word.shape == .capital && word.classes.has(.given)
    }

    /// Below which probability a word that a rule found is left standing.
    private func limit(_ word: Word) -> Float {
        guard word.isWord else { return ContextThreshold.drop }
        if word.isDisguised { return 0 }
        if word.classes.has(.words) { return ContextThreshold.drop }
        // `KRNJIC` among words in small letters: of capitals the model has mostly seen bodies.
        if word.shape == .upper, word.count > 5 { return 0 }
        return word.likeness == .none ? ContextThreshold.dropUnknown : ContextThreshold.dropLike
    }

    /// A mention with what the model says of its kind.
    private func rated(_ mention: Mention, _ answer: Answer) -> Mention {
        var mention = mention
        let words = indices(of: mention, answer)
        guard !words.isEmpty else { return mention }
        let sum = words.reduce(into: ContextChain.Scores()) { $0 += chain.labels[$1] } / Float(words.count)
        mention.confidence = mention.reason == .checkDigit ? 1 : words.map { 1 - chain.labels[$0][0] }.max()!
        let best = ContextLabel.best(of: sum)
        let isSoft =
            [.person, .place, .organisation, .address, .age, .date].contains(mention.kind)
            && !(mention.kind == .person && [.shape, .cue].contains(mention.reason))
        if isSoft, best != .number, best.kind != mention.kind, sum[best.rawValue] > ContextThreshold.kind {
            mention.kind = best.kind
        }
        return mention
    }

    private func indices(of mention: Mention, _ answer: Answer) -> Range<Int> {
        let words = answer.words.all
        var first = answer.word(from: mention.range.lowerBound)
        if first > 0, words[first - 1].range.overlaps(mention.range) { first -= 1 }
        var last = first
        while last < words.count, Int(words[last].start) < mention.range.upperBound { last += 1 }
        return first..<last
    }

    // MARK: What they did not find

    /// Adds the words that the model found; beside a mention of the same kind they belong to it.
    private func add(to mentions: inout [Mention], _ answer: Answer) {
        var all: [Mention] = []
        var next = 0
        let words = answer.words.all
        for index in words.indices {
            while next < mentions.count, mentions[next].range.lowerBound < Int(words[index].end) {
                join(mentions[next], to: &all, answer)
                next += 1
            }
            guard rules[index] == 0, isAdded(index, answer) else { continue }
            var mention = Mention(ContextLabel.best(of: chain.labels[index]).kind, words[index].range, .context)
            mention.confidence = 1 - chain.labels[index][0]
            join(mention, to: &all, answer)
        }
        all += mentions[next...]
        mentions = all
    }

    /// Addresses take the name before them.
    private func takeNames(_ all: inout [Mention], _ answer: Answer) {
        for index in all.indices where all[index].kind == .address {
            all[index].range = withNameBefore(all[index].range, behind: index > 0 ? all[index - 1] : nil, answer)
        }
    }

    /// `in Save Kovačevića 8`: a street's first name that is a word as well. Between two parts of an address, a country's or
    /// a language's name is the street's.
    private func withNameBefore(_ address: Range<Int>, behind last: Mention?, _ answer: Answer) -> Range<Int> {
        let words = answer.words.all
        let first = answer.word(from: address.lowerBound)
        guard first > 0, words[first].isWord, words[first].gap == .space else { return address }
        let before = words[first - 1]
        let end = last?.range.upperBound ?? 0
        let isBetween = last?.kind == .address && Int(before.start) == end + 1
        guard before.shape == .capital, !before.isInitial, Int(before.start) >= end, !before.isPublic || isBetween,
            !before.classes.has([.month, .weekday, .function])
        else { return address }
        return Int(before.start)..<address.upperBound
    }

    private func isAdded(_ index: Int, _ answer: Answer) -> Bool {
        let probability = 1 - chain.labels[index][0]
        // The least that is ever enough comes first: few words reach it.
        guard probability > least else { return false }
        let word = answer.words.all[index]
        guard !word.isGranted, !Measure.isLawNumber(index, answer.words.all), !Measure.holds(index, answer),
            !CaseNumber.isOfGovernment(word.range, answer) || word.isWord,
            !isAbbreviation(index, answer.words.all, answer.bytes)
        else { return false }
        if word.isPublic { return isBesideName[index] && probability > ContextThreshold.addPublic }
        if word.count == 1, word.shape == .lower { return probability > ContextThreshold.addLetter }
        if word.isBareTitle { return probability > ContextThreshold.addTitle }
        if word.isSpeech { return probability > ContextThreshold.addTitle }
        if word.isGrammar, isBeforeNumber(index, answer.words.all) { return false }
        if Self.numbers.contains(word), isBeforePlainNumber(index, answer.words.all) { return false }
        if word.isOrdinaryCapital { return probability > ContextThreshold.addOrdinary }
        if word.shape == .lower, word.classes.has(.particle), !isBetweenNames(index) { return false }
        let label = ContextLabel.best(of: chain.labels[index])
        if label.kind == .age, ExactAge.isBound(index, in: answer) { return false }
        if label.kind == .person, word.classes.has(.month), !word.classes.has(.names) { return false }
        if label.kind == .person, word.isLeftOver { return probability > ContextThreshold.addLeftOver }
        if word.isLeftOver, !word.classes.has(.names), !isNamedThing(index, answer.words.all),
            probability <= ContextThreshold.addLeftOverThing
        {
            return false
        }
        if Measure.isCount(index, answer.words.all) { return probability > ContextThreshold.addCount }
        let isBesideMention = least == ContextThreshold.addBesideMention && !isSpared(index, answer.words.all)
        return isBesideMention || probability > Self.addition(of: label)
    }

    /// `lagjja partizani`: behind a word for a place or a body stands its name.
    private func isNamedThing(_ index: Int, _ words: Stretch<Word>) -> Bool {
        (max(0, index - 3)..<index).contains { near in
            words[near].classes.has([.placeNoun, .organisation, .schoolWord, .street, .streetStrong, .placePreposition])
        }
    }

    /// Words that stand for themselves beside a mention: how far it reaches over those, rules know better.
    private func isSpared(_ index: Int, _ words: Stretch<Word>) -> Bool {
        let word = words[index]
        if word.isLeftOver || word.classes.has([.namedWord, .unit, .ageWord]) { return true }
        guard Self.isOrdinary(word) else { return false }
        guard isBesideRule(index, words) else {
            // `the boy has 8 but the paper says ten`: where one number is somebody's, another may be.
            return word.shape == .lower && word.classes.has(.common) && !word.classes.has(.numberWord)
                && !isOfLandmark(index, words)
        }
        return word.classes.has(.function) || !isJoinedToRule(index, words)
    }

    /// `behind the old mill of` a village that is masked.
    private func isOfLandmark(_ index: Int, _ words: Stretch<Word>) -> Bool {
        words[max(0, index - 3)...index].contains(where: Self.landmarks.contains)
    }

    private static let landmarks = WordSet("behind opposite across beside facing")

    private func isBesideRule(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index > 0 && rules[index - 1] != 0 || index + 1 < words.count && rules[index + 1] != 0
    }

    private func isJoinedToRule(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index > 0 && rules[index - 1] != 0 && words[index].gap.joins
            || index + 1 < words.count && rules[index + 1] != 0 && words[index + 1].gap.joins
    }

    /// `de` belongs to the name beside it; beside a number it does not.
    private func isBetweenNames(_ index: Int) -> Bool {
        [index - 1, index + 1].contains { near in
            rules.indices.contains(near) && isName(near) && !ContextRules.isNumberOrDate(rules[near])
                && rules[near] != ContextRules.number(of: .age)
        }
    }

    /// Whether a rule found a number or a date right behind: rules know where those begin. Not in `9 and then 0 0`.
    private func isBeforeNumber(_ index: Int, _ words: Stretch<Word>) -> Bool {
        guard index + 1 < rules.count, ContextRules.isNumberOrDate(rules[index + 1]) else { return false }
        return index == 0 || rules[index - 1] != 0
            || words[index - 1].isWord && !words[index - 1].classes.has(.numberWord)
    }

    /// `no. 578` behind a public body, of which no rule found a number.
    private func isBeforePlainNumber(_ index: Int, _ words: Stretch<Word>) -> Bool {
        index > 0 && words[index - 1].isPublic && index + 1 < words.count && words[index + 1].shape == .number
            && rules[index + 1] == 0
    }

    /// `M/F`, `N G O`. Two letters apart may be initials; three are not, since names written letter by letter have a rule of
    /// their own.
    private func isAbbreviation(_ index: Int, _ words: Stretch<Word>, _ bytes: Bytes) -> Bool {
        func isPair(_ first: Int, _ gap: Word.Gap) -> Bool {
            words.indices.contains(first) && words.indices.contains(first + 1)
                && words[first].isWord && words[first].count == 1
                && words[first + 1].isWord && words[first + 1].count == 1 && words[first + 1].gap == gap
        }
        if isPair(index, .slash) && Self.areSexes(words[index], words[index + 1], bytes)
            || isPair(index - 1, .slash) && Self.areSexes(words[index - 1], words[index], bytes)
        {
            return true
        }
        let pairs = (index - 2...index + 1).map { isPair($0, .space) }
        if pairs[0] && pairs[1] || pairs[1] && pairs[2] || pairs[2] && pairs[3] { return true }
        return (isPair(index, .slash) || isPair(index - 1, .slash))
            && 1 - chain.labels[index][0] < ContextThreshold.addInitials
    }

    /// `M/F`, `M/W`, `H/M`: both sexes.
    private static func areSexes(_ one: Word, _ other: Word, _ bytes: Bytes) -> Bool {
        let pair = [bytes[Int(one.start)], bytes[Int(other.start)]]
        return pair.contains(UInt8(ascii: "M")) && pair.contains { "FWH".utf8.contains($0) }
    }

    private static func addition(of label: ContextLabel) -> Float {
        if label.kind == .organisation { return ContextThreshold.addOrganisation }
        return [.age, .address].contains(label.kind) ? ContextThreshold.addSoft : ContextThreshold.add
    }

    /// Which words of countries and public bodies stand beside a name: `Centro Comunitario` alone says nothing, before a
    /// name it is part of it.
    private mutating func findNeighbours(_ answer: Answer) {
        let words = answer.words.all
        isBesideName.removeAll(keepingCapacity: true)
        var isBeside = false
        for index in words.indices {
            if !words[index].isPublic {
                isBeside = isName(index)
            } else if words[index].gap.endsPhrase {
                isBeside = false
            }
            isBesideName.append(isBeside)
        }
        isBeside = false
        for index in words.indices.reversed() {
            if !words[index].isPublic { isBeside = isName(index) }
            isBesideName[index] = isBesideName[index] || isBeside
            if words[index].gap.endsPhrase { isBeside = false }
        }
    }

    private func isName(_ index: Int) -> Bool { rules[index] != 0 || 1 - chain.labels[index][0] > ContextThreshold.add }

    /// Appends a mention, or makes it one with the last where one of the two is the model's and nothing parts them.
    private func join(_ mention: Mention, to all: inout [Mention], _ answer: Answer) {
        guard let last = all.last, last.reason == .context || mention.reason == .context,
            belongs(mention, behind: last, answer)
        else { return all.append(mention) }
        var whole = last.reason == .context && mention.reason != .context ? mention : last
        if whole.kind == .number { whole.kind = last.kind == .number ? mention.kind : last.kind }
        whole.range = last.range.lowerBound..<mention.range.upperBound
        whole.confidence = max(last.confidence, mention.confidence)
        all[all.count - 1] = whole
    }

    private func belongs(_ mention: Mention, behind last: Mention, _ answer: Answer) -> Bool {
        guard mention.kind == last.kind || mention.kind == .number || last.kind == .number else { return false }
        let gap = answer.bytes[last.range.upperBound..<mention.range.lowerBound]
        guard gap.count <= 3, !gap.contains(where: { SignKind.of($0).isWord || $0 == 10 || $0 == 13 }) else {
            return false
        }
        switch mention.kind {
        case .person, .place, .age: return !gap.contains { ",;/&+".utf8.contains($0) }
        default: return !gap.contains(UInt8(ascii: ";"))
        }
    }
}

extension ContextLabel {
    /// The most probable label of a mention.
    static func best(of labels: ContextChain.Scores) -> ContextLabel {
        var best = 1
        for label in 2..<8 where labels[best] < labels[label] { best = label }
        return ContextLabel(rawValue: best)!
    }
}

extension Word.Gap {
    /// Whether a name ends here: `Mexico, Ana`.
    fileprivate var endsPhrase: Bool {
        !isDisjoint(with: [.line, .stop, .comma, .colon, .bracket, .first]) || contains(.period) && contains(.space)
    }
}
