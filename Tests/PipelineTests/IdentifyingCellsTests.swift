import Testing
import WeirRedact
import WeirReport

/// What cells give away, as partners read it.
@Suite struct IdentifyingCellsTests {
    @Test(arguments: MentionKind.allCases.filter(\.isDirect), ReportLanguage.allCases)
    func `every kind that is told has its words`(_ kind: MentionKind, _ language: ReportLanguage) {
        #expect(!PartnerWords(language).text("kind/\(kind.rawValue)").hasPrefix("kind/"))
    }
}
