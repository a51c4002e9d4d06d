public import WeirCore

/// How often each letter beyond ASCII stands in a text: letters that a country's language does not have, in the place of those
/// that it has, show that the text was written in one encoding and read in another.
public struct LetterCounts: Summary {
    /// Up to here reach the letters of Latin script that the encodings of one byte have.
    private static let end = 0x300
    private var counts: [Int] = []

    public init() {}

    /// Adds the letters of a text.
    /// - Returns: whether there are letters in it that were lost between UTF-8 and another encoding.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if counts.isEmpty { counts = [Int](repeating: 0, count: Self.end) }
        return counts.withUnsafeMutableBufferPointer { counts in
            Mojibake.look(at: bytes) { counts[Int($0)] &+= 1 }
        }
    }

    public mutating func merge(_ later: Self) {
        if counts.isEmpty { return counts = later.counts }
        for (letter, count) in later.counts.enumerated() { counts[letter] += count }
    }

    /// Misreadings that these letters look like, the likeliest first. It takes several letters in the places of those that
    /// have to be there; whether they stand in several words is for another look.
    /// - Parameter language: the one that the texts are in.
    public func misreadings(of language: String) -> [MisreadLetters] {
        guard !counts.isEmpty else { return [] }
        let found = MisreadLetters.all(of: language).map { ($0, count(of: $0.ruins)) }
        let likely = found.filter { letters, ruins in
            // Where any of them is what it should be, others are names.
            ruins >= MisreadLetters.fewest && count(of: letters.lost) == 0 && 50 * ruins >= counts.reduce(0, +)
        }
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

    /// The misreading.
    public let misreading: Misreading
    /// What is there instead of the language's letters: letters that it does not have.
    public let ruins: Set<Unicode.Scalar>
    /// The letters that no text has that was read so.
    let lost: Set<Unicode.Scalar>

    /// What becomes of a language's letters, by each misreading that makes letters of them.
    static func all(of language: String) -> [MisreadLetters] {
        let own = EightBitRecognition.letters(of: language)
        let known = EightBitRecognition.lettersAmongAnswers(of: language)
        return Rereading.all.map(\.misreading).filter { $0.written != .utf8 }.compactMap { misreading in
            guard let written = SingleByteTable(misreading.written), let read = SingleByteTable(misreading.read) else {
                return nil
            }
            let pairs = own.map { letter in (letter, written.scalars.firstIndex(of: letter).map { read.scalars[$0] }) }
            let ruins = pairs.compactMap(\.1).filter { $0.properties.isAlphabetic && !"ªº".unicodeScalars.contains($0) }
            let foreign = Set(ruins).subtracting(known)
            guard !foreign.isEmpty else { return nil }
            return MisreadLetters(
                misreading: misreading, ruins: foreign, lost: Set(pairs.filter { $0.0 != $0.1 }.map(\.0)))
        }
    }
}
