import WeirCore
import WeirIngest
import WeirStudy

/// What is not told of a file that lacks columns, or whose ids are damaged, because it follows from that.
struct Consequences {
    /// The variables that cannot be read, and those of which a variable that cannot be read says who was asked.
    private let unread: Set<Int>
    /// The variables of whose columns any is missing: what their questions say is not known as a whole.
    private let incomplete: Set<Int>
    /// Whether it is not known who was eligible.
    private let hidesWhoIsEligible: Bool
    private let damagesIDs: Bool
    /// Whether rows stand in the file that belong elsewhere.
    private let mixesSurveys: Bool
    private let codebook: Codebook

    /// - Parameters:
    ///   - told: what rows were refused for.
    ///   - binding: which variables lack columns.
    ///   - findings: what was found in the rows.
    init(of told: [Diagnostic], binding: Binding, _ findings: [Diagnostic], _ study: Study) {
        codebook = study.codebook
        incomplete = binding.incomplete
        var unread = binding.lost
        for (index, variable) in codebook.variables.enumerated() {
            let gates = variable.universe.variables.compactMap(study.codebook.index(of:))
            if gates.contains(where: unread.contains) { unread.insert(index) }
        }
        self.unread = unread
        let rules = study.dispositions
        let deciding = rules.consent.variables + (rules.test?.variables ?? []) + rules.eligibility.map(\.variable)
        hidesWhoIsEligible = deciding.compactMap(study.codebook.index(of:)).contains(where: binding.lost.contains)
        mixesSurveys = told.contains { $0.code == .surveysMixed }
        damagesIDs = findings.contains { $0.code == .idDamaged }
    }

    /// Whether a finding is one of them.
    func contains(_ finding: Diagnostic) -> Bool {
        if damagesIDs, finding.code == .idRepeated { return true }
        // The same respondents stand in both of the files that were put behind each other.
        if mixesSurveys, [.idRepeated, .answersRepeated].contains(finding.code) { return true }
        let variable = codebook.index(of: finding.label)
        if [.questionChanged, .optionsChanged].contains(finding.code) {
            return variable.map(incomplete.contains) ?? false
        }
        guard !unread.isEmpty else { return false }
        let isUnread = variable.map(unread.contains) ?? false
        return switch finding.code {
        // Which interviews are complete, and how they compare, is not known.
        case .statusContradicted, .answersRepeated, .speeders, .straightLining, .otherShare, .breakOffs: true
        case .requiredBlank, .followUpBlank, .nonResponse: hidesWhoIsEligible || isUnread
        case .answerNotAsked, .answerTwice, .consentBlank: isUnread
        default: false
        }
    }
}
