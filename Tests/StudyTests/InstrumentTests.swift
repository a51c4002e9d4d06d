import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// The study that comes with weir against the published instrument, which is written down here a second time.
@Suite struct InstrumentTests {
    private static let study = try! Study(folder: Project.study)

    /// The 95 questions: name, type, options, and the rows of a matrix.
    private static let questions = """
        consent | single | yes no
        hurdle_age18 | single | yes no
        hurdle_field_12m | single | yes no
        hurdle_caseload_12m | single | yes no
        hurdle_children | single | yes no
        hurdle_csea | single | yes no
        country | single | AL BA CO MD MX PE
        resp_gender | single | female male other
        resp_age_band | single | 18-20 21-30 31-40 41-50 51+
        resp_education | single | no_tertiary bachelor master_phd
        resp_field | single | social_worker psychologist lawyer health educator other
        resp_exp_years | single | 0-5 6-10 11-20 20+
        resp_training | text
        org_type | single | government ngo ngo_religious other
        org_type_other | text
        org_location | single | urban rural both
        org_services | multi | one_on_one_counselling support_families_caregivers legal_support \
        sexual_health_advice reintegration_support group_psychosocial_support basic_supplies \
        economic_assistance medical_care non_formal_education shelter vocational_training referral hotline \
        other
        own_services | multi | one_on_one_counselling legal_support other
        children_per_month | single | up_to_10 10_20 20+
        case_se_share | slider
        case_online_share | slider
        support_boys | single | yes no
        boys_ocsea_share | slider
        boys_child_age | single | 0-5 6-10 11-15 16-17
        boys_offender_sex | scale | all_men mostly_men equal mostly_women all_women
        boys_offender_nationality | scale | all_national mostly_national equal mostly_foreign all_foreign
        boys_offender_relation | multi | parent_step_parent other_relative_18 relative_under_18 \
        family_friend teacher youth_leader religious_leader partner peer online_acquaintance stranger other
        boys_exchange | single | money goods shelter drugs_alcohol other
        boys_facilitator | single | yes no
        boys_facilitator_detail | text
        boys_grooming | single | yes no
        boys_grooming_detail | text
        boys_csam | single | yes no
        boys_csam_detail | text
        boys_livestream | single | yes no
        boys_livestream_detail | text
        boys_selfgen | single | yes no
        boys_selfgen_detail | text
        support_girls | single | yes no
        girls_ocsea_share | slider
        girls_child_age | single | 0-5 6-10 11-15 16-17
        girls_offender_sex | scale | all_men mostly_men equal mostly_women all_women
        girls_offender_nationality | scale | all_national mostly_national equal mostly_foreign all_foreign
        girls_offender_relation | multi | parent_step_parent other_relative_18 relative_under_18 \
        family_friend teacher youth_leader religious_leader partner peer online_acquaintance stranger other
        girls_exchange | single | money goods shelter drugs_alcohol other
        girls_facilitator | single | yes no
        girls_facilitator_detail | text
        girls_grooming | single | yes no
        girls_grooming_detail | text
        girls_csam | single | yes no
        girls_csam_detail | text
        girls_livestream | single | yes no
        girls_livestream_detail | text
        girls_selfgen | single | yes no
        girls_selfgen_detail | text
        support_nonbinary | single | yes no
        support_nonbinary_detail | text
        trends_gender | text
        trends_age | text
        trends_other | text
        beliefs_vulnerability | multi | stigma_shame talking_sex_taboo gender_norms \
        conflict_modern_traditional touching_as_affection children_lower_status corporal_punishment_accepted
        beliefs_comment | text
        socioeconomic_vulnerability | multi | access_technology lack_awareness_risk street_life \
        extreme_poverty family_violence ethnic_minority migrate_for_work social_isolation previous_abuse \
        visible_sex_services parent_disability parent_mental_health involved_exploiting_others \
        gay_or_transgender community_violence peers_involved gangs family_alcohol_drugs child_alcohol_drugs \
        child_disability school_dropout adult_pornography left_behind unknown_24 unknown_25
        socioeconomic_comment | text
        barriers_disclosure | multi | fear_others_respond stigma_shame negative_attitudes_help \
        lack_info_services lack_confidence_helpful_help lack_trust_confidentiality alcohol_drugs no_hotline \
        police_dont_accept fear_criminalised children_low_status violence_against_children \
        traditional_child_rearing social_isolation upsetting_to_talk peers_involved talking_sex_taboo \
        unknown_18
        barriers_comment | text
        awareness_public | scale | none poor fair good excellent
        awareness_comment | text
        police_knowledge | scale | none poor fair good excellent
        police_comment | text
        problems_raised | text
        needs_raised | text
        gov_quality | matrix | none poor fair good excellent | funding training awareness_raising \
        speaking_publicly
        gov_comment | text
        services_availability | matrix | none poor fair good excellent | medical psychological legal \
        reintegration
        services_quality | matrix | none poor fair good excellent | medical psychological legal reintegration
        services_comment | text
        collaboration | scale | none poor fair good excellent
        collaboration_comment | text
        comp_possible | single | yes no dont_know
        comp_known_child | single | yes no dont_know
        comp_comment | text
        scn_a_victim | single | yes no uncertain
        scn_a_offence | single | yes no uncertain
        scn_a_flipped | single | yes no uncertain
        scn_viewer_offence | single | yes no uncertain
        scn_a_steps | text
        scn_b_victim | single | yes no uncertain
        scn_b_steps | text
        scn_c_offence | single | yes no uncertain
        scn_c_steps | text
        scn_d_ocsea | single | yes no uncertain
        scn_d_steps | text
        final_thoughts | text
        x_ba_extra | text
        """

    struct Question: Sendable, CustomTestStringConvertible {
        var name, type: String
        var options, rows: [String]

        init(_ line: Substring) {
            let parts = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
            (name, type) = (parts[0][0], parts[1][0])
            options = parts.count > 2 ? parts[2] : []
            rows = parts.count > 3 ? parts[3] : []
        }

        var testDescription: String { name }
    }

    private static let all = questions.split(separator: "\n").map(Question.init)

    @Test func listHasAllQuestions() {
        #expect(Self.all.count == 95)
        #expect(Set(Self.all.map(\.name)).count == 95)
        // Counting the rows of the matrices, and the one question that Bosnia's answers to another one make.
        let rows = Self.all.reduce(0) { $0 + max($1.rows.count, 1) }
        #expect(rows == 104)
        #expect(Self.study.codebook.variables.filter(\.isDelivered).count == rows + 1)
    }

    @Test(arguments: all)
    func questionIsInTheStudyWithAllItsOptions(_ question: Question) throws {
        if question.type == "matrix" { return try expectRows(of: question) }
        let variable = try #require(Self.study.codebook.variable(named: question.name))
        #expect(variable.type.rawValue == question.type)
        #expect(variable.categories.map(\.name) == question.options)
        #expect(variable.isDelivered)
    }

    private func expectRows(of question: Question) throws {
        for row in question.rows {
            let variable = try #require(Self.study.codebook.variable(named: "\(question.name)_\(row)"))
            #expect(variable.type == .matrixRow)
            #expect(variable.categories.map(\.name) == question.options)
        }
    }

    @Test func questionsStandInTheInstrumentsOrder() {
        let names = Self.all.flatMap { question in
            question.rows.isEmpty ? [question.name] : question.rows.map { "\(question.name)_\($0)" }
        }
        let delivered = Self.study.codebook.variables.filter(\.isDelivered).map(\.name)
        #expect(delivered.filter { $0 != "org_type_ba" } == names)
    }

    @Test func closedQuestionsAreRequiredAndOpenOnesAreNot() {
        for question in Self.all where question.rows.isEmpty {
            let isRequired = question.type != "text" || question.name == "resp_training"
            #expect(Self.study.codebook.variable(named: question.name)?.isRequired == isRequired, "\(question.name)")
        }
    }

    @Test func onlyOneQuestionAndOneListAreBosnias() {
        let own = Self.study.codebook.variables.filter { !$0.countries.isEmpty }
        #expect(own.map(\.name) == ["org_type_ba", "x_ba_extra"])
        #expect(own.allSatisfy { $0.countries == [CountryCode("BA")!] })
        #expect(
            own[0].categories.map(\.name) == [
                "government", "ngo", "ngo_religious", "hospital", "clinical_centre", "healthcare_institution",
                "education_institution", "other",
            ])
    }

    @Test(arguments: ["beliefs_vulnerability", "socioeconomic_vulnerability", "barriers_disclosure"])
    func threeChoicesAreAllowed(_ name: String) {
        #expect(Self.study.codebook.variable(named: name)?.selectLimit == 3)
    }

    @Test func sharesGoFromNoneToAll() {
        let sliders = Self.study.codebook.variables.filter { $0.type == .slider }
        #expect(sliders.map(\.name) == ["case_se_share", "case_online_share", "boys_ocsea_share", "girls_ocsea_share"])
        #expect(sliders.allSatisfy { $0.range == 0...100 })
    }

    @Test func eligibilityIsAskedInItsOrder() {
        let rules = Self.study.dispositions
        #expect(rules.consent.text == "${consent} = 'yes'")
        #expect(
            rules.eligibility.map(\.variable) == [
                "hurdle_age18", "hurdle_field_12m", "hurdle_caseload_12m", "hurdle_children", "hurdle_csea",
            ])
        #expect(rules.eligibility.map(\.passes.text) == rules.eligibility.map { "${\($0.variable)} = 'yes'" })
        #expect(
            rules.eligibility.map(\.otherwise) == [
                .underAge, .notEligible, .notEligible, .notEligible, .notEligible,
            ])
        #expect(rules.merged == [.complete])
    }

    @Test func sixCountriesAreCovered() {
        #expect(Self.study.countries.map(\.country.letters) == ["AL", "BA", "CO", "MD", "MX", "PE"])
        #expect(Self.study.countries.map(\.language) == ["sq", "bs", "es", "ro", "es", "es"])
        #expect(Self.study.crosswalks.count == 6)
        let codes = Self.study.codebook.variables[Self.study.countryVariable].categories.map(\.code)
        // ISO 3166-1 numeric.
        #expect(codes == [8, 70, 170, 498, 484, 604])
    }

    @Test func nothingDirectIsDelivered() {
        let columns = Self.study.schema.columns.map(\.name)
        let direct = ["record_id", "collector", "start_date", "end_date", "ip_address", "tool_language", "status"]
        #expect(columns.filter { column in direct.contains { column.hasPrefix($0) } } == [])
    }

    @Test func studyHasNoMistakesAndNothingIsUnsorted() {
        let findings = StudyLint(Self.study).findings
        #expect(findings.filter { $0.severity == .refusal }.map(HandMadeStudy.words) == [])
        #expect(findings.filter { $0.code == .studyUnsorted || $0.code == .studyLabel }.map(HandMadeStudy.words) == [])
    }
}
