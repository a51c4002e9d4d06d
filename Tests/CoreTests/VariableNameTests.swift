import Testing

@testable import WeirCore

/// Names that every format can have.
@Suite struct VariableNameTests {
    @Test(arguments: ["a", "resp_age_band", "case_2", "without", "strong", "integer", "by_name"])
    func nameCanStand(_ name: String) { #expect(VariableName.expected(of: name) == nil) }

    @Test(arguments: ["", "2nd", "_all", "_n", "Bad", "bad name", "é", "a-b"])
    func signsAreNoName(_ name: String) {
        #expect(VariableName.expected(of: name) == "letters, digits and _, a letter first")
    }

    @Test func columnOfDataSetsIsNoQuestion() {
        #expect(VariableName.expected(of: "submitted_month")?.contains("another name") == true)
    }

    @Test(arguments: ["all", "with", "to", "by", "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"])
    func wordsOfSPSSAreReserved(_ name: String) {
        #expect(VariableName.expected(of: name)?.contains("SPSS") == true)
    }

    @Test(arguments: ["if", "in", "using", "byte", "int", "long", "float", "double", "str8", "str244", "strl", "with"])
    func wordsOfStataAreReserved(_ name: String) {
        #expect(VariableName.expected(of: name)?.contains("Stata") == true)
    }
}
