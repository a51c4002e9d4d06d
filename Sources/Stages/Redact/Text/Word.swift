/// A word or a number of a text, by its place in the folded bytes.
struct Word {
    /// How a word is written.
    enum Shape: UInt8 {
        case lower, capital, upper, mixed, initial, number, alphanumeric
    }

    /// What stands between the word before and this one.
    struct Gap: OptionSet {
        let rawValue: UInt16
        static let space = Self(rawValue: 1)
        static let line = Self(rawValue: 2)
        static let stop = Self(rawValue: 4)
        static let period = Self(rawValue: 8)
        static let comma = Self(rawValue: 16)
        static let hyphen = Self(rawValue: 32)
        static let apostrophe = Self(rawValue: 64)
        static let quote = Self(rawValue: 128)
        static let bracket = Self(rawValue: 256)
        static let slash = Self(rawValue: 512)
        static let colon = Self(rawValue: 1024)
        static let at = Self(rawValue: 2048)
        static let other = Self(rawValue: 4096)
        static let first = Self(rawValue: 8192)
        static let possessive = Self(rawValue: 16384)

        /// Nothing but blanks, hyphens, apostrophes and the point of an abbreviation: the words may be one name.
        var joins: Bool {
            isDisjoint(with: [.line, .stop, .comma, .quote, .bracket, .slash, .colon, .at, .other, .first])
        }
    }

    /// What was decided of a word.
    enum Verdict: UInt8 {
        /// Nothing yet.
        case open
        /// It may stay.
        case harmless
        /// It may stay though it is a name: a country, a public body.
        case allowed
        /// It is a word and may be a name; the context decides.
        case doubtful
        /// It is a name.
        case name
        /// It is part of something a recogniser found.
        case taken
    }

    var start: Int32
    var end: Int32
    var key: UInt64
    var classes: WordClass
    var shape: Shape
    var gap: Gap
    var verdict = Verdict.open
    /// Whether it starts a sentence, so that its capital says nothing.
    var isInitial = false
    /// `'s` stands behind it.
    var isPossessive = false
    /// It is a country, part of a public body's name, or of the questionnaire.
    var isPublic = false
    /// It is part of the questionnaire, and is no mention by itself.
    var isGranted = false
    /// A title stands before it: it is a name, whatever else it may be.
    var isTitled = false
    /// It has letters that only look Latin.
    var isDisguised = false

    /// What it may be though no list knows it.
    var likeness = Likeness.none

    /// A word that no list knows may still be one. It says nothing for certain: it is masked unless its neighbours make a
    /// name improbable.
    enum Likeness: UInt8 {
        case none
        /// An English word with a slip of the keyboard.
        case slip
        /// A word of a dictionary of the languages translated from.
        case foreign
    }

    var range: Range<Int> { Int(start)..<Int(end) }
    var count: Int { Int(end - start) }
    /// Written with a capital at least.
    var hasCapital: Bool { shape == .capital || shape == .upper || shape == .mixed || shape == .initial }
    var isWord: Bool { shape != .number && shape != .alphanumeric }
}
