import CLexicon

/// Which words stand in spelling dictionaries of the languages that answers were translated from, names left out: a Bloom
/// filter, laid out as Sources/Lexicon/dictionaries.py says. It errs for about one unknown word in 200.
enum Dictionaries {
    private static let bits: UInt64 = 1 << 23
    private static let probes: UInt64 = 8

    /// Whether a word stands in one, by the hash of its folded letters.
    static func have(_ key: UInt64) -> Bool {
        let bytes = weir_dictionaries()
        return (0..<probes).allSatisfy { probe in
            let bit = ((key & 0xFFFF_FFFF) &+ probe &* (key >> 32)) & (bits - 1)
            return bytes[Int(bit >> 3)] >> UInt8(bit & 7) & 1 != 0
        }
    }
}
