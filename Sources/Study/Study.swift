public import WeirCore

/// A study's definition, as read from its folder.
public struct Study: Sendable {
    /// The folder's name, used in paths.
    public var name: String
    /// The title in reports.
    public var title: String
    /// The version of the definition.
    public var version: String
    /// Who made the data and what may be done with them.
    public var about: StudyAbout
    /// The variables.
    public var codebook: Codebook
    /// The columns that the codebook makes.
    public var schema: Schema
    /// The variable that holds the country.
    public var countryVariable: Int
    /// How dispositions are decided.
    public var dispositions: DispositionRules
    /// What respondents agreed to; `internal` when nobody said more.
    public var consentScope: [String]
    /// The variables over which risk is measured, by their place in the codebook.
    public var keys: [Int]
    /// The countries in their order, with how each writes and sends.
    public var countries: [CountryRules]
    /// How each country's upload becomes the harmonised variables.
    public var crosswalks: [CountryCode: Crosswalk]
    /// The names that scenarios bring up, which are nobody's.
    public var scenarioNames: [ScenarioName]
    /// How each country's questions were worded when they were fielded, as far as somebody noted it.
    public var fingerprints: [CountryCode: [Fingerprint]]
    /// The stages in their order.
    public var stages: [StageSetting]
    /// The digestible content: file names and bytes of the definition, in the order of their names.
    public var files: [(name: String, bytes: [UInt8])]

    /// The rules of a country, or nil when the study does not cover it.
    public func rules(for country: CountryCode) -> CountryRules? { countries.first { $0.country == country } }

    /// The files that say how one country's uploads are prepared: all but the other countries' own files.
    public func files(for country: CountryCode) -> [(name: String, bytes: [UInt8])] {
        files.filter { file in
            let isOfCountry = ["crosswalks/", "fingerprints/"].contains { file.name.hasPrefix($0) }
            return !isOfCountry || file.name.hasSuffix("/\(country).csv")
        }
    }
}

/// A stage of `pipeline.yaml` with its settings.
public struct StageSetting: Equatable, Sendable {
    /// The stage's name.
    public var name: String
    /// Its settings as written; one inside another is named by both words, with a blank between.
    public var settings: [String: String]
    /// Where it is named.
    public var place = Place(file: PipelineFile.name)
    /// Where each setting's value stands.
    public var places: [String: Place] = [:]
}

/// A name in the wording of a scenario, as a country's questionnaire has it.
public struct ScenarioName: Equatable, Sendable {
    /// The country.
    public var country: CountryCode
    /// The question about the scenario, by its place in the codebook.
    public var variable: Int
    /// The name.
    public var name: String
}
