import TestSupport
import Testing
import WeirCore

@testable import WeirHarmonise

/// What each operation of a crosswalk makes of a cell.
@Suite struct OperationTests {
    private static let question: [Variable] = [.closed("q", "yes no maybe")]

    /// One cell under an operation, the code it becomes, and what is found.
    struct Reading: Sendable, CustomTestStringConvertible {
        var cell: String
        var value: Double
        var findings: [String] = []
        init(_ cell: String, _ value: Double, _ findings: [String] = []) {
            (self.cell, self.value, self.findings) = (cell, value, findings)
        }
        var testDescription: String { "\(cell) is \(value)" }
    }

    @Test(arguments: [
        Reading("Yes", 1), Reading("No", 2), Reading("Rather not say", 9993), Reading("", 9994),
        Reading("Perhaps", 9995, ["answer.unmapped A 2"]), Reading("Ye", 9995, ["answer.unmapped A 2"]),
        Reading("Yes, Yes", 9995, ["answer.unmapped A 2"]), Reading("9993", 9995, ["answer.unmapped A 2"]),
    ])
    func answerIsLookedUp(_ reading: Reading) throws {
        let bench = Bench(Self.question, "q | Q | answer | Yes=yes, No=no, Rather not say=9993")
        let outcome = try bench.run([[reading.cell]])
        #expect(outcome.values("q") == [reading.value])
        #expect(outcome.findings == reading.findings)
    }

    @Test(arguments: [
        "I don't know", "I DON'T KNOW", "I don\u{2019}t know", "I  don't\tknow", " I don't know ", "I don't know *",
        "I don't&nbsp;know", "<p>I don't know</p>", "I don't\u{A0}know", "I don\u{AD}'t know", "\u{FEFF}I don't know",
        "I don't<br/>know", "I don't\nknow",
    ])
    func answerIsKnownHoweverAnExportSpellsIt(_ spelling: String) throws {
        let outcome = try Bench(Self.question, "q | Q | answer | I don't know=maybe, Know=yes").run([[spelling]])
        #expect(outcome.values("q") == [3])
        #expect(outcome.findings == (spelling == "I don't know" ? [] : ["answer.wording-drift A 2"]))
    }

    @Test func decomposedLettersAreTheSameAnswer() throws {
        let outcome = try Bench(Self.question, "q | Q | answer | Pe\u{161}to=no").run([["Pes\u{30C}to"]])
        #expect(outcome.values("q") == [2])
    }

    @Test func answerLongerThanAnyWordingIsHeld() throws {
        let long = String(repeating: "Yes ", count: 300)
        let outcome = try Bench(Self.question, "q | Q | answer | Yes=yes").run([[long]])
        #expect(outcome.values("q") == [9995])
    }

    @Test func manyAnswersOfOneLengthAreToldApart() throws {
        let names = (100..<180).map { "c\($0)" }
        let answers = names.map { "The answer \($0) of one length=\($0)" }.joined(separator: ", ")
        let bench = Bench([.closed("q", names.joined(separator: " "))], "q | Q | answer | \(answers)")
        let outcome = try bench.run(names.map { ["The answer \($0) of one length"] })
        #expect(outcome.values("q") == (1...80).map(Double.init))
    }

    @Test(
        arguments: [
            (["Yes", "", ""], 1, []), (["", "No", ""], 2, []), (["", "", ""], 9994, []),
            (["Yes", "No", ""], 9998, ["answer.twice B 2"]),
            (["Yes", "No", "Maybe"], 9998, ["answer.twice B 2", "answer.twice C 2"]),
            (["Yes", "", "What"], 9995, ["answer.unmapped C 2"]),
            (["", "What", ""], 9995, ["answer.unmapped B 2"]),
        ] as [([String], Double, [String])])
    func foldedColumnsHoldOneAnswer(_ cells: [String], _ value: Double, _ findings: [String]) throws {
        let crosswalk = """
            q | Q // Yes | fold | Yes=yes
            q | Q // No | fold | No=no
            q | Q // Maybe | fold | Maybe=maybe
            """
        let outcome = try Bench(Self.question, crosswalk).run([cells])
        #expect(outcome.values("q") == [value])
        #expect(outcome.findings == findings)
    }

    @Test func theSameAnswerTwiceIsOneAnswer() throws {
        let outcome = try Bench(Self.question, "q | Q | fold | A=yes\nq | R | fold | B=yes").run([["A", "B"]])
        #expect(outcome.values("q") == [1])
        #expect(outcome.findings == [])
    }

    @Test(
        arguments: [
            (["A", "", ""], [1, 0, 0], []), (["A", "", "C"], [1, 0, 1], []), (["1", "0", "0"], [1, 0, 0], []),
            (["", "", ""], [9994, 9994, 9994], []), (["0", "0", "0"], [9994, 9994, 9994], []),
            (["A", "x", ""], [1, 9995, 0], ["answer.unmapped B 2"]),
            (["", "x", "C"], [0, 9995, 1], ["answer.unmapped B 2"]),
            (["B", "", ""], [9995, 0, 0], ["answer.unmapped A 2"]),
            (["B", "x", ""], [9995, 9995, 0], ["answer.unmapped A 2", "answer.unmapped B 2"]),
        ] as [([String], [Double], [String])])
    func tickedColumnsAreOptions(_ cells: [String], _ options: [Double], _ findings: [String]) throws {
        let crosswalk = """
            m | M // A | ticked | A=a, 1=a, 0=
            m | M // B | ticked | B=b, 1=b, 0=
            m | M // C | ticked | C=c, 1=c, 0=
            """
        let outcome = try Bench([.closed("m", "a b c", .multi)], crosswalk).run([cells])
        #expect(["m__a", "m__b", "m__c"].flatMap(outcome.values) == options)
        #expect(outcome.findings == findings)
    }

    @Test(
        arguments: [
            ("A", [1, 0, 0], []), ("A;C", [1, 0, 1], []), (" A ;  B or so ; ", [1, 1, 0], []),
            ("c;b OR so", [0, 1, 1], ["answer.wording-drift A 2"]),
            ("", [9994, 9994, 9994], []), (";", [9994, 9994, 9994], []), ("A;A", [1, 0, 0], []),
            ("A;x", [1, 9995, 9995], ["answer.unmapped A 2"]), ("x;y", [9995, 9995, 9995], ["answer.unmapped A 2"]),
            ("A,C", [9995, 9995, 9995], ["answer.unmapped A 2"]),
        ] as [(String, [Double], [String])])
    func splitCellHoldsAllOptions(_ cell: String, _ options: [Double], _ findings: [String]) throws {
        let bench = Bench([.closed("m", "a b c", .multi)], "m | M | split ; | A=a, B or so=b, C=c")
        let outcome = try bench.run([[cell]])
        #expect(["m__a", "m__b", "m__c"].flatMap(outcome.values) == options)
        #expect(outcome.findings == findings)
    }

    @Test(
        arguments: [
            ("Advice; and time", [0, 1, 0], []), ("Money;Advice; and time", [1, 1, 0], []),
            ("advice; AND time;Money; Time;", [1, 1, 1], []),
            ("and time", [9995, 9995, 9995], ["answer.unmapped A 2"]),
            ("Money;Advice", [1, 9995, 9995], ["answer.unmapped A 2"]),
        ] as [(String, [Double], [String])])
    func `an option that holds the separator is taken as a whole`(
        _ cell: String, _ options: [Double], _ findings: [String]
    ) throws {
        let bench = Bench(
            [.closed("m", "a b c", .multi)], "m | M | split ; | Money=a, Advice; and time=b, Time=c")
        let outcome = try bench.run([[cell]])
        #expect(["m__a", "m__b", "m__c"].flatMap(outcome.values) == options)
        #expect(outcome.findings == findings)
    }

    /// A reason for all options, in a box of its own and in one of the options' boxes, wherever it stands.
    @Test(
        arguments: [
            (["", "", "x"], [9993, 9993], []), (["no", "", ""], [9993, 9993], []), (["", "", "0"], [9994, 9994], []),
            (["A", "", ""], [1, 0], []), (["A", "", "x"], [1, 9993], ["answer.twice A 2"]),
            (["no", "B", ""], [9993, 1], ["answer.twice A 2"]), (["A", "B", "x"], [1, 1], ["answer.twice A 2"]),
            (["?", "", "x"], [9995, 9993], ["answer.unmapped A 2"]),
            (["", "", "?"], [9995, 9995], ["answer.unmapped C 2"]),
            (["A", "", "?"], [1, 9995], ["answer.unmapped C 2"]),
        ] as [([String], [Double], [String])])
    func reasonReachesEveryOptionOfTickedColumns(
        _ cells: [String], _ options: [Double], _ findings: [String]
    ) throws {
        let lines = [
            "m | M // A | ticked | A=a, no=9993", "m | M // B | ticked | B=b",
            "m | M // Rather not | ticked | x=9993, 0=",
        ]
        let ahead = Bench([.closed("m", "a b", .multi)], lines.joined(separator: "\n"))
        let outcome = try ahead.run([cells])
        #expect(["m__a", "m__b"].flatMap(outcome.values) == options)
        #expect(outcome.findings == findings)
        let behind = Bench([.closed("m", "a b", .multi)], lines.reversed().joined(separator: "\n"))
        let other = try behind.run([cells.reversed()])
        #expect(["m__a", "m__b"].flatMap(other.values) == options)
    }

    @Test(
        arguments: [
            ("Rather not", [9993, 9993], []), ("rather not; ", [9993, 9993], ["answer.wording-drift A 2"]),
            ("A;Rather not", [1, 9993], ["answer.twice A 2"]), ("Rather not;A", [1, 9993], ["answer.twice A 2"]),
            ("Rather not;x", [9995, 9995], ["answer.unmapped A 2"]), ("B", [0, 1], []),
        ] as [(String, [Double], [String])])
    func reasonReachesEveryOptionOfASplitCell(_ cell: String, _ options: [Double], _ findings: [String]) throws {
        let bench = Bench([.closed("m", "a b", .multi)], "m | M | split ; | A=a, B=b, Rather not=9993")
        let outcome = try bench.run([[cell]])
        #expect(["m__a", "m__b"].flatMap(outcome.values) == options)
        #expect(outcome.findings == findings)
    }

    @Test func separatorMayBeLongerThanOneByte() throws {
        let bench = Bench([.closed("m", "a b c", .multi)], "m | M | split ; | A=a, B=b, C=c")
        let long = Bench([.closed("m", "a b c", .multi)], "m | M | split ;; | A=a, B=b, C=c")
        #expect(try bench.run([["A;;B"]]).values("m__b") == [1])
        #expect(try long.run([["A;;B"]]).values("m__b") == [1])
        #expect(try long.run([["A;B"]]).values("m__b") == [9995])
    }

    @Test(arguments: [
        Reading("0", 0), Reading("100", 100), Reading("37.5", 37.5), Reading("0.1", 0.1), Reading(".5", 0.5),
        Reading("7%", 7), Reading("007", 7), Reading("12.", 12), Reading("", 9994),
        Reading("100.1", 9998, ["answer.out-of-range A 2"]), Reading("-1", 9998, ["answer.out-of-range A 2"]),
        Reading("37,5", 9998, ["answer.decimal-comma A 2"]), Reading("1e1", 9998, ["answer.not-a-number A 2"]),
        Reading("1.2.3", 9998, ["answer.not-a-number A 2"]), Reading("about 5", 9998, ["answer.not-a-number A 2"]),
        Reading("1-", 9998, ["answer.not-a-number A 2"]), Reading("%", 9998, ["answer.not-a-number A 2"]),
        Reading(".", 9998, ["answer.not-a-number A 2"]), Reading("nan", 9998, ["answer.not-a-number A 2"]),
        Reading("5 6", 9998, ["answer.not-a-number A 2"]), Reading("9994", 9998, ["answer.out-of-range A 2"]),
        Reading("1234567890123456", 9998, ["answer.not-a-number A 2"]),
    ])
    func numberIsReadWithAPoint(_ reading: Reading) throws {
        let bench = Bench([.open("n", .slider, role: .plain, range: 0...100)], "n | N | number")
        let outcome = try bench.run([[reading.cell]])
        #expect(outcome.values("n") == [reading.value])
        #expect(outcome.findings == reading.findings)
    }

    @Test(arguments: [
        Reading("37,5", 37.5), Reading("0,1", 0.1), Reading("40", 40),
        Reading("37.5", 9998, ["answer.decimal-point A 2"]), Reading("1.000,5", 9998, ["answer.not-a-number A 2"]),
    ])
    func numberIsReadWithAComma(_ reading: Reading) throws {
        var bench = Bench([.open("n", .number, role: .plain, range: 0...100)], "n | N | number")
        bench.rules = .small("AL", decimalMark: ",")
        let outcome = try bench.run([[reading.cell]])
        #expect(outcome.values("n") == [reading.value])
        #expect(outcome.findings == reading.findings)
    }

    /// Lists to choose from say what a code means.
    @Test(arguments: [
        Reading("1", 1), Reading("1 – yes", 1), Reading("1 –  YES", 1, ["answer.wording-drift A 2"]),
        Reading("1 – no", 9995, ["answer.unmapped A 2"]), Reading("yes", 9995, ["answer.unmapped A 2"]),
    ])
    func codeIsReadWithItsMeaning(_ reading: Reading) throws {
        let variables: [Variable] = [.closed("q", "yes no maybe")]
        let outcome = try Bench(variables, "q | Q | answer | 1=yes, 2=no").run([[reading.cell]])
        #expect(outcome.values("q") == [reading.value])
        #expect(outcome.findings == reading.findings)
    }

    @Test func severalCodesAreReadWithTheirMeanings() throws {
        let bench = Bench([.closed("m", "a b c", .multi)], "m | M | split ; | 1=a, 2=b, 3=c")
        let outcome = try bench.run([["1 – a;3 – c"]])
        #expect([outcome.values("m__a"), outcome.values("m__b"), outcome.values("m__c")] == [[1], [0], [1]])
        #expect(outcome.findings == [])
    }

    @Test(arguments: [Reading("30", 70), Reading("0", 100), Reading("100", 0), Reading("120", 9998), Reading("", 9994)])
    func reversedNumberIsTakenFromItsEnd(_ reading: Reading) throws {
        let bench = Bench([.open("n", .slider, role: .plain, range: 0...100)], "n | N | reversed 100")
        #expect(try bench.run([[reading.cell]]).values("n") == [reading.value])
    }

    @Test(arguments: [Reading("9989", 9989), Reading("9990", 9998), Reading("123456", 9998), Reading("-3", -3)])
    func numberWithoutARangeStaysBelowTheMissingBlock(_ reading: Reading) throws {
        let outcome = try Bench([.open("n", .number, role: .plain)], "n | N | number").run([[reading.cell]])
        #expect(outcome.values("n") == [reading.value])
    }

    @Test(arguments: [Reading("TEST", 3), Reading("test ", 3), Reading("anything typed", 9994), Reading("", 9994)])
    func flagCountsOnlyWhatIsListed(_ reading: Reading) throws {
        let outcome = try Bench(Self.question, "q | Q | flag | TEST=maybe").run([[reading.cell]])
        #expect(outcome.values("q") == [reading.value])
        #expect(outcome.findings == [])
    }

    @Test(
        arguments: [
            (["Yes", ""], 1), (["", "[present]"], 3), (["Yes", "[present]"], 1), (["", ""], 9994),
            (["What", "[present]"], 9995),
        ] as [([String], Double)])
    func otherIsChosenWhenNothingElseIs(_ cells: [String], _ value: Double) throws {
        let behind = Bench(Self.question, "q | Q | answer | Yes=yes\nq | Q other | other | =maybe")
        let before = Bench(Self.question, "q | Q other | other | =maybe\nq | Q | answer | Yes=yes")
        #expect(try behind.run([cells]).values("q") == [value])
        #expect(try before.run([cells.reversed()]).values("q") == [value])
    }
}
