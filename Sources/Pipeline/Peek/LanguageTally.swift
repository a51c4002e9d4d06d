import WeirCore

/// Which languages a text is in, by the frequent small words of those that weir meets.
struct LanguageTally {
    private static let words: [(name: String, words: Set<String>)] = [
        ("Albanian", ["dhe", "të", "në", "për", "nga", "është", "një", "që", "janë", "ose", "nuk"]),
        ("Bosnian", ["koji", "koja", "ili", "nije", "kako", "djece", "što", "više", "bez", "ste", "sam"]),
        ("Romanian", ["și", "şi", "în", "pentru", "este", "sau", "care", "din", "sunt", "mai", "nu"]),
        ("Spanish", ["el", "los", "las", "para", "con", "por", "una", "del", "que", "niñas", "muy"]),
        ("English", ["the", "and", "of", "with", "for", "not", "from", "was", "that", "were", "to"]),
    ]
    private static let languageOfWord = Dictionary(
        uniqueKeysWithValues: words.enumerated().flatMap { index, language in
            language.words.flatMap(OtherLanguage.hashes).map { ($0, index) }
        })
    private var counts = [Int](repeating: 0, count: words.count)
    private var left = 1 << 18

    /// Looks at a text, as long as enough of the file was not seen.
    mutating func add(_ bytes: [UInt8]) {
        let count = min(left, bytes.count)
        left -= count
        bytes.withUnsafeBytes { text in
            OtherLanguage.forEachWord(of: UnsafeRawBufferPointer(rebasing: text[..<count])) { hash in
                if let language = Self.languageOfWord[hash] { counts[language] += 1 }
            }
        }
    }

    /// The languages in alphabetical order; a few words of one are chance.
    var names: [String] {
        let all = counts.reduce(0, +)
        return counts.indices.filter { counts[$0] >= 3 && 20 * counts[$0] >= all }.map { Self.words[$0].name }
    }
}
