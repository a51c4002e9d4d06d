import Testing

@testable import WeirCore

@Suite struct UniverseTests {
    private static let one = Universe.compare(variable: "a", .equal, .category("x"))
    private static let two = Universe.compare(variable: "b", .more, .number(2))
    private static let three = Universe.selected(variable: "c", category: "z")

    @Test(
        "An expression is read as its tree",
        arguments: [
            ("", .everyone),
            ("   ", .everyone),
            ("${a} = 'x'", one),
            ("  ${a}='x'  ", one),
            ("${b} > 2", two),
            ("selected(${c}, 'z')", three),
            ("selected ( ${c} , 'z' )", three),
            ("(${a} = 'x')", one),
            ("${a} != 'x'", .compare(variable: "a", .unequal, .category("x"))),
            ("${a} < -1.5", .compare(variable: "a", .less, .number(-1.5))),
            ("${a} <= 0", .compare(variable: "a", .atMost, .number(0))),
            ("${a} >= 10", .compare(variable: "a", .atLeast, .number(10))),
            ("${a} = 'x' and ${b} > 2", .and(one, two)),
            ("${a} = 'x' or ${b} > 2", .or(one, two)),
            ("${a} = 'x' and ${b} > 2 or selected(${c}, 'z')", .or(.and(one, two), three)),
            ("${a} = 'x' or ${b} > 2 and selected(${c}, 'z')", .or(one, .and(two, three))),
            ("(${a} = 'x' or ${b} > 2) and selected(${c}, 'z')", .and(.or(one, two), three)),
            ("${a} = 'x' and ${b} > 2 and selected(${c}, 'z')", .and(.and(one, two), three)),
            ("${a} = 'x' and (${b} > 2 and selected(${c}, 'z'))", .and(one, .and(two, three))),
            ("${a} = 'x'and(${b} > 2)", .and(one, two)),
        ] as [(String, Universe)])
    func anExpressionIsReadAsItsTree(text: String, expected: Universe) throws {
        #expect(try Universe(parsing: text) == expected)
    }

    @Test(
        "A tree is written as an expression with the brackets it needs",
        arguments: [
            (.everyone, ""),
            (one, "${a} = 'x'"),
            (two, "${b} > 2"),
            (.compare(variable: "b", .less, .number(0.25)), "${b} < 0.25"),
            (three, "selected(${c}, 'z')"),
            (.and(.or(one, two), three), "(${a} = 'x' or ${b} > 2) and selected(${c}, 'z')"),
            (.and(.and(one, two), three), "${a} = 'x' and ${b} > 2 and selected(${c}, 'z')"),
            (.and(one, .and(two, three)), "${a} = 'x' and (${b} > 2 and selected(${c}, 'z'))"),
            (.or(.or(one, two), three), "${a} = 'x' or ${b} > 2 or selected(${c}, 'z')"),
            (.or(one, .or(two, three)), "${a} = 'x' or (${b} > 2 or selected(${c}, 'z'))"),
            (.or(one, .and(two, three)), "${a} = 'x' or ${b} > 2 and selected(${c}, 'z')"),
        ] as [(Universe, String)])
    func aTreeIsWrittenWithTheBracketsItNeeds(universe: Universe, expected: String) throws {
        #expect(universe.text == expected)
        #expect(try Universe(parsing: expected) == universe)
    }

    @Test(
        "Numbers of any size are written and read back",
        arguments: [
            0, 1, -1, 0.5, 1e16, 1e29, -1e300, 0.00001, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude,
        ])
    func numbersOfAnySizeAreReadBack(number: Double) throws {
        let universe = Universe.compare(variable: "a", .equal, .number(number))
        #expect(try Universe(parsing: universe.text) == universe)
    }

    @Test(
        "A wrong expression is refused at the character where it goes wrong",
        arguments: [
            ("a = 1", 1, "a variable as ${name}"),
            ("${} = 1", 3, "a variable as ${name}"),
            ("${a = 1", 8, "a variable as ${name}"),
            ("${a} 1", 6, "one of = != < <= > >="),
            ("${a} == 1", 6, "one of = != < <= > >="),
            ("${a}", 5, "one of = != < <= > >="),
            ("${a} = yes", 8, "a number, or a category name in single quotes"),
            ("${a} = 'yes", 8, "a number, or a category name in single quotes"),
            ("${a} = 1.2.3", 8, "a number, or a category name in single quotes"),
            ("${a} = 1e999", 8, "a number, or a category name in single quotes"),
            ("(${a} = 1", 10, "a closing bracket"),
            ("selected ${a}", 10, "an opening bracket"),
            ("selected(${a} 'x')", 15, "a comma"),
            ("selected(${a}, x)", 16, "a category name in single quotes"),
            ("selected(${a}, 'x'", 19, "a closing bracket"),
            ("${a} = 1 ${b} = 2", 10, "the end, 'and' or 'or'"),
            ("${a} = 1 order", 10, "the end, 'and' or 'or'"),
            ("${a} = 1)", 9, "the end, 'and' or 'or'"),
            ("${a} = 1 and", 13, "a variable as ${name}"),
        ])
    func aWrongExpressionIsRefusedAtItsCharacter(text: String, position: Int, expected: String) {
        #expect(throws: UniverseError(position: position, expected: expected)) { try Universe(parsing: text) }
    }

    @Test("The variables are named in the order of their occurrence")
    func variablesInOrder() throws {
        let universe = try Universe(parsing: "(${b} = 1 or selected(${a}, 'x')) and ${c} != 'y' and ${b} < 3")
        #expect(universe.variables == ["b", "a", "c", "b"])
        #expect(Universe.everyone.variables == [])
    }

    @Test(
        "A comparison's sign holds for the right pairs",
        arguments: [
            (.equal, [false, true, false]), (.unequal, [true, false, true]), (.less, [true, false, false]),
            (.atMost, [true, true, false]), (.more, [false, false, true]), (.atLeast, [false, true, true]),
        ] as [(Universe.Comparison, [Bool])])
    func aSignHolds(sign: Universe.Comparison, expected: [Bool]) {
        #expect([1.0, 2, 3].map { sign.holds($0, 2) } == expected)
    }
}
