/// What the lists know of a word. A word may be many things: `mark` is a word and a given name.
struct WordClass: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: UInt64) { rawValue = 1 << bit }

    // Words that are no names.
    static let common = Self(bit: 0)
    static let english = Self(bit: 1)
    static let rare = Self(bit: 2)
    static let domain = Self(bit: 3)
    static let foreign = Self(bit: 4)
    static let function = Self(bit: 5)
    /// Of the study's own wording.
    static let study = Self(bit: 6)

    // Names.
    static let given = Self(bit: 8)
    static let surname = Self(bit: 9)
    static let place = Self(bit: 10)
    /// A listed name that is also a word, and more often a name when it has a capital.
    static let usuallyName = Self(bit: 11)
    /// A listed name that is also a word, and more often the word, capital or not.
    static let usuallyWord = Self(bit: 12)

    // What may stay though it is a name: countries, public bodies, platforms.
    static let allowed = Self(bit: 16)
    /// The same, when it is written in capitals.
    static let acronym = Self(bit: 17)
    static let phraseStart = Self(bit: 18)
    static let phraseInside = Self(bit: 19)
    static let phraseEnd = Self(bit: 20)
    /// The same, of a name of several words.
    static let namePhraseEnd = Self(bit: 21)

    // What a word says of its neighbours.
    static let title = Self(bit: 24)
    static let role = Self(bit: 25)
    static let speech = Self(bit: 26)
    static let placePreposition = Self(bit: 27)
    static let placeNoun = Self(bit: 28)
    static let street = Self(bit: 29)
    static let organisation = Self(bit: 30)
    static let caseWord = Self(bit: 31)
    static let idWord = Self(bit: 32)
    static let phoneWord = Self(bit: 33)
    static let bankWord = Self(bit: 34)
    static let plateWord = Self(bit: 35)
    static let ageWord = Self(bit: 36)
    static let namedWord = Self(bit: 37)
    static let particle = Self(bit: 38)
    static let month = Self(bit: 39)
    static let weekday = Self(bit: 40)
    static let numberWord = Self(bit: 41)
    static let law = Self(bit: 42)
    static let generic = Self(bit: 43)
    static let currency = Self(bit: 44)
    static let unit = Self(bit: 45)
    static let person = Self(bit: 46)
    static let abbreviation = Self(bit: 47)
    static let determiner = Self(bit: 48)
    static let namePrefix = Self(bit: 49)
    static let dot = Self(bit: 50)
    static let atWord = Self(bit: 51)
    static let domainEnding = Self(bit: 52)
    static let possessive = Self(bit: 53)
    static let streetAnySide = Self(bit: 54)

    /// What somebody is called may stand behind it, in quotation marks.
    static let naming = Self(bit: 59)
    /// A word that a translation may have made of a name.
    static let translated = Self(bit: 58)
    static let schoolWord = Self(bit: 57)
    static let honorific = Self(bit: 55)
    static let streetStrong = Self(bit: 56)

    /// A phrase, or its beginning of two words or more.
    static let inPhrase: Self = [.phraseInside, .phraseEnd, .namePhraseEnd]
    /// Any list of words.
    static let words: Self = [.common, .english, .rare, .domain, .foreign, .function, .study]
    /// Any list of names.
    static let names: Self = [.given, .surname, .place]
    static let persons: Self = [.given, .surname]

    /// Whether any of some classes holds.
    @inline(__always)
    func has(_ classes: Self) -> Bool { rawValue & classes.rawValue != 0 }

    /// Classes as the lists of cues spell them.
    static let spelled: [String: Self] = [
        "title": .title, "role": .role, "speech": .speech, "placeprep": .placePreposition, "placenoun": .placeNoun,
        "street": .street, "orgword": .organisation, "caseword": .caseWord, "idword": .idWord,
        "phoneword": .phoneWord, "bankword": .bankWord, "plateword": .plateWord, "ageword": .ageWord,
        "namedword": .namedWord, "particle": .particle, "month": .month, "weekday": .weekday,
        "number": .numberWord, "law": .law, "generic": .generic, "currency": .currency, "unit": .unit,
        "person": .person, "abbreviation": .abbreviation, "determiner": .determiner, "prefix": .namePrefix,
        "dot": .dot, "at": .atWord, "tld": .domainEnding, "possessive": .possessive, "function": .function,
        "streetside": .streetAnySide, "honorific": .honorific, "school": .schoolWord, "translated": .translated,
        "streetstrong": .streetStrong, "naming": .naming, "word": .usuallyWord,
        "name": .usuallyName,
    ]
}
