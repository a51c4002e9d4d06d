import WeirCore

/// Reads `rules/scenario-names.csv`: names that a country's questionnaire gives the persons of a scenario. They may stay
/// in the answers to that question in that country, and nowhere else.
struct ScenarioNameReader {
    static let file = "rules/scenario-names.csv"

    let countries: [CountryCode]
    let codebook: Codebook

    func read(_ table: StudyTable, problems: inout [Diagnostic]) -> [ScenarioName] {
        guard table.check(columns: ["country", "variable", "name"], optional: ["basis"], problems: &problems) else {
            return []
        }
        return table.rows.compactMap { name(in: $0, &problems) }
    }

    private func name(in row: StudyRow, _ problems: inout [Diagnostic]) -> ScenarioName? {
        let country = CountryCode(row["country"]).flatMap { countries.contains($0) ? $0 : nil }
        if country == nil {
            let letters = countries.map(\.letters).joined(separator: ", ")
            problems.append(Diagnostic(.studyField, at: row.place("country"), label: letters))
        }
        let variable = codebook.index(of: row["variable"])
        if variable.map({ codebook.variables[$0].type != .text }) ?? true {
            problems.append(Diagnostic(.studyUnknownVariable, at: row.place("variable"), label: row["variable"]))
        }
        if row["name"].isEmpty || !row["name"].allSatisfy(\.isLetter) {
            problems.append(Diagnostic(.studyField, at: row.place("name"), label: "one word"))
        }
        guard let country, let variable else { return nil }
        return ScenarioName(country: country, variable: variable, name: row["name"])
    }
}
