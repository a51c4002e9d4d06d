import Testing
import WeirCore

@testable import WeirReport

/// Findings in words.
@Suite struct FindingTextTests {
    private static func message(_ code: DiagnosticCode) -> Message {
        Messages.message(for: Diagnostic(code, at: Place(file: "a.csv"), label: "gender"))
    }

    @Test(arguments: DiagnosticCode.allCases)
    func everyFindingSaysWhatWasExpectedAndWhatToDo(_ code: DiagnosticCode) {
        let message = Self.message(code)
        for part in [message.what, message.expected, message.remedy] {
            #expect(!part.isEmpty)
            #expect(part == part.trimmed, "no blanks around it")
            #expect(!part.hasSuffix("."), "a part is no sentence of its own")
        }
        #expect(message.what != message.remedy)
    }

    /// Two codes with the same words could not be told apart by a partner.
    @Test func everyFindingHasItsOwnWords() {
        let words = DiagnosticCode.allCases.map { code in
            let message = Self.message(code)
            return ([message.what, message.expected, message.remedy], code.rawValue)
        }
        let groups = Dictionary(grouping: words, by: \.0).filter { $1.count > 1 }.map { $1.map(\.1).sorted() }
        #expect(groups.sorted { $0[0] < $1[0] } == [])
    }

    @Test(arguments: [
        (DiagnosticCode.columnMissing, "the column \"gender\" is missing"),
        (.countryWrong, "this looks like the file of gender"),
        (.answerUnknown, "answers to gender that the crosswalk does not know; they are held"),
        (.rowTooShort, "rows with fewer cells than the header: gender; what stood in the others is not known"),
        (.rowTooLong, "rows with more cells than the header: gender"),
        (.quoteOpen, "a quote that opens in this row is never closed"),
        (.cellTooLong, "a record is longer than 32 MiB"), (.fileNotATable, "this is no table"),
        (.studyLabel, "no wording in this language: gender"),
        (.idDamaged, "the ids were rounded by a spreadsheet (1.14E+11)"),
        (
            .idMissing,
            "there is no id column: in tomorrow's file every row looks like a new respondent, and nobody can tell whether "
                + "one stands in the file twice"
        ),
        (
            .idBlank,
            "rows without an id: in tomorrow's file they look like new respondents, and nobody can tell whether one stands "
                + "in the file twice"
        ),
    ])
    func findingHasTheWordsOfItsCode(_ code: DiagnosticCode, _ what: String) {
        #expect(Self.message(code).what == what)
    }

    @Test func contradictionSaysWhatWouldMakeItRight() {
        let place = Place(file: "release/profiles.yaml", row: 24, column: 7)
        let found = Diagnostic(.studyContradiction, at: place, label: "its k is 2; another; raise k here to 3")
        #expect(
            FindingText.text(found) == """
                release/profiles.yaml, line 24, character 8: two things contradict each other: its k is 2; another [study.contradiction]
                    expected: profiles and hierarchies that fit one another and the codebook
                    to do:    raise k here to 3
                """)
    }

    @Test(arguments: [
        (Place(file: "AL/a.csv"), "AL/a.csv:"), (Place(file: "AL/a.csv", row: 7), "AL/a.csv, row 7:"),
        (Place(file: "AL/a.csv", row: 1, column: 0), "AL/a.csv, row 1, column A:"),
        (Place(file: "a.csv", row: 2, column: 25), "a.csv, row 2, column Z:"),
        (Place(file: "a.csv", row: 2, column: 26), "a.csv, row 2, column AA:"),
        (Place(file: "a.csv", row: 2, column: 701), "a.csv, row 2, column ZZ:"),
        (Place(file: "a.csv", row: 2, column: 702), "a.csv, row 2, column AAA:"),
        (Place(file: "a.csv", column: 3), "a.csv, column D:"),
        (Place(file: "pipeline.yaml", row: 9, column: 30), "pipeline.yaml, line 9, character 31:"),
    ])
    func placeIsNamedAsASpreadsheetDoes(_ place: Place, _ text: String) {
        #expect(FindingText.parts(Diagnostic(.fileMissing, at: place)).place == text)
    }

    @Test(arguments: [
        (1, [4], ""), (2, [4, 9], " (2 times, rows 4, 9)"), (7, [1, 2, 3, 4, 5], " (7 times, rows 1, 2, 3, 4, 5 …)"),
        (3, [], ""),
    ])
    func countIsToldWithTheFirstRows(_ count: Int, _ rows: [Int], _ text: String) {
        let finding = Diagnostic(.answerNotADate, at: Place(file: "f"), count: count, firstRows: rows)
        #expect(FindingText.parts(finding).what == "dates that cannot be read" + text)
    }

    @Test func findingIsThreeLines() {
        let place = Place(file: "AL/a.csv", row: 4, column: 2)
        let finding = Diagnostic(.answerUnknown, at: place, label: "gender", count: 2, firstRows: [4, 9])
        #expect(
            FindingText.text(finding) == """
                AL/a.csv, row 4, column C: answers to gender that the crosswalk does not know; they are held \
                (2 times, rows 4, 9) [answer.unmapped]
                    expected: an answer of the questionnaire
                    to do:    correct the cell, or have the analysts map the answer
                """)
    }

    @Test func labelWithAPercentSignIsFilledInOnce() {
        let message = Message("a % b %", expected: "%", remedy: "none").filled(with: "5% of %")
        #expect(message.what == "a 5% of % b 5% of %")
        #expect(message.expected == "5% of %")
        #expect(message.remedy == "none")
    }
}

extension String {
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
