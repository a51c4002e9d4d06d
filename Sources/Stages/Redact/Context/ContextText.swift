/// An answer as the model sees it: a view of every word, made once.
struct ContextText: ~Copyable {
    /// Between as many places outside as a feature looks ahead and back.
    private var padded = Room<ContextWord>()
    /// How the answer is written: with capitals, without any, in capitals only.
    private(set) var style: UInt64 = 0
    /// Whether the rules found anything.
    private(set) var hasRules = false
    /// Whether they found an address.
    private(set) var hasAddress = false

    private static let margin = 8

    /// The number of words.
    @inline(__always) var count: Int { max(0, padded.count - 2 * Self.margin) }

    /// A word, with as many around it as a feature may look at; good until the next answer is read.
    @inline(__always)
    func word(_ index: Int) -> UnsafePointer<ContextWord> {
        precondition(index >= 0 && index < count)
        return padded.start + Self.margin + index
    }

    private mutating func addMargin() {
        for _ in 0..<Self.margin { padded.append(.outside) }
    }

    /// Looks at an answer; `rules` says for each word what the rules found.
    mutating func read(_ answer: Answer, rules: [UInt8]) {
        padded.removeAll()
        addMargin()
        hasRules = false
        hasAddress = false
        var isQuoted = false
        var brackets = 0
        var capitals = 0
        var shouted = 0
        var at = 0
        for (index, word) in answer.words.all.enumerated() {
            if !word.gap.isDisjoint(with: [.quote, .bracket]) {
                for byte in answer.bytes[at..<Int(word.start)] {
                    if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                    if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { brackets += 1 }
                    if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { brackets = max(0, brackets - 1) }
                }
            }
            at = Int(word.end)
            if word.shape == .capital || word.shape == .mixed { capitals += 1 }
            if word.shape == .upper { shouted += 1 }
            var view = Self.view(of: word, answer)
            view.rule = UInt64(rules[index])
            hasRules = hasRules || view.rule != 0
            hasAddress = hasAddress || view.rule == ContextRules.address
            view.isQuoted = isQuoted
            view.isBracketed = brackets > 0
            padded.append(view)
        }
        addMargin()
        style = shouted * 2 > count ? 2 : capitals == 0 ? 1 : 0
    }

    private static func view(of word: Word, _ answer: Answer) -> ContextWord {
        let bytes = answer.bytes[word.range]
        let lists = Self.lists(word)
        let shape = Self.shape(word, bytes)
        let longEnding = letters(bytes, from: max(bytes.startIndex, bytes.endIndex - 3))
        return ContextWord(
            identity: identity(word, bytes), kind: lists << 8 | shape, lists: lists, shape: shape,
            gap: gap(word.gap), signBefore: sign(answer.bytes, Int(word.start) - 1),
            signBehind: sign(answer.bytes, Int(word.end)), rule: 0, ending: longEnding & 0xFFFF,
            longEnding: longEnding, beginning: letters(bytes, from: bytes.startIndex), lastLetter: longEnding & 0xFF,
            count: UInt64(min(word.count, 9)), classes: word.classes.rawValue & told,
            isAllowed: word.isPublic,
            isInitial: word.isInitial, isPossessive: word.isPossessive,
            isForeign: (word.shape == .lower || word.hasCapital && word.shape != .upper && word.shape != .initial)
                && !word.classes.has([.common, .english]),
            isQuoted: false, isBracketed: false)
    }

    private static func sign(_ bytes: Bytes, _ place: Int) -> UInt64 {
        bytes.indices.contains(place) ? UInt64(bytes[place]) : 0
    }

    /// The classes that the model is told one by one.
    private static let told: UInt64 =
        WordClass.words.union(.names).union([
            .usuallyName, .usuallyWord, .allowed, .acronym, .title, .role, .speech, .placePreposition, .placeNoun,
            .street,
            .organisation, .caseWord, .idWord, .phoneWord, .bankWord, .plateWord, .ageWord, .namedWord, .particle,
            .month,
            .weekday, .numberWord, .law, .generic, .currency, .unit, .person, .abbreviation, .determiner, .namePrefix,
            .dot, .atWord, .domainEnding, .possessive, .streetAnySide, .translated, .schoolWord, .honorific,
            .streetStrong,
        ]).rawValue

    /// The lists of names, and the most ordinary list of words.
    private static func lists(_ word: Word) -> UInt64 {
        let classes = word.classes
        let names: UInt64 =
            (classes.has(.given) ? 1 : 0) | (classes.has(.surname) ? 2 : 0) | (classes.has(.place) ? 4 : 0)
        let words: UInt64 =
            classes.has(.common)
            ? 1
            : classes.has(.english)
                ? 2
                : classes.has(.rare)
                    ? 3
                    : classes.has(.domain)
                        ? 4
                        : classes.has(.foreign) ? 5 : word.likeness == .none ? 0 : 5 + UInt64(word.likeness.rawValue)
        return names << 3 | words
    }

    private static func shape(_ word: Word, _ bytes: Bytes) -> UInt64 {
        word.isWord ? UInt64(word.shape.rawValue) : 16 + pattern(bytes) & 0xEF
    }

    private static func identity(_ word: Word, _ bytes: Bytes) -> UInt64 {
        guard !word.isWord else { return word.key }
        guard word.shape == .number else { return 0x100 + pattern(bytes) }
        guard bytes.count <= 2 else { return UInt64(min(bytes.count, 40)) }
        let value = bytes.reduce(0) { $0 * 10 + Int($1 &- 48) }
        return value <= 18 ? 0x60 : 0x61
    }

    /// Runs of digits and letters: `UP-I-04` is not seen here, `14a`, `5N`, `MDY2` are.
    private static func pattern(_ bytes: Bytes) -> UInt64 {
        var hash: UInt64 = 7
        var run = 0
        var last = SignKind.other
        for byte in bytes.prefix(12) {
            let kind = SignKind.of(byte)
            run = kind == last ? run + 1 : 1
            last = kind
            if run <= 2 { hash = hash &* 5 &+ UInt64(kind.rawValue) }
        }
        return hash
    }

    /// Up to three letters, in lower case.
    @inline(__always)
    private static func letters(_ bytes: Bytes, from start: Int) -> UInt64 {
        var letters: UInt64 = 0
        for place in start..<min(start + 3, bytes.endIndex) {
            letters = letters << 8 | UInt64(WordHash.lower(bytes[place]))
        }
        return letters
    }

    /// What stands before a word, without blanks where anything else does.
    private static func gap(_ gap: Word.Gap) -> UInt64 {
        let told = gap.subtracting([.space, .at, .possessive])
        if told.contains(.first) { return 1 }
        return told.isEmpty ? gap.contains(.space) ? 2 : 3 : UInt64(told.rawValue)
    }
}
