/// The layout of an export: the platform it comes from, and how it was told to write.
public enum ExportLayout: String, CaseIterable, Sendable {
    // Two header rows: one column for each closed question, or one for each option of it.
    case surveyMonkeyCondensed = "surveymonkey condensed"
    case surveyMonkeyExpanded = "surveymonkey expanded"
    // One header row, `Question - Option`.
    case surveyMonkeyFlattened = "surveymonkey flattened"
    // Two header rows, without the columns about the interview.
    case surveyMonkeyStripped = "surveymonkey stripped"
    // The names of an SPSS file: `q0004_0001`.
    case surveyMonkeyNames = "surveymonkey names"
    // Names, questions, import ids.
    case qualtricsThreeRows = "qualtrics three rows"
    case qualtricsLegacy = "qualtrics legacy"
    // A workbook, or a cleaned file: names and questions, or names alone.
    case qualtricsTwoRows = "qualtrics two rows"
    case qualtricsOneRow = "qualtrics one row"
    case koboNames = "kobotoolbox names"
    case koboLabels = "kobotoolbox labels"
    case odk = "odk"
    case limeSurveyCodes = "limesurvey codes"
    case limeSurveyTexts = "limesurvey texts"
    case limeSurveyBoth = "limesurvey codes and texts"
    case googleForms = "google forms"
    case microsoftForms = "microsoft forms"
    case redcapRaw = "redcap raw"
    case redcapLabels = "redcap labels"
    case plain = "plain"

    /// The platform's name.
    public var platform: String {
        switch self {
        case .surveyMonkeyCondensed, .surveyMonkeyExpanded, .surveyMonkeyFlattened, .surveyMonkeyStripped,
            .surveyMonkeyNames:
            "SurveyMonkey"
        case .qualtricsThreeRows, .qualtricsLegacy, .qualtricsTwoRows, .qualtricsOneRow: "Qualtrics"
        case .koboNames, .koboLabels: "KoBoToolbox"
        case .odk: "ODK"
        case .limeSurveyCodes, .limeSurveyTexts, .limeSurveyBoth: "LimeSurvey"
        case .googleForms: "Google Forms"
        case .microsoftForms: "Microsoft Forms"
        case .redcapRaw, .redcapLabels: "REDCap"
        case .plain: "a plain table"
        }
    }

    /// The platform, and the variant where it has several.
    public var words: String {
        let name = platform.lowercased()
        guard rawValue.hasPrefix(name), rawValue.count > name.count else { return platform }
        return platform + ", " + rawValue.dropFirst(name.count + 1)
    }
}

/// What a study declares of a country's layout: a platform with any of its variants, or one layout.
public struct DeclaredLayout: Equatable, Sendable {
    /// The words of the declaration.
    public let words: String
    /// The layouts that fit it.
    public let layouts: Set<ExportLayout>

    /// Reads a declaration: `surveymonkey`, `surveymonkey expanded`; nil when there is no such layout.
    public init?(_ text: String) {
        let text = text.lowercased()
        let fitting = ExportLayout.allCases.filter { $0.rawValue == text || $0.platform.lowercased() == text }
        guard !fitting.isEmpty else { return nil }
        words = text
        layouts = Set(fitting)
    }
}
