/// How probable something must be. Chosen on answers by writers whose other answers the model had not been trained
/// with.
enum ContextThreshold {
    /// A word that no rule found is masked from here.
    static let add: Float = 0.045
    /// The same in an answer of which something is masked anyway: one mention seldom comes alone.
    static let addBesideMention: Float = 0.01
    /// From where, alone, ages and addresses, which ordinary numbers are more easily taken for, and organisations, which
    /// ordinary words are.
    static let addSoft: Float = 0.2
    static let addOrganisation: Float = 0.08
    /// The same of a word that the translation left as it was, when it might be a person.
    static let addLeftOver: Float = 0.15
    /// The same, when it might be anything else and stands in no list of names.
    static let addLeftOverThing: Float = 0.1
    /// The same of a small letter: `i.e.`.
    static let addLetter: Float = 0.5
    /// The same of an ordinary word with a capital, and of a letter that is no initial: `Reform`, `folders A to H`.
    static let addOrdinary: Float = 0.15
    /// The same of what somebody is or does, not who: `psychologist`, `said`.
    static let addTitle: Float = 0.5
    /// The same of a number that counts what stands behind it, or numbers a list: `94 open cases`, `(3) chairs`.
    static let addCount: Float = 0.6
    /// The same of two letters with a slash between.
    static let addInitials: Float = 0.3
    /// What a rule found is left standing below here.
    static let drop: Float = 0.1
    /// The same of a word that no list knows: one that is only like a word of a list, and one that is like none.
    static let dropLike: Float = 0.05
    static let dropUnknown: Float = 0.001
    /// Something between here and `add` makes the answer doubtful.
    static let doubt: Float = 0.043
    /// The same of a country or a public body: it may be part of a school's name.
    static let addPublic: Float = 0.5
    /// The kind changes from here.
    static let kind: Float = 0.8
}
