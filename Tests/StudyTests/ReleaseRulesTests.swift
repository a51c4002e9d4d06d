import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// What a study says about releases: read whole, refused with all mistakes at once.
@Suite struct ReleaseRulesTests {
    private static let figures = "release/figures.csv"
    private static let files = [
        "release/hierarchies.csv": """
        variable,level,group,code,label::English (en),categories
        country,1,any,1001,Any country,AL BA

        """,
        "release/profiles.yaml": """
        profiles:
          research:
            scenario: Somebody knows a worker.
            k: 3
            keys:
              country: {importance: never}
              gender: {importance: 4}
            sensitive: [share]
            withheld: [comment]
            scope: [sharing]
          public:
            scenario: Anybody.
            k: 5
            from: research
            keys:
              country: {importance: 2, recode: 0..1}
              gender: {importance: 4}
            withheld: [comment, share]
            closeness: 0.5
            diversity: 2
            sensitive: [help]
        demonstration: [sharing]

        """,
        "release/published.csv": """
        id,group,question,row,codes,n,base
        a,all,gender,,female|male,9,10
        b,country=AL;gender=male,share,,1..100,4,
        c,country=AL,help,,money,2,10
        d,all,share,,-,1,10
        e,country=AL,help,,?,1,10
        f,all,share,,1..100,6..8,10

        """,
        "release/tests.csv": """
        id,test,question,row,option,by,significant
        t,chi-square,help,,advice,country,yes
        u,anova,share,,,country,no

        """,
        figures: """
        id,use
        a,prior knowledge
        t,test
        x,used as b
        y,about other people
        """,
    ]

    private static func read(
        _ changed: [(file: String, old: String, new: String)] = [], study: Study? = nil
    ) throws -> ReleaseRules {
        var files = files
        for change in changed {
            let text = files[change.file] ?? ""
            precondition(text.contains(change.old), change.old)
            files[change.file] = text.replacing(change.old, with: change.new)
        }
        let folder = try TemporaryFolder()
        for (name, text) in files where !text.isEmpty { try folder.write(text.utf8, to: name) }
        return try ReleaseRules(folder: folder.url, study: try study ?? HandMadeStudy().read())
    }

    private static func mistakes(
        _ changed: (file: String, old: String, new: String)..., study: Study? = nil
    ) -> [String] {
        do {
            _ = try read(changed, study: study)
            return []
        } catch { return (error as? Diagnostics)?.all.map(HandMadeStudy.words) ?? ["\(error)"] }
    }

    @Test func rulesAreRead() throws {
        let rules = try Self.read()
        let study = try HandMadeStudy().read()
        let country = study.codebook.index(of: "country")!
        let gender = study.codebook.index(of: "gender")!
        #expect(rules.hierarchies[country]?.code(of: 70, at: 1) == 1001)
        #expect(rules.hierarchies[country]?.code(of: 1001, at: 1) == 1001)
        #expect(rules.hierarchies[country]?.code(of: 9994, at: 1) == 9994)
        #expect(rules.profiles.map(\.name) == ["research", "public"])
        #expect(
            rules.profiles[0].keys == [
                .init(variable: country, importance: nil), .init(variable: gender, importance: 4),
            ])
        #expect(rules.profiles[1].keys[0] == .init(variable: country, importance: 2, finest: 0, coarsest: 1))
        #expect(rules.profiles.map(\.k) == [3, 5])
        #expect(rules.profiles[1].finer == "research")
        #expect(rules.profiles[1].closeness == 0.5)
        #expect(rules.profiles[1].diversity == 2)
        #expect(rules.demonstrationScope == ["sharing"])
        #expect(rules.margins.map(\.count) == [9, 4, 2, 1, 1, 6])
        #expect(rules.margins.map(\.most) == [nil, nil, nil, nil, nil, 8])
        #expect(rules.margins.map(\.isAnswerKnown) == [true, true, true, true, false, true])
        #expect(rules.margins[0].answer.codes == [1, 2])
        #expect(rules.margins[1].group.count == 2)
        #expect(rules.margins[2].answer.option == 0)
        #expect(rules.tests.map(\.isSignificant) == [true, false])
        #expect(rules.files.count == 4)
    }

    @Test func shippedRulesAreRead() throws {
        let folder = Project.root.appending(path: "Pipelines/frontline-workers")
        let rules = try ReleaseRules(folder: folder, study: try Study(folder: folder))
        #expect(rules.profiles.map(\.name) == ["research", "public"])
        #expect(rules.margins.count > 200)
        #expect(rules.tests.count == 14)
    }

    private static let levels = "release/hierarchies.csv"
    private static let profiles = "release/profiles.yaml"

    @Test(arguments: [
        (
            levels, "AL BA", "AL",
            "2 F country, level 1: BA is in no group; add it to the categories of any (row 2)"
        ),
        (
            levels, "AL BA\n", "AL BA\ncountry,1,some,1002,Some,BA\n",
            "3 F country, level 1: BA is in two groups; leave it in any (row 2) or some (row 3)"
        ),
        (levels, "AL BA", "AL AL BA", "2 F country, level 1: AL stands 2 times in any (row 2); leave it there once"),
        (
            levels, "country,1,any,1001,Any country,AL BA\n",
            "country,1,any,1001,Any,AL BA\ncountry,2,a,1002,A,AL\ncountry,2,b,1003,B,BA\n",
            "4 F country, level 2: the group any (row 2) of the level before is torn; put all its categories into a (row 3) or b (row 4)"
        ),
        (
            levels, "country,1,any", "country,2,any",
            "2 B country, level 2 without those before it; number the levels from 1 without a gap"
        ),
        (levels, "1001", "8", "2 D country, the code 8 of any is taken; give it one below 9990 that is free"),
        (levels, "1001", "9997", "2 D country, the code 9997 of any is taken; give it one below 9990 that is free"),
    ])
    func hierarchiesHaveNeitherGapsNorOverlaps(_ file: String, _ old: String, _ new: String, _ label: String) {
        #expect(Self.mistakes((file, old, new)) == ["study.contradiction \(file) \(label)"])
    }

    @Test(arguments: [
        (
            "      gender: {importance: 4}\n    sensitive", "    sensitive",
            [
                "6 7 gender has the role key in codebook/variables.csv, and research neither has it among its keys nor withholds "
                    + "it; add gender: {importance: 1} here, or add it to withheld",
                "6 7 no key may be suppressed, so that nobody can be hidden; give one of them a number as importance",
                "15 7 its keys are not those of research (line 6), from which it is made; take out of the keys here, or add to "
                    + "those of research: gender",
            ]
        ),
        (
            "withheld: [comment]", "withheld: [gender]",
            ["9 15 gender is a key and withheld; take it out of withheld here, or out of the keys of research"]
        ),
        (
            "withheld: [comment, share]", "withheld: [share]",
            [
                "18 15 it tells comment, which research, from which it is made, withholds (line 9); add to withheld here: comment"
            ]
        ),
        (
            "sensitive: [share]", "sensitive: [gender]",
            ["8 16 gender is a key and sensitive; take it out of sensitive here, or out of the keys"]
        ),
        (
            "sensitive: [share]", "sensitive: [comment]",
            ["8 16 comment is sensitive and withheld; take it out of sensitive here, or out of withheld"]
        ),
        (
            "sensitive: [help]", "scope: [sharing]",
            [
                "20 16 diversity and closeness without sensitive variables; name some under sensitive, or take diversity and "
                    + "closeness out"
            ]
        ),
        (
            "diversity: 2", "diversity: 5",
            ["20 16 diversity is 5, and help has 4 answers; lower diversity to 4 or less"]
        ),
        ("sensitive: [share]", "office: share", ["8 13 share names offices; add it to withheld"]),
        (
            "k: 5", "k: 2",
            [
                "13 8 its k is 2, and research, from which it is made, has 3 (line 4); raise k here to 3 or more, or lower that of "
                    + "research"
            ]
        ),
        (
            "    from: research\n", "",
            [
                "11 3 public and research are both made from no other profile, and releases of both would tell together what each of "
                    + "them hides; add from: research here, or take one of the two out"
            ]
        ),
        (
            "scope: [sharing]\n  public", "scope: []\n  public",
            ["10 12 research needs no consent, and what is released is shared; write scope: [sharing] here"]
        ),
        (
            "from: research", "from: nobody",
            [
                "14 11 it is made from nobody, and no profile before it has that name; name one that stands further up, or move "
                    + "nobody there"
            ]
        ),
    ])
    func contradictoryProfilesAreRefused(_ old: String, _ new: String, _ labels: [String]) {
        #expect(Self.mistakes((Self.profiles, old, new)) == labels.map { "study.contradiction \(Self.profiles) \($0)" })
    }

    @Test func whatTheFinerProfileTellsCoarselyIsToldNoFiner() {
        let finer = (Self.profiles, "country: {importance: never}", "country: {importance: never, recode: 1}")
        #expect(Self.mistakes(finer) == [])
        #expect(
            Self.mistakes(finer, (Self.profiles, "recode: 0..1", "recode: 0")) == [
                "study.contradiction \(Self.profiles) 16 7 country is recoded to level 0 at most, and research (line 6), from which "
                    + "it is made, recodes it to level 1; raise recode of country here to 1"
            ])
    }

    /// A study whose interviews took place in three months.
    private static func dated() throws -> Study {
        var study = HandMadeStudy()
        study.files["pipeline.yaml"]?.append("field_period: 2021-02..2021-04\n")
        return try study.read()
    }

    private static let withMonth = (
        file: profiles, old: "      gender: {importance: 4}\n",
        new: "      gender: {importance: 4}\n      submitted_month: {importance: 2, recode: 1..3}\n"
    )

    @Test func monthOfSubmissionCanBeAKeyAndNeedNot() throws {
        let study = try Self.dated()
        let month = try #require(study.forReleases.monthVariable)
        #expect(month == study.codebook.variables.count)
        #expect(study.monthVariable == nil)
        let rules = try Self.read([Self.withMonth], study: study)
        #expect(
            rules.profiles.map(\.keys.last) == [
                .init(variable: month, importance: 2, finest: 1, coarsest: 3),
                .init(variable: month, importance: 2, finest: 1, coarsest: 3),
            ])
        #expect(rules.hierarchies[month]?.levels.map(\.count) == [2, 1, 1])
        #expect(try Self.read(study: study).profiles.allSatisfy { !$0.withheld.contains(month) })
    }

    @Test func hierarchyOfMonthsMayBeDeclared() throws {
        let lines = "submitted_month,1,early,11,Early,2021-02\nsubmitted_month,1,late,12,Late,2021-03 2021-04\n"
        let all = "submitted_month,2,all,13,Any,2021-02 2021-03 2021-04\n"
        let declared = { (text: String) in
            (file: Self.levels, old: "Any country,AL BA\n", new: "Any country,AL BA\n" + text)
        }
        let study = try Self.dated()
        let rules = try Self.read([declared(lines + all)], study: study)
        let month = try #require(study.forReleases.monthVariable)
        #expect(rules.hierarchies[month]?.levels.map { $0.map(\.code) } == [[11, 12], [13]])
        #expect(
            Self.mistakes(declared(lines), study: study) == [
                "study.contradiction \(Self.levels) 3 B submitted_month, level 1: there are 2 groups; add a line of level 2 that "
                    + "holds all months"
            ])
    }

    @Test(arguments: [
        (
            withMonth.old, withMonth.new.replacing("1..3", with: "1..4"),
            [
                "study.field \(profiles) 8 48 a level, or two as 0..1; the hierarchy has levels 0 to 3",
                "study.field \(profiles) 19 48 a level, or two as 0..1; the hierarchy has levels 0 to 3",
            ]
        ),
        (
            "sensitive: [share]", "sensitive: [share, submitted_month]",
            [
                "study.contradiction \(profiles) 8 16 submitted_month can only be a key; declare it among the keys, or take it "
                    + "out here"
            ]
        ),
    ])
    func monthsThatCannotBeAreRefused(_ old: String, _ new: String, _ found: [String]) throws {
        #expect(Self.mistakes((Self.profiles, old, new), study: try Self.dated()) == found)
    }

    @Test func withoutAFieldPeriodNobodyKnowsTheMonths() {
        let words =
            "submitted_month needs to know which months there are; add field_period: 2021-01..2021-12 to pipeline.yaml"
        #expect(
            Self.mistakes(Self.withMonth) == [8, 19].map { "study.contradiction \(Self.profiles) \($0) 7 \(words)" })
    }

    @Test func otherMistakesAreRefusedAllAtOnce() {
        let found = Self.mistakes(
            (Self.profiles, "k: 3", "k: 1"), (Self.profiles, "recode: 0..1", "recode: 0..2"),
            (Self.profiles, "withheld: [comment]", "withheld: [remark]"),
            (Self.profiles, "closeness: 0.5", "closeness: 5"),
            (Self.profiles, "demonstration: [sharing]", "demonstration: [everything]"),
            (Self.levels, "AL BA", "AL BA XK"), ("release/published.csv", "gender=male", "sex=male"),
            ("release/published.csv", "help,,money", "help,,"), ("release/published.csv", "6..8", "8..6"),
            ("release/tests.csv", "anova", "guess"))
        #expect(
            found == [
                "study.unknown-category release/hierarchies.csv 2 F country: XK",
                "study.number release/profiles.yaml 4 8 2 … 1000",
                "study.unknown-variable release/profiles.yaml 9 16 remark",
                "study.field release/profiles.yaml 16 40 a level, or two as 0..1; the hierarchy has levels 0 to 1",
                "study.number release/profiles.yaml 19 16 0 … 1",
                "study.field release/profiles.yaml 22 16 internal, analysis, quotes, sharing, archive",
                "study.unknown-variable release/published.csv 3 B sex",
                "study.blank release/published.csv 4 E an answer",
                "study.number release/published.csv 7 F a number",
                "study.field release/tests.csv 3 B chi-square, anova",
            ])
    }

    @Test func figuresAreWhatTheOtherFilesMakeOfThem() {
        #expect(Self.mistakes() == [])
        #expect(
            Self.mistakes((Self.figures, "a,prior", "z,prior"), (Self.figures, "x,used as b", "x,used as v; used as c"))
                == [
                    "study.contradiction \(Self.figures) 2 B z is prior knowledge and does not stand in published.csv",
                    "study.contradiction \(Self.figures) 4 B no name in published.csv begins with v",
                ])
        #expect(
            Self.mistakes((Self.figures, "a,prior knowledge", "a,test"), (Self.figures, "y,about other people", "y,"))
                == [
                    "study.contradiction \(Self.figures) 2 B a stands in published.csv and is not prior knowledge",
                    "study.contradiction \(Self.figures) 2 B a is test and does not stand in tests.csv",
                    "study.blank \(Self.figures) 5 B prior knowledge, test, or why it is neither",
                ])
        #expect(
            Self.mistakes((Self.figures, "x,", "t,"))
                == [
                    "study.duplicate \(Self.figures) 4 A t",
                    "study.contradiction \(Self.figures) 4 B t stands in tests.csv and is not test",
                ])
    }

    @Test func figuresAreInNoRelease() throws {
        #expect(try !Self.read().files.contains { $0.name == Self.figures })
    }

    @Test func withoutProfilesThereIsNoRelease() throws {
        let folder = try TemporaryFolder()
        let study = try HandMadeStudy().read()
        #expect { try ReleaseRules(folder: folder.url, study: study) } throws: { error in
            (error as? Diagnostics)?.all.map(HandMadeStudy.words) == ["study.missing-file release/profiles.yaml - -"]
        }
    }
}
