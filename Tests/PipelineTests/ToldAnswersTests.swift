import Testing
import WeirCore

@testable import WeirPipeline

/// When a released row says another thing than the data set.
@Suite struct ToldAnswersTests {
    private static let told = ToldAnswers(
        schema: Schema(
            codebook: Codebook(variables: [
                Variable(
                    name: "age", type: .single,
                    categories: (1...4).map { Category(name: "\($0)", code: $0, labels: [:], basis: .published) })
            ])),
        hierarchies: [
            0: Hierarchy(
                variable: 0,
                levels: [
                    [
                        .init(name: "younger", code: 1001, label: "", members: [1, 2]),
                        .init(name: "older", code: 1002, label: "", members: [3, 4]),
                    ], [.init(name: "any", code: 1003, label: "", members: [1, 2, 3, 4])],
                ])
        ])

    @Test(arguments: [(1, 1), (1001, 1), (1001, 2), (1003, 4), (9997, 1), (9994, 9994), (1003, 9994)])
    func staysTrue(told: UInt16, answer: UInt16) { #expect(!Self.told.contradicts(told, answer, 0)) }

    @Test(arguments: [(1, 2), (1001, 3), (1002, 9994), (9994, 1), (1, 9995)])
    func isCorrected(told: UInt16, answer: UInt16) { #expect(Self.told.contradicts(told, answer, 0)) }
}
