/// Finds one kind of identifier by its shape.
///
/// Patterns are for Vectorscan and only find candidates: they see folded text, ignore case, and may match too much or
/// too little. The judgement takes or refuses a candidate, and says how far it reaches.
protocol Recogniser: Sendable {
    /// Patterns whose matches are candidates.
    static var patterns: [String] { get }

    /// Whether an answer with these signs can hold such an identifier at all; its candidates are judged only then. It must
    /// follow from the patterns and the judgement. A scan takes longer than all else, so it pays to ask for much.
    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool

    /// The mention a candidate is, in the places of the folded text; nil for a near miss.
    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention?
}

/// All recognisers of shapes. A new one is a file beside this, and a line here. Where two mentions overlap, the one
/// registered first names the kind.
enum Recognisers {
    static let all: [any Recogniser.Type] = [
        EmailAddress.self,
        WebAddress.self,
        SocialHandle.self,
        DottedAccount.self,
        IPAddress.self,
        GeographicCoordinates.self,
        HouseGrid.self,
        NumericDate.self,
        BankNumber.self,
        CaseNumber.self,
        NationalNumber.self,
        VehiclePlate.self,
        PhoneNumber.self,
    ]
}
