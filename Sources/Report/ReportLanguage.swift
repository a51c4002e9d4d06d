/// A language that partners read.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case albanian = "sq"
    case bosnian = "bs"
    case romanian = "ro"
    case spanish = "es"

    /// What its speakers call it.
    var name: String {
        switch self {
        case .english: "English"
        case .albanian: "Shqip"
        case .bosnian: "Bosanski"
        case .romanian: "Română"
        case .spanish: "Español"
        }
    }

    /// A form that words take beside a whole number, as the Unicode CLDR calls it.
    enum PluralForm: String, CaseIterable {
        case one, few, other
    }

    /// The forms that the language tells apart.
    var pluralForms: [PluralForm] {
        switch self {
        case .english, .albanian, .spanish: [.one, .other]
        case .bosnian, .romanian: [.one, .few, .other]
        }
    }

    /// The form beside a number, by the rules of the CLDR: `21 kolona` and `1 kolona`, but `20 de coloane`.
    func pluralForm(of number: Int) -> PluralForm {
        switch self {
        case .english, .albanian, .spanish: number == 1 ? .one : .other
        case .bosnian: Self.bosnianForm(number % 10, number % 100)
        case .romanian: number == 1 ? .one : number == 0 || (1...19).contains(number % 100) ? .few : .other
        }
    }

    private static func bosnianForm(_ unit: Int, _ hundredth: Int) -> PluralForm {
        if (11...14).contains(hundredth) { return .other }
        return unit == 1 ? .one : (2...4).contains(unit) ? .few : .other
    }
}
