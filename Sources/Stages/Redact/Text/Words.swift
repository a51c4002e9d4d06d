/// Cuts a folded text into words and numbers, and notes what stands between them.
struct Words: ~Copyable {
    private var words = Room<Word>()
    /// The words, good until the next text is cut.
    @inline(__always) var all: Stretch<Word> { words.all }
    /// What any of the words is.
    private(set) var seen: WordClass = []
    /// How the words are written.
    private(set) var tally = ShapeTally()

    init() {}

    /// The keys of a list entry's words.
    init(_ entry: borrowing FoldedText) {
        cut(entry, lexicon: nil)
    }

    /// Sets what was decided of a word.
    mutating func set(_ verdict: Word.Verdict, at index: Int) {
        words.change(index) {
            $0.verdict = verdict
            if verdict == .allowed { $0.isPublic = true }
        }
    }

    /// Makes a word the name behind a title.
    mutating func title(at index: Int) {
        words.change(index) {
            $0.verdict = .name
            $0.isTitled = true
            $0.isPublic = false
        }
    }

    /// Notes what a word may be that no list knows.
    mutating func liken(_ likeness: Word.Likeness, at index: Int) {
        words.change(index) { $0.likeness = likeness }
    }

    /// Lets a word pass as part of the questionnaire.
    mutating func grant(at index: Int) {
        words.change(index) {
            $0.verdict = .allowed
            $0.isPublic = true
            $0.isGranted = true
        }
    }

    /// Cuts a text and looks its words up.
    mutating func cut(_ text: borrowing FoldedText, lexicon: Lexicon?) {
        words.removeAll()
        keys.removeAll(keepingCapacity: true)
        seen = []
        tally = ShapeTally()
        let bytes = text.bytes
        let signs = Sign.table
        let table = lexicon?.table
        var gap = Word.Gap.first
        var at = 0
        while at < bytes.count {
            let sign = signs[Int(bytes[at])]
            if sign.kind.isWord {
                at = take(bytes, from: at, gap: gap, text, table, signs)
                gap = []
            } else {
                gap.formUnion(sign.gap)
                at += 1
            }
        }
        if let table { lookUp(text, table) }
    }

    /// Looks all words up, when memory has had time to bring what the table says of them.
    private mutating func lookUp(_ text: borrowing FoldedText, _ table: WordTable) {
        for index in 0..<words.count {
            let before = index > 0 ? words[index - 1] : nil
            words.change(index) { word in
                if text.isPlain(word.range) {
                    word.classes.formUnion(table[word.key])
                } else {
                    word.isDisguised = text.isDisguised(word.range)
                    word.classes.formUnion(table.classes(of: Self.key(of: word.range, text)))
                }
                word.isInitial = Self.isInitial(word.gap, behind: before)
            }
            seen.formUnion(words[index].classes)
            tally.add(words[index], behind: before)
        }
    }

    /// The keys of the words, kept for list entries only.
    private(set) var keys: [WordKey] = []

    @inline(__always)
    private mutating func take(
        _ bytes: Bytes, from start: Int, gap: Word.Gap, _ text: borrowing FoldedText, _ table: WordTable?,
        _ signs: UnsafePointer<Sign>
    ) -> Int {
        var at = start
        var digits = 0
        var uppers = 0
        var hash = WordHash()
        while at < bytes.count {
            let sign = signs[Int(bytes[at])]
            guard sign.kind.isWord else { break }
            digits += sign.kind == .digit ? 1 : 0
            uppers += sign.kind == .upper ? 1 : 0
            hash.add(sign.lower)
            at += 1
        }
        var word = Word(
            start: Int32(start), end: Int32(at), key: hash.value, classes: [],
            shape: Self.shape(bytes[start], count: at - start, digits: digits, uppers: uppers), gap: gap)
        if let table {
            table.prepare(hash.value)
        } else {
            keys.append(Self.key(of: start..<at, text))
        }
        at = takeContraction(bytes, at, &word)
        words.append(word)
        return at
    }

    private static func key(of range: Range<Int>, _ text: borrowing FoldedText) -> WordKey {
        var key = WordKey()
        for place in range { key.add(text.bytes[place], mark: text.mark(at: place)) }
        return key
    }

    private static func shape(_ first: UInt8, count: Int, digits: Int, uppers: Int) -> Word.Shape {
        if digits == count { return .number }
        if digits > 0 { return .alphanumeric }
        if uppers == 0 { return .lower }
        if count == 1 { return .initial }
        if uppers == count { return .upper }
        return uppers == 1 && SignKind.of(first) == .upper ? .capital : .mixed
    }

    /// `'s`, `'t`, `'re`, `'ve`, `'ll`, `'d`, `'m` belong to the word before.
    private func takeContraction(_ bytes: Bytes, _ at: Int, _ word: inout Word) -> Int {
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "'"), word.isWord else { return at }
        var end = at + 1
        while end < bytes.count, SignKind.of(bytes[end]).isWord, end - at < 4 { end += 1 }
        guard end == bytes.count || !SignKind.of(bytes[end]).isWord else { return at }
        let tail = bytes[(at + 1)..<end].map(WordHash.lower)
        switch tail {
        case [UInt8(ascii: "s")]:
            word.isPossessive = true
            return end
        case [UInt8(ascii: "t")]:
            word.classes.formUnion([.function, .common])
            return end
        case Array("re".utf8), Array("ve".utf8), Array("ll".utf8), [UInt8(ascii: "d")], [UInt8(ascii: "m")]:
            return end
        default: return at
        }
    }

    /// The first word, or one behind the end of a sentence; the point of an abbreviation ends none.
    private static func isInitial(_ gap: Word.Gap, behind before: Word?) -> Bool {
        if !gap.isDisjoint(with: [.first, .line, .stop, .colon]) { return true }
        guard gap.contains(.period), gap.contains(.space), let before else { return false }
        if before.shape == .initial { return false }
        // `the judge. When`: a whole word is no abbreviation.
        if before.count >= 5, before.classes.has(.common), !before.classes.has(.abbreviation) { return true }
        return !before.classes.has([.title, .honorific, .street, .streetStrong, .abbreviation])
    }
}

/// What a byte of folded text is.
enum SignKind: UInt8 {
    case other, lower, upper, digit

    @inline(__always) var isWord: Bool { self != .other }
    @inline(__always) var isLetter: Bool { self == .lower || self == .upper }

    @inline(__always)
    static func of(_ byte: UInt8) -> SignKind {
        if byte &- 97 < 26 || byte == LetterFolding.otherLetter { return .lower }
        if byte &- 65 < 26 { return .upper }
        if byte &- 48 < 10 { return .digit }
        return .other
    }
}

/// What a byte of folded text is to whoever cuts it into words.
struct Sign {
    let kind: SignKind
    /// A letter in lower case.
    let lower: UInt8
    /// What it puts between words.
    let gap: Word.Gap

    /// For each byte; it lives as long as the program.
    nonisolated(unsafe) static let table: UnsafePointer<Sign> = {
        let table = UnsafeMutablePointer<Sign>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            (table + Int(byte)).initialize(
                to: Sign(kind: SignKind.of(byte), lower: WordHash.lower(byte), gap: gap(byte)))
        }
        return UnsafePointer(table)
    }()

    private static func gap(_ byte: UInt8) -> Word.Gap {
        switch byte {
        case 32, 9: .space
        case 10, 13, UInt8(ascii: "*"), UInt8(ascii: ">"): .line
        case UInt8(ascii: "!"), UInt8(ascii: "?"): .stop
        case UInt8(ascii: "."): .period
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: ";"): [.stop, .comma]
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "-"): .hyphen
        case UInt8(ascii: "'"), UInt8(ascii: "`"): .apostrophe
        case UInt8(ascii: "\""): .quote
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"): .bracket
        case UInt8(ascii: "/"): .slash
        case UInt8(ascii: "@"): .at
        default: .other
        }
    }
}

/// How many words of a text are written how.
struct ShapeTally {
    private(set) var numbers = 0
    private(set) var initials = 0
    private(set) var single = 0
    private(set) var long = 0
    private(set) var upper = 0
    private(set) var content = 0
    private(set) var capitalContent = 0
    /// Something stands there that a pattern could start from: a long number, two numbers in a row, letters and figures
    /// in one piece, capitals beside a number, a point between words as in a web address.
    private(set) var mayHoldPattern = false

    @inline(__always)
    mutating func add(_ word: Word, behind before: Word?) {
        if word.gap == .period { mayHoldPattern = true }
        guard word.isWord else {
            numbers += 1
            if word.shape == .alphanumeric || word.count > 4 || before?.hasCapital == true || before?.isWord == false {
                mayHoldPattern = true
            }
            return
        }
        if word.shape == .initial { initials += 1 }
        if word.count == 1 { single += 1 }
        if word.count >= 2 {
            long += 1
            if word.shape == .upper { upper += 1 }
        }
        if word.count >= 4 {
            content += 1
            if word.shape == .capital { capitalContent += 1 }
        }
    }
}
