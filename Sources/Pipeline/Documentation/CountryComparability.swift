import WeirCore
import WeirStudy

/// How far the answers of one country can be compared with the others', by its instrument: whether its crosswalk reaches
/// the question and all its categories. It says nothing about respondents.
struct CountryComparability {
    private let study: Study
    /// The codes that each country's crosswalk reaches, by variable.
    private let reached: [CountryCode: [Int: Set<UInt16>]]

    init(_ study: Study) {
        self.study = study
        reached = study.crosswalks.mapValues { crosswalk in
            crosswalk.columns.filter(\.operation.passesIngest).reduce(into: [:]) { reached, column in
                reached[column.variable, default: []].formUnion(column.answers.map(\.code))
            }
        }
    }

    /// Each country's degree, in the study's order.
    func degrees(of variable: Int) -> [(country: CountryCode, degree: ColumnDescription.Comparability)] {
        study.countries.map { ($0.country, degree(of: variable, in: $0.country)) }
    }

    private func degree(of index: Int, in country: CountryCode) -> ColumnDescription.Comparability {
        // The folder says where an interview took place, the platform when.
        if index == study.countryVariable || index == study.monthVariable { return .complete }
        let variable = study.codebook.variables[index]
        guard variable.isAsked(in: country), let codes = reached[country]?[index] else { return .impossible }
        guard variable.type.isCoded else { return .complete }
        return variable.categories.allSatisfy { codes.contains($0.code) } ? .complete : .partial
    }
}
