/// Finds one kind of identifier by its words.
protocol WordRecogniser: Sendable {
    /// Words worth looking at.
    static var cues: WordClass { get }
    /// Whether numbers are worth looking at too.
    static var seesNumbers: Bool { get }
    /// The mention a word is part of, in the places of the folded text; nil for a near miss.
    static func mention(at index: Int, in answer: Answer) -> Mention?
}

extension WordRecogniser {
    static var seesNumbers: Bool { false }
}

extension Recognisers {
    /// Recognisers of words that do not need to know where the names are.
    static let ofWords: [any WordRecogniser.Type] = [
        WordedDate.self, TranslatedName.self, Crossing.self, StreetByItsName.self, StreetAddress.self,
        PlaceWithNumber.self,
        SpokenNumber.self, SplitNumber.self,
        QuotedName.self, CalledName.self, NicknameOfRole.self, StaffNumber.self,
        ForeignPlace.self,
    ]
    /// Recognisers that do.
    static let besideNames: [any WordRecogniser.Type] = [
        AgesTogether.self, AgeWithFraction.self, ExactAge.self, InfantAge.self,
    ]
}
