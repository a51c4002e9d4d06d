import TestSupport
import Testing
import WeirCore

@testable import WeirHarmonise

/// Why a value is missing.
@Suite struct MissingTests {
    private static let variables: [Variable] = [
        .closed("gate", "yes no"), .closed("single", "a b", universe: "${gate} = 'yes'"),
        .closed("multi", "a b", .multi, universe: "${gate} = 'yes'"),
        .open("number", .slider, universe: "${gate} = 'yes'", range: 0...10),
        .open("text", universe: "${gate} = 'yes'"),
    ]
    private static let crosswalk = """
        gate | G | answer | Yes=yes, No=no
        single | S | answer | A=a, B=b, Rather not=9993
        multi | M | split ; | A=a, B=b
        number | N | number
        text | T (English) | translation
        """
    private static let columns = ["single", "multi__a", "multi__b", "number", "text__missing", "text__length"]

    @Test(
        arguments: [
            (["Yes", "A", "B", "5", ""], [1, 0, 1, 5, 9994, 9994]),
            (["Yes", "", "", "", ""], [9994, 9994, 9994, 9994, 9994, 9994]),
            (["No", "", "", "", ""], [9990, 9990, 9990, 9990, 9990, 9990]),
            (["", "", "", "", ""], [9990, 9990, 9990, 9990, 9990, 9990]),
            (["Yes", "Rather not", "A;x", "x", ""], [9993, 1, 9995, 9998, 9994, 9994]),
            (["Yes", "x", "x", "11", ""], [9995, 9995, 9995, 9998, 9994, 9994]),
        ] as [([String], [Double])])
    func everyBlankHasItsReason(_ cells: [String], _ values: [Double]) throws {
        let outcome = try Bench(Self.variables, Self.crosswalk).run([cells])
        #expect(Self.columns.flatMap(outcome.values) == values)
    }

    @Test func answerThatRedactWithheldKeepsItsReasonAndLength() throws {
        let bench = Bench(Self.variables, Self.crosswalk)
        let storage = BatchStorage.cells([["Yes", "A", "A", "5", ""]], schema: bench.schema)
        let places = bench.schema.places[bench.schema.codebook.index(of: "text")!]
        storage.codes[places.code!] = 9996
        storage.codes[places.length!] = 2
        let stage = HarmoniseStage(
            schema: bench.schema, crosswalk: bench.crosswalk, rules: bench.rules, dispositions: bench.dispositions,
            countryVariable: 0, slotColumns: [0, 1, 2, 3, 4])
        _ = try stage.process(Batch<Redacted>(storage))
        #expect(storage.values("text__missing", bench.schema) == [9996])
        #expect(storage.values("text__length", bench.schema) == [2])
    }

    @Test func questionOfAnotherCountryIsNotInThisOne() throws {
        let variables: [Variable] = [
            .closed("q", "yes no", countries: ["BA"]), .closed("m", "a b", .multi, countries: ["BA"]),
        ]
        let outcome = try Bench(variables, "").run([[]])
        #expect(["q", "m__a", "m__b"].flatMap(outcome.values) == [9992, 9992, 9992])
    }

    @Test func optionOfAnotherCountryIsNotInThisOne() throws {
        var variable = Variable.closed("m", "a b c", .multi)
        variable.categories[1].countries = [CountryCode("BA")!]
        let outcome = try Bench([variable], "m | M | split ; | A=a, C=c").run([["A"], ["A;C"], ["x"]])
        #expect(outcome.values("m__a") == [1, 1, 9995])
        #expect(outcome.values("m__b") == [9992, 9992, 9992])
        #expect(outcome.values("m__c") == [0, 1, 9995])
    }

    @Test func optionThatThisCountryLacksIsCountedWhenPicked() throws {
        var variable = Variable.closed("m", "a b c", .multi)
        variable.categories[1].countries = [CountryCode("BA")!]
        let outcome = try Bench([variable], "m | M | split ; | A=a, B=b, C=c").run([["A;B"], ["A"], ["B"], ["x;B"]])
        #expect(outcome.values("m__b") == [9992, 9992, 9992, 9992])
        #expect(outcome.values("m__a") == [1, 1, 0, 9995])
        #expect(outcome.findings == ["answer.not-in-country - 2,4,5", "answer.unmapped A 5"])
    }

    @Test func questionsBehindABreakOffWereNotReached() throws {
        let variables: [Variable] = [
            .closed("q1", "yes no", isRequired: true), .closed("q2", "yes no", isRequired: true),
            .closed("m", "a b", .multi, isRequired: true), .open("n", .slider, isRequired: true, range: 0...9),
            .closed("gated", "yes no", universe: "${q2} = 'yes'"), .open("t"),
        ]
        let crosswalk = """
            q1 | 1 | answer | Yes=yes
            q2 | 2 | answer | Yes=yes
            m | 3 | split ; | A=a
            n | 4 | number
            gated | 5 | answer | Yes=yes
            t | 6 | translation
            """
        let outcome = try Bench(variables, crosswalk).run([["Yes", "", "", "", "", ""]])
        let columns = ["q1", "q2", "m__a", "m__b", "n", "gated", "t__missing", "t__length"]
        #expect(columns.flatMap(outcome.values) == [1, 9991, 9991, 9991, 9991, 9991, 9991, 9991])
        #expect(outcome.storage.dispositions == [.breakOff])
        #expect(outcome.endedAt(0) == "q2")
    }

    private static let gates: [Variable] = [
        .closed("a", "yes no", isRequired: true), .open("n", .slider, isRequired: true, range: 0...9),
        .closed("m", "x y", .multi, isRequired: true),
        .closed("behind_a", "yes", universe: "${a} = 'yes'"), .closed("behind_n", "yes", universe: "${n} > 5"),
        .closed("behind_m", "yes no", universe: "selected(${m}, 'x')"),
        .closed("behind_both", "yes", universe: "${a} = 'yes' and ${n} > 5"),
        .closed("behind_either", "yes", universe: "${a} = 'yes' or ${n} > 5"),
        .closed("behind_follower", "yes", .multi, universe: "${behind_m} = 'yes'"),
        .closed("abroad", "yes", universe: "${n} > 5", countries: ["BA"]),
    ]

    /// Who never came to a gate never came to the questions behind it; what an answer rules out was not asked.
    @Test(
        arguments: [
            ("yes", "", "", [9991, 9991, 9991, 9991, 9991, 9991]),
            ("no", "", "", [9990, 9991, 9991, 9990, 9991, 9991]),
            ("what", "", "", [9990, 9991, 9991, 9990, 9991, 9991]),
            ("yes", "3", "", [9991, 9990, 9991, 9990, 9991, 9991]),
            ("no", "3", "", [9990, 9990, 9991, 9990, 9990, 9991]),
            ("no", "9", "", [9990, 9991, 9991, 9990, 9991, 9991]),
            ("", "", "", [9991, 9991, 9991, 9991, 9991, 9991]),
            ("", "3", "x", [9990, 9990, 9994, 9990, 9990, 9990]),
        ] as [(String, String, String, [Double])])
    func followersOfAGateThatWasNotReachedWereNotReached(
        _ gate: String, _ number: String, _ pick: String, _ values: [Double]
    ) throws {
        let crosswalk = "a | A | answer | yes=yes, no=no\nn | N | number\nm | M | split ; | x=x, y=y"
        let outcome = try Bench(Self.gates, crosswalk).run([[gate, number, pick]])
        let columns = [
            "behind_a", "behind_n", "behind_m", "behind_both", "behind_either", "behind_follower__yes",
        ]
        #expect(columns.flatMap(outcome.values) == values)
        #expect(outcome.values("abroad") == [9992])
    }

    @Test func nobodyReachesWhatIsBehindAnEligibilityQuestionThatWasNotReached() throws {
        let variables: [Variable] = [
            .closed("adult", "yes no", isRequired: true), .closed("caseload", "yes no", isRequired: true),
            .closed("behind", "yes no", universe: "${caseload} = 'yes'", isRequired: true),
        ]
        var bench = Bench(variables, "adult | A | answer | y=yes\ncaseload | C | answer | y=yes, n=no")
        bench.dispositions.eligibility = ["adult", "caseload"].map {
            .init(variable: $0, passes: try! Universe(parsing: "${\($0)} = 'yes'"), otherwise: .notEligible)
        }
        let outcome = try bench.run([["y", ""], ["y", "n"], ["", ""], ["y", "y"]])
        #expect(outcome.storage.dispositions == [.breakOff, .notEligible, .breakOff, .breakOff])
        #expect(outcome.values("caseload") == [9991, 2, 9991, 1])
        #expect(outcome.values("behind") == [9991, 9990, 9991, 9991])
    }

    @Test func answerOfSomebodyWhoWasNotAskedStaysAndIsCounted() throws {
        let outcome = try Bench(Self.variables, Self.crosswalk).run([
            ["No", "A", "", "", ""], ["No", "B", "", "7", ""],
        ])
        #expect(outcome.values("single") == [1, 2])
        #expect(outcome.findings == ["answer.not-asked - 2,3", "answer.not-asked - 3"])
    }

    @Test func moreOptionsThanAllowedAreCounted() throws {
        let bench = Bench([.closed("m", "a b c", .multi, selectLimit: 2)], "m | M | split ; | A=a, B=b, C=c")
        let outcome = try bench.run([["A;B"], ["A;B;C"], ["C"], ["A;B;C"]])
        #expect(outcome.findings == ["answer.too-many A 3,5"])
        #expect(outcome.values("m__c") == [0, 1, 1, 1])
    }

    @Test func textIsDroppedOnceItIsCoded() throws {
        let outcome = try Bench(Self.variables, Self.crosswalk).run([["Yes", "A", "A", "5", ""]])
        #expect(outcome.storage.bytes == [])
        #expect(outcome.storage.cells == [])
    }
}

/// Who was asked.
@Suite struct UniverseOfRowsTests {
    private static let variables: [Variable] = [
        .closed("a", "low middle high", .scale), .open("n", .slider, range: 0...100), .closed("m", "x y", .multi),
    ]
    private static let crosswalk = """
        a | A | answer | Low=low, Middle=middle, High=high, Rather not=9993
        n | N | number
        m | M | split ; | X=x, Y=y
        """

    @Test(
        arguments: [
            ("${a} = 'low'", ["Low", "", ""], true), ("${a} = 'low'", ["High", "", ""], false),
            ("${a} = 'low'", ["", "", ""], false), ("${a} != 'low'", ["High", "", ""], true),
            ("${a} != 'low'", ["Low", "", ""], false), ("${a} != 'low'", ["", "", ""], false),
            ("${a} != 'low'", ["Rather not", "", ""], false), ("${a} != 'low'", ["unknown", "", ""], false),
            ("${a} >= 'middle'", ["Middle", "", ""], true), ("${a} > 'middle'", ["Middle", "", ""], false),
            ("${a} < 'high'", ["Middle", "", ""], true), ("${a} <= 'high'", ["", "", ""], false),
            ("${n} > 0", ["", "0", ""], false), ("${n} > 0", ["", "0.5", ""], true), ("${n} > 0", ["", "", ""], false),
            ("${n} > 0", ["", "abc", ""], false), ("${n} >= 50", ["", "50", ""], true),
            ("${n} < 50", ["", "", ""], false),
            ("${n} < 50", ["", "49.9", ""], true), ("${n} != 3", ["", "", ""], false),
            ("${n} = 3", ["", "3", ""], true),
            ("selected(${m}, 'x')", ["", "", "X"], true), ("selected(${m}, 'x')", ["", "", "Y"], false),
            ("selected(${m}, 'y')", ["", "", "X;Y"], true), ("selected(${m}, 'x')", ["", "", ""], false),
            ("selected(${m}, 'x')", ["", "", "what"], false), ("selected(${a}, 'low')", ["Low", "", ""], true),
            ("${a} = 'low' and ${n} > 0", ["Low", "1", ""], true),
            ("${a} = 'low' and ${n} > 0", ["Low", "", ""], false),
            ("${a} = 'low' or ${n} > 0", ["", "1", ""], true), ("${a} = 'low' or ${n} > 0", ["High", "0", ""], false),
            ("${a} = 'low' or ${a} = 'high' and ${n} > 0", ["Low", "", ""], true),
            ("(${a} = 'low' or ${a} = 'high') and ${n} > 0", ["Low", "", ""], false), ("", ["", "", ""], true),
        ] as [(String, [String], Bool)])
    func universeHoldsOnCodedValues(_ universe: String, _ cells: [String], _ isAsked: Bool) throws {
        let bench = Bench(Self.variables + [.closed("z", "yes", universe: universe)], Self.crosswalk)
        #expect(try bench.run([cells]).values("z") == [isAsked ? 9994 : 9990])
    }

    @Test func questionAskedOfNobodyMakesItsFollowersUnasked() throws {
        let variables: [Variable] = [
            .closed("a", "yes no"), .closed("b", "yes no", universe: "${a} = 'yes'"),
            .closed("c", "yes no", universe: "${b} != 'yes'"),
        ]
        let outcome = try Bench(variables, "a | A | answer | No=no\nb | B | answer | No=no").run([["No", ""]])
        #expect(["a", "b", "c"].flatMap(outcome.values) == [2, 9990, 9990])
    }
}

/// Answers that fit no answer of their column.
@Suite struct ShiftTests {
    private static let names = ["a", "b", "c", "d", "e", "f"]
    private static let bench = Bench(
        names.map { .closed($0, "yes no") },
        names.map { "\($0) | \($0.uppercased()) | answer | Yes=yes, No=no" }.joined(separator: "\n"))

    @Test(
        arguments: [
            (["x", "x", "x", "x", "x", "x"], true), (["x", "x", "x", "x", "x", "Yes"], true),
            (["x", "x", "x", "x", "", ""], false), (["x", "x", "x", "Yes", "No", "Yes"], false),
            (["Yes", "No", "", "", "", ""], false), (["x", "x", "x", "x", "x", ""], true),
        ] as [([String], Bool)])
    func mostlyUnknownAnswersStandUnderTheWrongHeaders(_ cells: [String], _ isShifted: Bool) throws {
        let findings = try Self.bench.run([["Yes", "Yes", "Yes", "Yes", "Yes", "Yes"], cells]).findings
        #expect(findings.contains("upload.shifted-answers - 3") == isShifted)
        #expect(!findings.contains { $0.hasPrefix("upload") } == !isShifted)
    }
}

/// Answers that are the questionnaire's, but for letters that were lost between two encodings.
@Suite struct MisreadTests {
    private static let names = ["a", "b", "c", "d", "e", "f"]
    private static let bench = Bench(
        names.map { .closed($0, "yes no") } + [.closed("m", "one two", .multi)],
        (names.map { "\($0) | \($0.uppercased()) | answer | Češće=yes, Ne=no" } + [
            "m | M | split ; | Kuća=one, Đak=two"
        ])
        .joined(separator: "\n"))
    private static let rereading = Rereading(Misreading(written: .windows1250, read: .windows1252)) { text in
        let letters: [Unicode.Scalar: Unicode.Scalar] = ["È": "Č", "è": "č", "æ": "ć", "Ð": "Đ"]
        return String(String.UnicodeScalarView(text.unicodeScalars.map { letters[$0] ?? $0 }))
    }

    @Test(
        arguments: [
            (["Èešæe", "Ne", "", "", "", "", ""], ["answer.misread A 2"]),
            (["", "Ne", "", "", "", "", "Kuæa; Ðak"], ["answer.misread G 2"]),
            (["", "Ne", "", "", "", "", "Kuæa; Brod"], ["answer.unmapped G 2"]),
            (["Èest", "Ne", "", "", "", "", ""], ["answer.unmapped A 2"]),
            (["Češće", "Ne", "", "", "", "", ""], []),
        ] as [([String], [String])])
    func `they are told by name and held`(_ cells: [String], _ findings: [String]) throws {
        let outcome = try Self.bench.run([cells], rereadings: [Self.rereading])
        #expect(outcome.findings == findings)
        let unnamed = try Self.bench.run([cells])
        #expect(unnamed.findings == findings.map { $0.replacing("misread", with: "unmapped") })
        for name in ["a", "m__one", "m__two"] { #expect(outcome.values(name) == unnamed.values(name)) }
    }

    @Test func `rows full of them are not taken for shifted ones`() throws {
        let row = ["Èešæe", "Èešæe", "Èešæe", "Èešæe", "Èešæe", "Ne", ""]
        let findings = try Self.bench.run([row], rereadings: [Self.rereading]).findings
        #expect(findings.filter { $0.hasPrefix("upload") } == ["upload.mojibake - 2"])
        let unnamed = try Self.bench.run([row]).findings
        #expect(unnamed.filter { $0.hasPrefix("upload") } == ["upload.shifted-answers - 2"])
    }
}

/// The country is the folder's.
@Suite struct CountryTests {
    @Test(
        arguments: [
            ("", []), ("Albania", []), ("Bosnia", ["upload.mixed-surveys - 2"]),
            ("Atlantis", ["upload.mixed-surveys - 2", "answer.unmapped A 2"]),
        ] as [(String, [String])])
    func countryIsSetAndAnotherOneIsFound(_ cell: String, _ findings: [String]) throws {
        let outcome = try Bench([], "country | Country | answer | Albania=AL, Bosnia=BA").run([[cell]])
        #expect(outcome.values("country") == [1])
        #expect(outcome.findings == findings)
    }

    @Test func countryIsSetWithoutAColumnToo() throws {
        let outcome = try Bench([.closed("q", "yes")], "q | Q | answer | Yes=yes", country: "BA").run([["Yes"], [""]])
        #expect(outcome.values("country") == [2, 2])
    }
}
