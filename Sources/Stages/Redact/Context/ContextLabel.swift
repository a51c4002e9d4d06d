/// What a word is, for the model. The order is that of the weights.
enum ContextLabel: Int, CaseIterable {
    case none, person, place, organisation, address, age, date, number

    /// The label of a marked mention.
    init(_ kind: MentionKind) {
        self =
            switch kind {
            case .person: .person
            case .place: .place
            case .organisation: .organisation
            case .address: .address
            case .age: .age
            case .date: .date
            default: .number
            }
    }

    /// The kind of mention that words of a label make.
    var kind: MentionKind {
        switch self {
        case .none, .number: .number
        case .person: .person
        case .place: .place
        case .organisation: .organisation
        case .address: .address
        case .age: .age
        case .date: .date
        }
    }
}
