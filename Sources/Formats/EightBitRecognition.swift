import WeirCore

/// Tells which encoding of one byte for each character a text is in, by the letters that it makes of the bytes: an
/// encoding is likely when they are letters of the study's languages beside other letters, and unlikely when signs or
/// other countries' letters stand inside words.
struct EightBitRecognition {
    /// Letters beyond ASCII of the languages that weir knows, with the signs that go with them.
    private static let letters: [String: String] = [
        "sq": "ëçËÇ", "bs": "čćđšžČĆĐŠŽ", "ro": "ăâîșțşţĂÂÎȘȚŞŢ", "es": "áéíóúñüÁÉÍÓÚÑÜ",
    ]
    /// Whose names stand among a language's answers. Windows writes Albanian in 1250, where č and ć stand for what would be
    /// è and æ in 1252; Albanian's own letters are the same in both.
    private static let neighbours = ["sq": "bs"]
    private static let signs = Set("“”„‘’–—…«»¿¡ºª°€·•\u{A0}".unicodeScalars)
    /// From the most to the least frequent in what partners send; the first of equals is taken.
    private static let candidates: [TextEncoding] = [
        .windows1252, .windows1250, .latin2, .macRoman, .dos850, .dos852,
    ]

    /// How often each byte from 0x80 on stands between two letters, how often at the end of a word, and how often alone.
    private var inside = [Int](repeating: 0, count: 128)
    private var atEnd = [Int](repeating: 0, count: 128)
    private var alone = [Int](repeating: 0, count: 128)
    private let languages: [String]

    /// The encoding of a text that begins so; nil when it is UTF-8, damaged or not, or when nothing fits.
    /// - Parameter language: the questionnaire's, when it is known.
    static func encoding(of head: [UInt8], language: String? = nil) -> TextEncoding? {
        guard isEightBit(head) else { return nil }
        let known = language.flatMap { letters[$0] == nil ? nil : [$0] } ?? letters.keys.sorted()
        return EightBitRecognition(head, languages: known).best
    }

    private init(_ head: [UInt8], languages: [String]) {
        self.languages = languages
        for at in head.indices where head[at] >= 0x80 {
            let before = at > 0 && Self.isLetter(head[at - 1])
            let behind = at + 1 < head.count && Self.isLetter(head[at + 1])
            switch (before, behind) {
            case (true, true): inside[Int(head[at]) - 0x80] += 1
            case (false, false): alone[Int(head[at]) - 0x80] += 1
            default: atEnd[Int(head[at]) - 0x80] += 1
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }

    /// Whether more bytes stand for themselves than belong to characters of UTF-8.
    static func isEightBit(_ head: [UInt8]) -> Bool {
        var (whole, single) = (0, 0)
        head.withUnsafeBufferPointer { bytes in
            var start = 0
            while let invalid = UTF8Validation.firstInvalid(in: UnsafeBufferPointer(rebasing: bytes[start...])) {
                whole += bytes[start..<start + invalid].count { $0 >= 0xC0 }
                // The head may end inside a character.
                let at = start + invalid
                if bytes[at] >= 0x80, at + 4 <= bytes.count || bytes.count < PeekedSource.headSize { single += 1 }
                start = at + 1
            }
            whole += bytes[start...].count { $0 >= 0xC0 }
        }
        return single > whole
    }

    /// The likeliest encoding. What it cannot decode counts against it; what nobody can decode is found in its cell.
    private var best: TextEncoding? {
        var best: (encoding: TextEncoding, score: Int)?
        for encoding in Self.candidates {
            guard let table = SingleByteTable(encoding) else { continue }
            // A blank of DOS is the byte FF, which stands in damaged files of all kinds: only letters speak for DOS.
            let hasSigns = encoding != .dos850 && encoding != .dos852
            let scores = languages.map { score(table, of: $0, countingSigns: hasSigns) }
            for score in scores where score.for >= 2 * score.against && score.for - score.against > best?.score ?? 0 {
                best = (encoding, score.for - score.against)
            }
        }
        return best?.encoding
    }

    /// What speaks for a table and what against it.
    private func score(
        _ table: SingleByteTable, of language: String, countingSigns: Bool
    ) -> (for: Int, against: Int) {
        let letters = Self.letters(of: language)
        let names = Self.neighbours[language].map(Self.letters) ?? []
        return table.scalars.indices.reduce(into: (0, 0)) { score, at in
            let scalar = table.scalars[at]
            if letters.contains(scalar) {
                // Alone, any sign may be a letter.
                score.0 += 2 * (inside[at] + atEnd[at])
            } else if Self.signs.contains(scalar) {
                score.0 += countingSigns ? atEnd[at] + alone[at] : 0
                score.1 += inside[at]
            } else if names.contains(scalar) {
                score.1 += inside[at] + atEnd[at] + 2 * alone[at]
            } else {
                score.1 += 2 * (inside[at] + atEnd[at] + alone[at])
            }
        }
    }

    /// A language's letters beyond ASCII.
    static func letters(of language: String) -> Set<Unicode.Scalar> {
        Set((letters[language] ?? "").unicodeScalars)
    }

    /// Those of all languages that weir knows.
    static let allLetters = Set(letters.values.joined().unicodeScalars)

    /// Those, and the letters of the names that stand among the language's answers.
    static func lettersAmongAnswers(of language: String) -> Set<Unicode.Scalar> {
        letters(of: language).union(neighbours[language].map(letters(of:)) ?? [])
    }
}
