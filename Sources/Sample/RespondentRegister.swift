import WeirCore
import WeirStudy

/// Numbers respondents the way their platforms do, without ever giving a number twice in a country.
struct RespondentRegister {
    private let questionnaire: Questionnaire
    private var given: [UInt64]

    /// The number of collectors (links, tablets, questionnaire versions) per country.
    static let collectors = 2

    init(questionnaire: Questionnaire) {
        self.questionnaire = questionnaire
        given = [UInt64](repeating: 0, count: questionnaire.study.countries.count)
    }

    /// The next respondent's id: SurveyMonkey's have 11 or 12 digits, the other platforms count.
    mutating func next(in country: Int, using generator: inout SeededGenerator) -> UInt64 {
        given[country] += 1
        guard questionnaire.study.countries[country].platform == "surveymonkey" else { return 100 + given[country] }
        let start: UInt64 = country.isMultiple(of: 2) ? 12_514_000_000 : 114_021_000_000
        return start + UInt64(country) * 700_000_000 + given[country] * 37 + UInt64(generator.below(37))
    }

    /// The id of a collector as its platform writes it.
    static func collector(_ number: Int, in rules: CountryRules) -> String {
        let letters = rules.country.letters.utf8.reduce(0) { $0 * 26 + Int($1) - 65 }
        switch rules.platform {
        case "surveymonkey": return String(400_700_000 + letters * 100 + number)
        case "kobo": return "v\(letters)QmZx\(number)KdTw"
        default: return String(482_000 + letters + number)
        }
    }
}
