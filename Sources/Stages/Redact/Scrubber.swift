import WeirCore

/// Finds what identifies in English answers. One scrubber a worker: it keeps its working memory between answers.
public final class Scrubber {
    let answer: Answer
    private var memory: AnswerMemory?
    private var judge = ContextJudge()
    private let weighsContext: Bool
    private let scratch: PatternScanner.Scratch
    private let scanner: PatternScanner

    /// What became of an answer.
    public enum Outcome: Equatable, Sendable {
        /// Scrubbed; the mentions in the order of the text, none overlapping.
        case scrubbed([Mention])
        /// Something in it stays doubtful.
        case withheld(Doubt)
    }

    /// Why an answer is withheld.
    public enum Doubt: String, Sendable {
        /// Its bytes are no UTF-8, or letters were lost before it came here.
        case encoding
        /// A word in it may be part of a mention or not; its neighbours leave it open.
        case context
    }

    /// Makes the lists and the patterns ready, side by side; the first scrubber would do so one behind the other.
    public static func warmUp() {
        _ = Crew.does(2) { part in
            if part == 0 { _ = PatternScanner.shared } else { _ = Lexicon.builtIn }
        }
    }

    /// A scrubber with the built-in lists. Without the context the rules stand alone: for measuring what it is worth.
    /// Without a memory it looks at every answer anew, however often it was given before.
    public init(lexicon: Lexicon = .builtIn, weighsContext: Bool = true, remembers: Bool = true) {
        self.weighsContext = weighsContext
        memory = remembers ? AnswerMemory() : nil
        answer = Answer(lexicon: lexicon)
        scanner = .shared
        scratch = PatternScanner.Scratch(for: scanner)
    }

    /// Finds the mentions of an answer, in bytes of its text. Allowed words are no mentions by themselves.
    public func scrub(_ text: UnsafeBufferPointer<UInt8>, allowing allowed: AllowedWords = .none) -> Outcome {
        guard memory != nil else { return look(at: text, allowing: allowed) }
        let hash = AnswerMemory.hash(text, allowing: allowed)
        if let known = memory?.outcome(of: text, hash, allowing: allowed) { return known }
        let outcome = look(at: text, allowing: allowed)
        memory?.remember(outcome, of: text, hash, allowing: allowed)
        return outcome
    }

    private func look(at text: UnsafeBufferPointer<UInt8>, allowing allowed: AllowedWords) -> Outcome {
        guard let mentions = findByRules(text, allowing: allowed) else { return .withheld(.encoding) }
        guard weighsContext else { return finished(mentions) }
        guard ContextJudge.isNeeded(answer, mentions) else { return .scrubbed([]) }
        switch judge.judge(mentions, in: answer) {
        case .doubtful: return .withheld(.context)
        case .mentions(let mentions): return finished(mentions)
        }
    }

    /// Finds what names somebody in an answer as it was said, in any of the survey's languages: numbers and addresses by
    /// their shape, names that stand in a list and are written as names. Of another language's words no English list knows
    /// any, so an unknown word is no name here.
    public func identifiers(inOriginal text: UnsafeBufferPointer<UInt8>) -> [Mention] {
        guard answer.text.fold(text) else { return [] }
        answer.words.cut(answer.text, lexicon: answer.lexicon)
        var found = Found(answer)
        if answer.words.tally.numbers > 0 { LeftoverNumber(answer: answer).allowHelplines() }
        if PatternTrigger.fires(answer) { findShapes(&found) }
        found.add(longNumbers())
        found.add(ListedPersons(answer: answer).mentions())
        return found.mentions.filter(\.kind.isDirect).map(asGiven)
    }

    /// Whether a text of any language is nothing but a person's name.
    public func isName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard answer.text.fold(text) else { return false }
        answer.words.cut(answer.text, lexicon: answer.lexicon)
        return WholeName(answer: answer).stands
    }

    /// Of other languages' short numbers nobody knows what they count.
    private func longNumbers() -> [Mention] {
        guard answer.words.tally.numbers > 0 else { return [] }
        let leftover = LeftoverNumber(answer: answer)
        return answer.words.all.indices.compactMap { index in
            let word = answer.words.all[index]
            guard word.shape == .number, word.verdict == .open, let mention = leftover.mention(at: index),
                answer.digits(in: mention.range).count >= 7
            else { return nil }
            return mention
        }
    }

    private func finished(_ mentions: [Mention]) -> Outcome {
        let whole = NumberReach(answer: answer).widened(AgeUnit(answer: answer).included(in: mentions))
        return .scrubbed(PersonNumbers.number(whole, in: answer).map(asGiven))
    }

    private func asGiven(_ mention: Mention) -> Mention {
        var mention = mention
        mention.range = inOriginal(mention.range)
        return mention
    }

    /// What the rules find; nil when the text is no UTF-8, or has lost letters.
    func findByRules(_ text: UnsafeBufferPointer<UInt8>, allowing allowed: AllowedWords) -> [Mention]? {
        guard !LostLetters.stand(in: text), answer.text.fold(text) else { return nil }
        answer.words.cut(answer.text, lexicon: answer.lexicon)
        if AskedLetters(answer: answer).stand { return nil }
        MaskedAlready.grant(in: answer)
        LetterPair.grant(in: answer)
        LawAbbreviation.grant(in: answer)
        allowed.mark(in: answer)
        var found = Found(answer)
        if answer.words.tally.numbers > 0 { LeftoverNumber(answer: answer).allowHelplines() }
        if PatternTrigger.fires(answer) { findShapes(&found) }
        findByWords(&found)
        found.add(findNames())
        findAges(&found)
        return found.mentions
    }

    private func findShapes(_ found: inout Found) {
        let signs = SignTally(answer.bytes)
        var possible: UInt64 = 0
        for (place, recogniser) in Recognisers.all.enumerated() where recogniser.isPossible(signs, in: answer) {
            possible |= 1 << UInt64(place)
        }
        guard possible != 0 else { return }
        scanner.scan(answer.bytes, into: scratch)
        for (place, recogniser) in Recognisers.all.enumerated() where possible >> UInt64(place) & 1 != 0 {
            for candidate in scratch.candidates where candidate.recogniser == place {
                if let mention = recogniser.judge(candidate.range, in: answer) { found.add(mention) }
            }
        }
    }

    private func findByWords(_ found: inout Found) {
        for recogniser in Recognisers.ofWords {
            let cues = recogniser.cues
            guard answer.words.seen.has(cues) else { continue }
            for index in answer.words.all.indices
            where answer.words.all[index].classes.has(cues) && answer.words.all[index].verdict != .taken {
                if let mention = recogniser.mention(at: index, in: answer) { found.add(mention) }
            }
        }
        if answer.words.tally.single > 2 { found.add(SpelledName(answer: answer).mentions()) }
        guard answer.words.tally.numbers > 0 else { return }
        for index in answer.words.all.indices
        where !answer.words.all[index].isWord && answer.words.all[index].verdict == .open {
            let mention =
                PointInTime.mention(at: index, in: answer) ?? RecordCode.mention(at: index, in: answer)
                ?? LeftoverNumber(answer: answer).mention(at: index)
            if let mention { found.add(mention) }
        }
    }

    private func findNames() -> [Mention] {
        let finder = NameFinder(answer)
        let hasNames = finder.decide()
        guard hasNames || answer.words.seen.has(.organisation) || answer.words.tally.capitalContent > 1 else {
            return []
        }
        return OrganisationNames(answer: answer, style: finder.style).mentions()
            + NameMentions(answer: answer).mentions()
    }

    private func findAges(_ found: inout Found) {
        guard answer.words.tally.numbers > 0 || answer.words.seen.has(.numberWord) else { return }
        for index in answer.words.all.indices {
            let word = answer.words.all[index]
            guard word.verdict != .taken, !word.isWord || word.classes.has(.numberWord) else { continue }
            for recogniser in Recognisers.besideNames {
                if let mention = recogniser.mention(at: index, in: answer) { found.add(mention) }
            }
        }
    }

    private func inOriginal(_ range: Range<Int>) -> Range<Int> {
        answer.text.origin(of: range.lowerBound)..<answer.text.origin(of: range.upperBound)
    }
}

/// Whether a text has anything that a pattern could start from. A lone short number has not: `3 months`, `2019`; unless a
/// word beside it makes it the number of a case, a plate, a coordinate.
private enum PatternTrigger {
    private static let cues: WordClass = [.dot, .caseWord, .idWord, .bankWord, .plateWord, .phoneWord]
    private static let alone: WordClass = [.dot, .domainEnding]

    static func fires(_ answer: Answer) -> Bool {
        if answer.words.tally.mayHoldPattern { return true }
        let mayBeCued = answer.words.tally.numbers > 0 && answer.words.seen.has(cues)
        if mayBeCued || answer.words.seen.has(alone) { return true }
        return answer.bytes.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "_") }
    }
}

/// The same person twice in an answer has one number; nothing links two answers.
private struct PersonNumbers {
    private var known: [UInt64: Int] = [:]
    private var last = 0

    static func number(_ mentions: [Mention], in answer: Answer) -> [Mention] {
        var numbers = PersonNumbers()
        var mentions = mentions
        // Most answers name one person at most.
        if mentions.count(where: { $0.kind == .person }) <= 1 {
            for index in mentions.indices where mentions[index].kind == .person { mentions[index].person = 1 }
            return mentions
        }
        for index in mentions.indices where mentions[index].kind == .person {
            mentions[index].person = numbers.number(mentions[index].range, answer)
        }
        return mentions
    }

    private mutating func number(_ range: Range<Int>, _ answer: Answer) -> Int {
        let words = answer.words.all[answer.word(from: range.lowerBound)...].prefix { Int($0.start) < range.upperBound }
        var number: Int?
        for word in words where word.count > 2 && number == nil { number = known[word.key] }
        if number == nil { last += 1 }
        for word in words where word.count > 2 && known[word.key] == nil { known[word.key] = number ?? last }
        return number ?? last
    }
}
