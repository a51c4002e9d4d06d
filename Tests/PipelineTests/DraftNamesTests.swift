import Testing
import WeirCore

@testable import WeirPipeline

/// Names made of wording.
@Suite struct DraftNamesTests {
    @Test(arguments: [
        ("2nd visit", "q7_2nd_visit"), ("With", "q7_with"), ("All", "q7_all"), ("If", "q7_if"), ("Age", "age"),
        ("?", "q7"),
    ])
    func nameIsOneThatEveryFormatCanHave(_ wording: String, _ expected: String) {
        var names = DraftNames()
        let name = names.variable(for: wording, otherwise: "q7")
        #expect(name == expected)
        #expect(VariableName.expected(of: name) == nil)
    }
}
