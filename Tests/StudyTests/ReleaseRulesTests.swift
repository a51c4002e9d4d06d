import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// What a study says about releases: read whole, refused with all mistakes at once.
@Suite struct ReleaseRulesTests {
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
    ]

    private static func read(_ changed: [(file: String, old: String, new: String)] = []) throws -> ReleaseRules {
        var files = files
        for change in changed {
            let text = files[change.file] ?? ""
            precondition(text.contains(change.old), change.old)
            files[change.file] = text.replacing(change.old, with: change.new)
        }
        let folder = try TemporaryFolder()
        for (name, text) in files where !text.isEmpty { try folder.write(text.utf8, to: name) }
        return try ReleaseRules(folder: folder.url, study: try HandMadeStudy().read())
    }

    private static func mistakes(_ changed: (file: String, old: String, new: String)...) -> [String] {
        do {
            _ = try read(changed)
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
        (levels, "AL BA", "AL", "country, level 1: BA is in no group; put it into one"),
        (
            levels, "AL BA\n", "AL BA\ncountry,1,some,1002,Some,BA\n",
            "country, level 1: BA is in two groups; leave it in one"
        ),
        (
            levels, "country,1,any,1001,Any country,AL BA\n",
            "country,1,any,1001,Any,AL BA\ncountry,2,a,1002,A,AL\ncountry,2,b,1003,B,BA\n",
            "country, level 2: the group any of the level before is torn; keep its categories together"
        ),
        (levels, "1001", "8", "country, the code 8 of any is taken; give each group a code of its own below 9990"),
        (
            levels, "1001", "9997",
            "country, the code 9997 of any is taken; give each group a code of its own below 9990"
        ),
    ])
    func hierarchiesHaveNeitherGapsNorOverlaps(_ file: String, _ old: String, _ new: String, _ label: String) {
        #expect(Self.mistakes((file, old, new)) == ["study.contradiction \(file) 2 A \(label)"])
    }

    @Test(arguments: [
        (
            "      gender: {importance: 4}\n    sensitive", "    sensitive",
            [
                "2 3 gender has the role key; declare it among the keys, or withhold it",
                "2 3 no key may be suppressed; give one of them an importance",
                "10 3 its keys are not those of research, from which it is made",
            ]
        ),
        (
            "withheld: [comment]", "withheld: [gender]",
            [
                "2 3 gender is a key and withheld; make it one of both",
                "11 3 it tells what research, from which it is made, withholds",
            ]
        ),
        ("sensitive: [share]", "sensitive: [gender]", ["2 3 gender is a key and sensitive; make it one of both"]),
        ("sensitive: [share]", "sensitive: [comment]", ["2 3 comment is sensitive and withheld; make it one of both"]),
        (
            "sensitive: [help]", "scope: [sharing]",
            ["11 3 diversity and closeness without sensitive variables; name some under sensitive"]
        ),
        ("diversity: 2", "diversity: 5", ["11 3 diversity is 5, and help has 4 answers; lower diversity"]),
        ("sensitive: [share]", "office: share", ["2 3 share names offices; withhold it"]),
        ("k: 5", "k: 2", ["11 3 its k is 2, and research, from which it is made, has 3"]),
        ("from: research", "from: nobody", ["11 3 it is made from nobody, and no profile before it has that name"]),
    ])
    func contradictoryProfilesAreRefused(_ old: String, _ new: String, _ labels: [String]) {
        #expect(Self.mistakes((Self.profiles, old, new)) == labels.map { "study.contradiction \(Self.profiles) \($0)" })
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

    @Test func withoutProfilesThereIsNoRelease() throws {
        let folder = try TemporaryFolder()
        let study = try HandMadeStudy().read()
        #expect { try ReleaseRules(folder: folder.url, study: study) } throws: { error in
            (error as? Diagnostics)?.all.map(HandMadeStudy.words) == ["study.missing-file release/profiles.yaml - -"]
        }
    }
}
