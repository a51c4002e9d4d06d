/// Whether an answer that should be English is still in one of the survey's other languages, by the small words that every
/// sentence has. Names and titles of another language in an English sentence do not count for one.
public enum OtherLanguage {
    private static let english = hashes(
        "the and of with for not from was that were to is are in it we have has they our but there this be on by at or you she "
            + "their who when more need should would can will my us")
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
    ].map(hashes)

    /// - Parameter text: UTF-8.
    /// - Returns: true when at least four different small words of one language stand in it, a quarter of all its words or more,
    ///   and three for each English one.
    public static func isRead(in text: UnsafeRawBufferPointer) -> Bool {
        var (words, englishWords) = (0, 0)
        var counts = (0, 0, 0, 0)
        var seen: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        forEachWord(of: text) { hash in
            words += 1
            if english[hash] != nil { englishWords += 1 }
            if let bit = others[0][hash] { (counts.0, seen.0) = (counts.0 + 1, seen.0 | bit) }
            if let bit = others[1][hash] { (counts.1, seen.1) = (counts.1 + 1, seen.1 | bit) }
            if let bit = others[2][hash] { (counts.2, seen.2) = (counts.2 + 1, seen.2 | bit) }
            if let bit = others[3][hash] { (counts.3, seen.3) = (counts.3 + 1, seen.3 | bit) }
        }
        func isMost(_ count: Int, _ seen: UInt64) -> Bool {
            seen.nonzeroBitCount >= 4 && count * 4 >= words && count >= 3 * englishWords
        }
        return isMost(counts.0, seen.0) || isMost(counts.1, seen.1) || isMost(counts.2, seen.2)
            || isMost(counts.3, seen.3)
    }

    /// Each word's hash, with a bit of its own.
    private static func hashes(_ words: String) -> [UInt64: UInt64] {
        var bits: [UInt64: UInt64] = [:]
        for (place, word) in words.split(separator: " ").enumerated() {
            Array(word.utf8).withUnsafeBytes { letters in
                forEachWord(of: letters) { bits[$0] = bits[$0] ?? 1 << UInt64(place % 64) }
            }
        }
        return bits
    }

    /// Words are letters of ASCII in either case, and everything beyond ASCII.
    @inline(__always)
    private static func forEachWord(of text: UnsafeRawBufferPointer, _ body: (UInt64) -> Void) {
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
