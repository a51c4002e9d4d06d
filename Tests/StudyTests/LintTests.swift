import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// What a study gets wrong although it can be read.
@Suite struct LintTests {
    private static let study = HandMadeStudy()

    @Test func studyWithoutFaultsHasNoFindings() throws {
        #expect(try Self.study.findings() == [])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var file: String
        var old: String
        var new: String
        var findings: [String]

        init(_ name: String, _ file: String, _ old: String, _ new: String, _ findings: String...) {
            (testDescription, self.file, self.old, self.new, self.findings) = (name, file, old, new, findings)
        }
    }

    @Test(arguments: [
        Fault(
            "option that no line leads to", "crosswalks/AL.csv", "gender,Gjinia,,answer,Mashkull,male\n", "",
            "study.uncovered-category crosswalks/AL.csv 8 - gender: male"),
        Fault(
            "question that no line reads", "crosswalks/BA.csv", "share,Udio,,reversed 100,,\n", "",
            "study.uncovered-category crosswalks/BA.csv 12 - share"),
        Fault(
            "question in the middle that no line reads", "crosswalks/AL.csv", "share,Pjesa,,number,,\n", "",
            "study.uncovered-category crosswalks/AL.csv 13 - share"),
        Fault("option of the other country", "codebook/categories.csv", "Këshilla,Savjet,,", "Këshilla,Savjet,BA,"),
        Fault(
            "answers that fold to one wording", "crosswalks/AL.csv", "gender,Gjinia,,answer,Mashkull,male\n",
            "gender,Gjinia,,answer,Mashkull,male\ngender,Gjinia,,answer,femër *,male\n",
            "study.duplicate crosswalks/AL.csv 8 - femër *"),
        Fault(
            "spellings of one answer", "crosswalks/AL.csv", "gender,Gjinia,,answer,Mashkull,male\n",
            "gender,Gjinia,,answer,MASHKULL,male\ngender,Gjinia,,answer,Mashkull,male\n"),
        Fault(
            "lines out of order", "crosswalks/AL.csv", "adult,I rritur,,answer,Jo,no\nadult,I rritur,,answer,Po,yes\n",
            "adult,I rritur,,answer,Po,yes\nadult,I rritur,,answer,Jo,no\n", "study.unsorted crosswalks/AL.csv 3 -"),
        Fault(
            "last line out of order", "crosswalks/AL.csv", "status,Shënim,,flag,TEST,test\n",
            "status,Shënim,,flag,TEST,test\nstatus,Shënim,,flag,PROVA,test\n", "study.unsorted crosswalks/AL.csv 15 -"),
        Fault(
            "question without wording", "codebook/variables.csv", "Gender,Gjinia,Spol", "Gender,,Spol",
            "study.label codebook/variables.csv 7 F gender (sq)"),
        Fault("question without wording nobody needs", "codebook/variables.csv", "Id,Id,Id", "Id,,"),
        Fault(
            "universe that is empty", "codebook/variables.csv", "${consent} = 'yes',",
            "${consent} = 'yes' and ${consent} = 'no',",
            "study.contradiction codebook/variables.csv 5 H adult needs ${consent} to be two categories at once"),
        Fault(
            "universe that is not", "codebook/variables.csv", "${consent} = 'yes',",
            "${consent} = 'yes' or ${consent} = 'no',"),
    ])
    func faultIsFound(_ fault: Fault) throws {
        #expect(try Self.study.with(fault.file, fault.old, fault.new).findings() == fault.findings)
    }

    @Test func questionBehindOneThatTheCountryNeverAskedIsFound() throws {
        let study = Self.study
            .with("codebook/variables.csv", "case,yes,,0,100", "case,yes,AL,0,100")
            .with("codebook/variables.csv", "${share} > 0,case,yes,", "${share} > 0,case,yes,BA")
        #expect(
            try study.findings() == [
                "study.contradiction codebook/variables.csv 9 H help follows from ${share}, and no country asks both"
            ])
    }

    @Test func mistakesComeBeforeNotes() throws {
        let study = Self.study.with("codebook/variables.csv", "Gender,Gjinia,Spol", "Gender,,Spol")
            .with("crosswalks/BA.csv", "share,Udio,,reversed 100,,\n", "")
        #expect(
            try study.findings() == [
                "study.uncovered-category crosswalks/BA.csv 12 - share",
                "study.label codebook/variables.csv 7 F gender (sq)",
            ])
    }

    private static let terms = """
        language,term,preferred,reason
        en,victim,survivor,The word defines a person by what was done to them.
        en,child victim,child who survived,
        sq,viktimë,i mbijetuar,

        """

    @Test(
        arguments: [
            (
                "Status of a Victim",
                "study.term codebook/variables.csv 7 E gender (en): \"victim\", better \"survivor\""
            ),
            (
                "A child  victim's age",
                "study.term codebook/variables.csv 7 E gender (en): \"child victim\", better \"child who survived\""
            ),
            ("(victim)", "study.term codebook/variables.csv 7 E gender (en): \"victim\", better \"survivor\""),
            ("Victimhood", nil), ("Revictim", nil), ("Victims", nil), ("Gender", nil),
            ("revictim victim", "study.term codebook/variables.csv 7 E gender (en): \"victim\", better \"survivor\""),
        ] as [(String, String?)])
    func outdatedTermIsFoundAsAWholeWord(_ label: String, _ finding: String?) throws {
        let study = Self.study.with(file: "rules/terms.csv", Self.terms)
            .with("codebook/variables.csv", "gender,Gender,", "gender,\(label),")
        #expect(try study.findings() == (finding.map { [$0] } ?? []))
    }

    @Test func termIsFoundInItsLanguageAndInCategories() throws {
        let study = Self.study.with(file: "rules/terms.csv", Self.terms)
            .with("codebook/categories.csv", "Advice,Këshilla", "Advice for the victim,Viktimë")
        #expect(
            try study.findings() == [
                "study.term codebook/categories.csv 10 D help: advice (en): \"victim\", better \"survivor\"",
                "study.term codebook/categories.csv 10 E help: advice (sq): \"viktimë\", better \"i mbijetuar\"",
            ])
    }

    @Test func englishTermWithAPreferredWordingIsSettled() throws {
        let study = Self.study.with(file: "rules/terms.csv", Self.terms)
            .with("codebook/categories.csv", "countries,basis", "preferred::English (en),countries,basis")
        var settled = study.files["codebook/categories.csv"]!.replacing("Advice,", with: "Victim,")
        settled = settled.replacing(",,published", with: ",,,published").replacing(",,assumed", with: ",,,assumed")
        #expect(try study.with(file: "codebook/categories.csv", settled).findings().count == 1)
        settled = settled.replacing("Savjet,,", with: "Savjet,Survivor,")
        #expect(try study.with(file: "codebook/categories.csv", settled).findings() == [])
    }

    @Test func emptyTermIsInNoWording() throws {
        let list = try TermList(Array("language,term,preferred\nen,,x\nen,b,c\n".utf8))
        #expect(list.findings(in: ["en": "a wording"], of: "q", preferred: "") { _ in Place(file: "f") }.isEmpty)
    }
}
