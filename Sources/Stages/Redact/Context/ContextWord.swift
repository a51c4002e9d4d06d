/// What the model sees of a word.
struct ContextWord {
    /// Which word it is, by its folded letters; numbers by their length, mixed ones by their shape.
    var identity: UInt64
    /// In which lists it stands, and how it is written, as one small number.
    var kind: UInt64
    /// The same, of the lists alone.
    var lists: UInt64
    /// How it is written.
    var shape: UInt64
    /// What stands before it.
    var gap: UInt64
    /// The signs right before and right behind it: `$`, `%`, `(`.
    var signBefore: UInt64
    var signBehind: UInt64
    /// What the rules found here: 0, or the mention's kind.
    var rule: UInt64
    /// Its last letters.
    var ending: UInt64
    /// Its last three letters.
    var longEnding: UInt64
    /// Its first letters.
    var beginning: UInt64
    var lastLetter: UInt64
    var count: UInt64
    var classes: UInt64
    var isAllowed: Bool
    var isInitial: Bool
    var isPossessive: Bool
    /// A word that stands in no list of English words.
    var isForeign: Bool
    var isQuoted: Bool
    var isBracketed: Bool

    /// Before the first word and behind the last one.
    static let outside = ContextWord(
        identity: 0x0DD, kind: 0xFFFF, lists: 0xFFFF, shape: 0xFF, gap: 0xFFFF, signBefore: 0, signBehind: 0,
        rule: 0xFF, ending: 0, longEnding: 0,
        beginning: 0, lastLetter: 0, count: 0, classes: 0, isAllowed: false, isInitial: false, isPossessive: false,
        isForeign: false, isQuoted: false, isBracketed: false)
}

/// Mixes small numbers and hashes into one hash.
struct FeatureHash {
    private(set) var value: UInt64

    @inline(__always)
    init(_ template: UInt64) { value = (template &+ 1) &* 0xBF58_476D_1CE4_E5B9 }

    @inline(__always)
    func with(_ part: UInt64) -> FeatureHash {
        var next = self
        next.value = (next.value ^ part) &* 0x9E37_79B9_7F4A_7C15
        next.value ^= next.value >> 29
        return next
    }
}
