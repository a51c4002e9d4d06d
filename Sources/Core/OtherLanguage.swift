import CBytes

/// Whether an answer that should be English is still in one of the survey's other languages, by the small words that every
/// sentence has. Names and titles of another language in an English sentence do not count for one.
public enum OtherLanguage {
    private static let english =
        "the and of with for not from was that were to is are in it we have has they our but there this be on by at or you she "
        + "their who when more need should would can will my us"
    private static let others = [
        // Spanish
        "el la los las de del y en un una que con por para su sus al lo como muy pero porque sobre esta está este esto fue ser hay "
            + "también nos todos cuando falta hacer está están tiene más",
        // Albanian
        "dhe të te në për nga është eshte një nje që qe janë jane ose nuk kanë duhet shumë shume edhe kjo ky tek mund por pa më",
        // Bosnian
        "na je se za da su od sa ili koji koja koje nije kao ali što jer ima treba više vise bez kako smo nema iz djece kod samo",
        // Romanian
        "și şi în pentru este sau din sunt mai nu cu la de pe se că să prin nici dar avem fără după foarte",
    ]
    private static let smallWords = SmallWords(english: Letters.words(of: english), others: others.map(Letters.words))

    /// - Parameter text: UTF-8.
    /// - Returns: true when at least four different small words of one language stand in it, a quarter of all its words or more,
    ///   and three for each English one.
    public static func isRead(in text: UnsafeRawBufferPointer) -> Bool {
        var (words, englishWords) = (0, 0)
        var counts = SIMD4<UInt64>()
        var seen = SIMD4<UInt64>()
        smallWords.withLookup { lookup in
            Letters.forEachWord(of: text) { letters in
                words += 1
                guard let word = lookup[letters] else { return }
                if word.isEnglish { englishWords += 1 }
                seen |= word.bits
                counts &+= SIMD4(repeating: 1).replacing(with: 0, where: word.bits .== 0)
            }
        }
        return (0..<4).contains {
            seen[$0].nonzeroBitCount >= 4 && counts[$0] * 4 >= words && counts[$0] >= 3 * englishWords
        }
    }

    /// The hashes of a text's words.
    public static func hashes(_ words: String) -> [UInt64] {
        var hashes: [UInt64] = []
        Array(words.utf8).withUnsafeBytes { letters in forEachWord(of: letters) { hashes.append($0) } }
        return hashes
    }

    /// Calls `body` with the hash of each word. Words are letters of ASCII in either case, and everything beyond ASCII.
    @inline(__always)
    public static func forEachWord(of text: UnsafeRawBufferPointer, _ body: (UInt64) -> Void) {
        var hash = start
        for byte in text {
            let small = byte &- 65 < 26 ? byte | 0x20 : byte
            if small &- 97 < 26 || small >= 128 {
                hash = (hash ^ UInt64(small)) &* 0x100_0000_01B3
            } else if hash != start {
                body(hash)
                hash = start
            }
        }
        if hash != start { body(hash) }
    }

    /// FNV-1a.
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
}

/// The letters of a word in one number, small ones: no small word has more than eight bytes.
private enum Letters {
    /// What stands for a longer word. No byte of UTF-8 is this one.
    static let tooLong = UInt64.max

    static func words(of text: String) -> [UInt64] {
        var words: [UInt64] = []
        Array(text.utf8).withUnsafeBytes { letters in forEachWord(of: letters) { words.append($0) } }
        return words
    }

    /// Calls `body` with each word. Words are letters of ASCII in either case, and everything beyond ASCII.
    @inline(__always)
    static func forEachWord(of text: UnsafeRawBufferPointer, _ body: (UInt64) -> Void) {
        var (start, at) = (0, 0)
        while at < text.count {
            // Where letters stand among the next bytes, one bit each.
            let count = min(64, text.count - at)
            let ends = ~letters(text, at, count)
            var left = count == 64 ? ends : ends & (1 << UInt64(count) - 1)
            while left != 0 {
                let end = at + left.trailingZeroBitCount
                if end > start { body(word(text, start, end)) }
                start = end + 1
                left &= left - 1
            }
            at += count
        }
        if text.count > start { body(word(text, start, text.count)) }
    }

    @inline(__always)
    private static func letters(_ text: UnsafeRawBufferPointer, _ at: Int, _ count: Int) -> UInt64 {
        guard let base = text.baseAddress else { return 0 }
        if count == 64 { return letters(of: base + at) }
        // Nothing behind the text is read.
        var rest = InlineArray<64, UInt8>(repeating: 0)
        for place in 0..<count { rest[place] = text[at + place] }
        return withUnsafeBytes(of: &rest) { rest in rest.baseAddress.map { letters(of: $0) } ?? 0 }
    }

    @inline(__always)
    private static func letters(of bytes: UnsafeRawPointer) -> UInt64 {
        weir_bytes_between(bytes, UInt8(ascii: "A"), UInt8(ascii: "Z"))
            | weir_bytes_between(bytes, UInt8(ascii: "a"), UInt8(ascii: "z")) | weir_bytes_between(bytes, 0x80, 0xFF)
    }

    @inline(__always)
    private static func word(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UInt64 {
        guard end - start <= 8 else { return tooLong }
        var bytes: UInt64 = 0
        if start + 8 <= text.count {
            bytes = text.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
            bytes &= ~0 >> UInt64(64 - 8 * (end - start))
        } else {
            for place in (start..<end).reversed() { bytes = bytes << 8 | UInt64(text[place]) }
        }
        // Capitals become small where the highest bit says ASCII; nothing else in a word is changed by that.
        let ascii = ~bytes & 0x8080_8080_8080_8080
        return (bytes | ascii >> 2) & (~0 >> UInt64(64 - 8 * (end - start)))
    }
}

/// The small words of all languages in one table, because every word of every answer is looked up.
private struct SmallWords: Sendable {
    struct Word: Sendable {
        var key: UInt64 = 0
        var isEnglish = false
        /// For each other language the word's own bit, 0 in those that do not have it.
        var bits = SIMD4<UInt64>()
    }

    /// Words by their letters; no word's key is 0. Twice as many places as words, so that looking ends.
    private let places: [Word]

    init(english: [UInt64], others: [[UInt64]]) {
        var size = 64
        while size < 2 * (english.count + others.joined().count) { size *= 2 }
        var places = [Word](repeating: Word(), count: size)
        func place(_ key: UInt64) -> Int {
            var at = Self.place(key, size)
            while places[at].key != 0, places[at].key != key { at = (at + 1) & (size - 1) }
            places[at].key = key
            return at
        }
        for key in english { places[place(key)].isEnglish = true }
        for (language, keys) in others.enumerated() {
            for (bit, key) in keys.enumerated() where places[place(key)].bits[language] == 0 {
                places[place(key)].bits[language] = 1 << UInt64(bit % 64)
            }
        }
        self.places = places
    }

    @inline(__always)
    fileprivate static func place(_ key: UInt64, _ size: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & (size - 1)
    }

    @inline(__always)
    func withLookup(_ body: (Lookup) -> Void) { places.withUnsafeBufferPointer { body(Lookup(places: $0)) } }

    struct Lookup {
        fileprivate let places: UnsafeBufferPointer<Word>

        @inline(__always)
        subscript(key: UInt64) -> Word? {
            var at = SmallWords.place(key, places.count)
            while places[at].key != 0 {
                if places[at].key == key { return places[at] }
                at = (at + 1) & (places.count - 1)
            }
            return nil
        }
    }
}
