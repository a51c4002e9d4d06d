public import WeirCore

/// How often each letter beyond ASCII stands in a text: letters that a country's language does not have show that the text was
/// written in one encoding and read in another.
public struct LetterCounts: Summary {
    /// Up to here reach the letters of Latin script that the encodings of one byte have.
    static let end = 0x300
    private var counts: [Int] = []

    public init() {}

    /// Adds the letters of a text, and the signs within its words.
    /// - Returns: whether there are letters in it that were lost between UTF-8 and another encoding.
    public mutating func add(_ bytes: UnsafeRawBufferPointer, _ mojibake: Mojibake) -> Bool {
        if counts.isEmpty { counts = [Int](repeating: 0, count: Self.end) }
        return counts.withUnsafeMutableBufferPointer { counts in
            mojibake.look(at: bytes) { counts[Int($0)] &+= 1 }
        }
    }

    public mutating func merge(_ later: Self) {
        if counts.isEmpty { return counts = later.counts }
        for (letter, count) in later.counts.enumerated() { counts[letter] += count }
    }

    /// Misreadings that these letters look like, the likeliest first. It takes several letters that should not be there; what
    /// becomes of the words that they stand in is for another look.
    /// - Parameter language: the one that the texts are in.
    public func misreadings(of language: String) -> [MisreadLetters] {
        guard !counts.isEmpty else { return [] }
        let found = MisreadLetters.all(of: language).map { ($0, count(of: $0.ruins)) }
        let all = counts.reduce(0, +)
        let likely = found.filter { $0.1 >= MisreadLetters.fewest && 50 * $0.1 >= all }
        return likely.enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element.0)
    }

    private func count(of letters: Set<Unicode.Scalar>) -> Int {
        letters.reduce(0) { $0 + (Int($1.value) < Self.end ? counts[Int($1.value)] : 0) }
    }
}

/// The letters of a language that one misreading makes others of.
public struct MisreadLetters: Sendable {
    /// Fewer may be names of other countries.
    static let fewest = 5
    /// So many different words are no names of one person.
    public static let fewestWords = 4
    /// Signs that stand in words that are right, or between them.
    private static let plainSigns = Set("ªº·´\u{A0}\u{AD}".unicodeScalars)
    /// Signs that stand at a word.
    private static let marks = Set("¡¿“”„‘’«»–—…".unicodeScalars)

    private let rereading: Rereading
    /// What is there instead of the language's letters: letters that it does not have, and signs.
    let ruins: Set<Unicode.Scalar>
    /// What words are made of, beside ASCII, once they are as they were written.
    private let own: Set<Unicode.Scalar>

    /// The misreading.
    public var misreading: Misreading { rereading.misreading }

    /// What becomes of a language's letters, by each misreading that makes others of them.
    static func all(of language: String) -> [MisreadLetters] {
        let own = EightBitRecognition.letters(of: language)
        let known = EightBitRecognition.lettersAmongAnswers(of: language).union(plainSigns)
        return Rereading.all.filter { $0.misreading.written != .utf8 }.compactMap { rereading in
            guard let written = SingleByteTable(rereading.misreading.written),
                let read = SingleByteTable(rereading.misreading.read)
            else { return nil }
            let images = own.compactMap { letter in written.scalars.firstIndex(of: letter).map { read.scalars[$0] } }
            let ruins = Set(images.filter { isSign($0) || $0.properties.isAlphabetic }).subtracting(known)
            return ruins.isEmpty ? nil : MisreadLetters(rereading: rereading, ruins: ruins, own: own.union(marks))
        }
    }

    /// Whether it is one of the signs that tell something between two letters of ASCII only.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0xC0 }

    /// The words of a text, with the signs beyond ASCII that stand in them.
    public static func words(of text: String) -> [Substring.UnicodeScalarView] {
        text.unicodeScalars.split { scalar in
            scalar.isASCII ? !scalar.properties.isAlphabetic : scalar.properties.isWhitespace || isQuoteOrDash(scalar)
        }
    }

    private static func isQuoteOrDash(_ scalar: Unicode.Scalar) -> Bool { (0x2000...0x206F).contains(scalar.value) }

    /// Whether a word becomes one of the language when the misreading is taken back; nil when there is nothing in it that the
    /// misreading makes.
    public func isMended(_ word: Substring.UnicodeScalarView) -> Bool? {
        guard word.indices.contains(where: { isRuin(at: $0, of: word) }) else { return nil }
        guard let mended = rereading.mended(String(Substring(word))) else { return false }
        let scalars = Array(mended.unicodeScalars)
        // No word of the language goes on with a capital behind a small letter.
        let isTorn = zip(scalars, scalars.dropFirst()).contains {
            $0.properties.isLowercase && $1.properties.isUppercase
        }
        return !isTorn && scalars.allSatisfy { $0.isASCII || own.contains($0) }
    }

    private func isRuin(at place: Substring.UnicodeScalarView.Index, of word: Substring.UnicodeScalarView) -> Bool {
        guard ruins.contains(word[place]) else { return false }
        guard Self.isSign(word[place]) else { return true }
        let next = word.index(after: place)
        // Words have no ASCII but letters.
        return place > word.startIndex && next < word.endIndex && word[word.index(before: place)].isASCII
            && word[next].isASCII
    }
}
