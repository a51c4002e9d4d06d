import Testing

@testable import WeirReport

/// Counts beside their sum.
@Suite struct MaskedCountsTests {
    @Test(
        arguments: [
            ([5, 4, 3], [5, 4, 3]),
            ([0, 9, 0], [0, 9, 0]),
            // Alone it would be the sum less the others: the next larger one goes too.
            ([1, 9, 5], [nil, 9, nil]),
            // Two that add to less than k would still be few.
            ([1, 1, 9, 5], [nil, nil, 9, nil]),
            ([2, 1, 9], [nil, nil, 9]),
            ([1, 0, 9], [nil, 0, nil]),
            ([2], [nil]),
            // Three of one each have the sum three.
            ([1, 1, 1, 9], [nil, nil, nil, nil]),
            ([1, 1, 2, 9], [nil, nil, nil, 9]),
        ] as [([Int], [Int?])])
    func smallOnesAreMaskedWithAnother(_ counts: [Int], _ masked: [Int?]) {
        #expect(MaskedCounts.masked(counts, k: 3) == masked)
    }

    /// How many were not asked stands beside the question: masked along, it would hide nobody.
    @Test func whatIsToldElsewhereMasksNothing() {
        #expect(MaskedCounts.masked([0, 3, 104, 174], k: 5, known: [2]) == [0, nil, 104, nil])
        #expect(MaskedCounts.masked([0, 3, 104], k: 5, known: [2]) == [0, nil, nil])
    }

    @Test func pagesAreWhole() throws {
        let page = try ReleasePage(
            title: "T", id: "x1", profile: "research", scenario: "Somebody.", approver: "A <b>", reason: "why",
            recipients: ["Institute <Y>"],
            isDemonstration: false, rows: 9, k: 3, words: ["In words first."], hasExcerpts: true,
            parameters: [("Different answers", "at least 2")],
            keys: [.init(name: "Age", categories: "young, old", importance: "never suppressed", suppressed: "4")],
            figures: [.init(name: "Uniques", source: "f = 1", before: "5 %", after: "0")],
            others: [.init(name: "Child", categories: "about children", suppressed: "masked")], untoldTime: "dates",
            withheld: ["income"],
            utility: [("Tests", "3")]
        ).page()
        for words in [
            "In words first.", "A &lt;b&gt;", "young, old", "f = 1", "income", "Tests", "suppressed besides",
            "about children", ">masked<", "Open answers other than the approved excerpts; pseudonyms", "at least 2",
            "never suppressed", "Institute &lt;Y&gt;",
        ] {
            #expect(page.contains(words))
        }
        #expect(!page.contains("Demonstration"))
        let risk = try RiskPage(
            title: "T", profile: "research", rows: 9, keys: ["age", "years"], explanation: "Of nine.",
            sets: [
                [.init(k: "3", below: "2", cells: ["1 %", "6", "5", "1", "4"], note: "as it is")],
                [
                    .init(k: "3", below: "1", cells: ["1 %", "6", "6", "–", "4"], note: ""),
                    .init(k: "9", below: "9", cells: [], note: "out of reach"),
                ],
            ], obstacles: ["one < two"]
        ).page()
        #expect(risk.contains("<title>T: what protecting costs (research)</title>"))
        #expect(risk.ranges(of: "<h1>").count == 1 && risk.ranges(of: "<h2>").count == 3)
        #expect(risk.contains("refuses research:</p>\n<ul><li>one &lt; two.</li></ul>"))
        #expect(risk.contains(">years</th>") && risk.contains("Of nine.") && risk.contains(">4<"))
        #expect(risk.ranges(of: "<tbody>").count == 2 && risk.contains("<td colspan=\"1\">as it is</td>"))
        #expect(risk.contains("<td class=\"n\">9</td><td colspan=\"6\">out of reach</td>"))
    }
}
