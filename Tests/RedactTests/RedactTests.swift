import TestSupport
import Testing
import WeirCore

@testable import WeirRedact

/// What the stage leaves of open answers. What the engine finds in them has tests of its own.
@Suite struct RedactTests {
    private static let codebook = Codebook(variables: [.closed("closed", "yes"), .open("first"), .open("second")])
    private static let schema = Schema(codebook: codebook)
    private static let crosswalk = Crosswalk(
        "AL", codebook,
        """
        closed | C | answer | Yes=yes
        first | F (English) | translation
        first | F | original
        second | S (English) | translation
        """)

    /// Cells of `closed`, `first` and `second`, row by row; the original never passed Ingest.
    private static func withheld(_ rows: [[String]]) throws -> (BatchStorage, RedactSummary) {
        try redacted(rows, RedactionPolicy(scrubs: false))
    }

    private static func redacted(
        _ rows: [[String]], _ policy: RedactionPolicy = RedactionPolicy(scrubs: true), names: [Int: [String]] = [:]
    ) throws -> (BatchStorage, RedactSummary) {
        let stage = RedactStage(
            schema: schema, crosswalk: crosswalk, slotColumns: [3, 7, 9], policy: policy, scenarioNames: names,
            countries: ["AL": "Albania"])
        let (batch, summary) = try stage.process(Batch<Raw>(.cells(rows, schema: schema)))
        return (batch.storage, summary)
    }

    private static func traces(_ storage: BatchStorage, _ name: String) -> [[Double]] {
        [storage.values("\(name)__missing", schema), storage.values("\(name)__length", schema)]
    }

    @Test(
        arguments: [
            ("a", 1), (String(repeating: "a", count: 20), 1), (String(repeating: "a", count: 21), 2),
            (String(repeating: "a", count: 80), 2), (String(repeating: "a", count: 81), 3),
            (String(repeating: "a", count: 240), 3), (String(repeating: "a", count: 241), 4),
            (String(repeating: "a", count: 9_000), 4), (String(repeating: "ë", count: 20), 1),
            (String(repeating: "ë", count: 21), 2), (String(repeating: "€", count: 80), 2),
            (String(repeating: "€", count: 81), 3), (String(repeating: "😀", count: 20), 1),
            (String(repeating: "😀", count: 21), 2), (String(repeating: "e\u{301}", count: 10), 1),
            (String(repeating: "e\u{301}", count: 11), 2), ("  \t\n a \r\n\u{B}\u{C}", 1),
            (String(repeating: " ", count: 500) + "abc" + String(repeating: "\n", count: 500), 1),
            (" " + String(repeating: "a", count: 20) + " ", 1), ("aaaaaaaaa \n bbbbbbbbb", 2), ("[untranslated]", 5),
        ] as [(String, Double)])
    func lengthClassCountsCharactersWithoutTheBlanksAround(_ text: String, _ length: Double) throws {
        let (storage, summary) = try Self.withheld([["Yes", text, ""]])
        #expect(Self.traces(storage, "first") == [[9996], [length]])
        #expect(summary.withheld == (length == 5 ? 0 : 1))
        #expect(summary.untranslated == (length == 5 ? 1 : 0))
    }

    @Test(arguments: ["", " ", "   \t ", "\r\n\n", "\u{B}\u{C}"])
    func blankAnswerIsLeftToHarmonise(_ text: String) throws {
        let (storage, summary) = try Self.withheld([["Yes", text, "text"]])
        #expect(Self.traces(storage, "first") == [[0], [0]])
        #expect(Self.traces(storage, "second") == [[9996], [1]])
        #expect(summary.withheld == 1)
        #expect(summary.untranslated == 0)
    }

    @Test func cellsOfOpenAnswersAreGoneAndTheOthersAreNot() throws {
        let (storage, _) = try Self.withheld([
            ["Yes", "My name is Planted", "[untranslated]"], ["", "", "Planted again"],
        ])
        let texts = storage.cells.map { cell in
            cell.hasText
                ? String(decoding: storage.bytes[Int(cell.offset)...].prefix(Int(cell.length)), as: UTF8.self) : ""
        }
        #expect(texts == ["Yes", "", "", "", "", ""])
        #expect(storage.cells.dropFirst().allSatisfy { $0 == .blank })
    }

    @Test func rowsKeepTheirPlaces() throws {
        let (storage, _) = try Self.withheld([
            ["", "", "b"], ["", "a", ""], ["", "", ""], ["", "[untranslated]", String(repeating: "c", count: 300)],
        ])
        #expect(Self.traces(storage, "first") == [[0, 9996, 0, 9996], [0, 1, 0, 5]])
        #expect(Self.traces(storage, "second") == [[9996, 0, 0, 9996], [1, 0, 0, 4]])
    }

    @Test func scrubbedTextGoesOnBesideItsLength() throws {
        let (storage, summary) = try Self.redacted([
            ["Yes", "Call 069 234 5678 now.", ""], ["", "[untranslated]", "Nothing to say."],
        ])
        #expect(storage.texts("first", Self.schema) == ["Call [PHONE] now.", ""])
        #expect(storage.texts("second", Self.schema) == ["", "Nothing to say."])
        #expect(Self.traces(storage, "first") == [[0, 9996], [2, 5]])
        #expect(Self.traces(storage, "second") == [[0, 0], [0, 1]])
        #expect([summary.scrubbed, summary.withheld, summary.untranslated] == [2, 0, 1])
        #expect(!storage.arena.contains(UInt8(ascii: "6")))
    }

    @Test func placesOfMentionsAreCodePointsOfTheCell() throws {
        let (storage, _) = try Self.redacted([["", "", ""], ["", "", "Fëmijë: 069 234 5678"]])
        let phone = storage.mentions.filter { RedactStage.words.kinds[Int($0.kind)] == "phone" }
        #expect(phone.map(\.range) == [8..<20])
        #expect(phone.map { [$0.row, $0.variable, $0.column] } == [[1, 2, 9]])
    }

    @Test(
        arguments: [
            (MentionKind.phone, MentionAction.withhold, "Call 069 234 5678 now.", ""),
            (.age, .generalise, "The girl is 13 years old.", "The girl is [AGE 10-14]."),
            (.age, .keep, "The girl is 13 years old.", "The girl is 13 years old."),
            (.date, .generalise, "It began on 12 March 2019.", "It began on [MARCH 2019]."),
            (.date, .mask, "It began on 12 March 2019.", "It began on [DATE]."),
            (.place, .generalise, "He moved to Shkodër.", "He moved to [PLACE IN ALBANIA]."),
        ])
    func policyDecides(_ kind: MentionKind, _ action: MentionAction, _ text: String, _ expected: String) throws {
        var policy = RedactionPolicy(scrubs: true)
        policy[kind] = action
        let (storage, summary) = try Self.redacted([["", text, ""]], policy)
        let left = storage.texts("first", Self.schema)[0]
        #expect(left == expected)
        #expect(storage.values("first__missing", Self.schema) == [expected.isEmpty ? 9996 : 0])
        #expect(summary.withheld == (expected.isEmpty ? 1 : 0))
    }

    @Test func scenarioNamesStayInTheirOwnAnswersOnly() throws {
        let text = "I would talk to Elira first."
        let (storage, _) = try Self.redacted([["", text, text]], names: [1: ["Elira"]])
        #expect(storage.texts("first", Self.schema) == [text])
        #expect(storage.texts("second", Self.schema) == ["I would talk to [PERSON 1] first."])
        let (longer, _) = try Self.redacted([["", "I met Elira Hoxha today.", ""]], names: [1: ["Elira"]])
        #expect(!longer.texts("first", Self.schema)[0].contains("Hoxha"))
    }

    /// Decides on one text of one variable.
    private struct Review: AnswerReview {
        var text: String
        var decision: AnswerVerdict

        func verdict(on text: UnsafeBufferPointer<UInt8>, variable: Int) -> AnswerVerdict? {
            variable == 1 && text.elementsEqual(self.text.utf8) ? decision : nil
        }
    }

    @Test(
        arguments: [
            (AnswerVerdict.approved(Array("Call [X].".utf8)), "Call [X].", [1, 0, 0]),
            (.edited(Array("They call.".utf8)), "They call.", [0, 1, 0]), (.withheld, "", [0, 0, 1]),
        ])
    func whatAPersonDecidedGoesBeforeThePolicy(_ verdict: AnswerVerdict, _ text: String, _ counts: [Int]) throws {
        let answer = "Call 069 234 5678 now."
        for scrubs in [true, false] {
            let stage = RedactStage(
                schema: Self.schema, crosswalk: Self.crosswalk, slotColumns: [3, 7, 9],
                policy: RedactionPolicy(scrubs: scrubs), review: Review(text: answer, decision: verdict))
            let rows = [["", answer, answer], ["", answer + " ", ""]]
            let (batch, summary) = try stage.process(Batch<Raw>(.cells(rows, schema: Self.schema)))
            let machine = scrubs ? "Call [PHONE] now." : ""
            #expect(batch.storage.texts("first", Self.schema) == [text, scrubs ? machine + " " : ""])
            #expect(batch.storage.texts("second", Self.schema) == [machine, ""])
            let missing = [text.isEmpty ? 9996.0 : 0, scrubs ? 0 : 9996]
            #expect(Self.traces(batch.storage, "first") == [missing, [2, 2]])
            let decided = try #require(summary.decided[1])
            #expect([decided.approved, decided.edited, decided.withheld] == counts)
            #expect(summary.decided.count == 1)
            #expect([summary.scrubbed, summary.withheld] == (scrubs ? [2, 0] : [0, 2]))
        }
    }

    @Test(
        arguments: [
            ("Qwzrtamela came with Arjana.", "Qwzrtamela came with [PERSON 2]."),
            ("We need Qwzrtamela.", "We need Qwzrtamela."),
            ("We asked Zubrica-like.", "We asked Zubrica-like."),
            // Lists know these: they are judged in each answer anew.
            ("I met Arjana.", "I met [PERSON 1]."), ("Hope told me.", "[PERSON 1] told me."),
            // A title says that it is a name here, whatever else it may be.
            ("Mrs Qwzrtamela came.", "Mrs [PERSON 1] came."), ("I saw Arjana Qwzrtamela.", "I saw [PERSON 1]."),
            ("We need Qwzrtamelax.", "We need [PERSON 1]."),
        ])
    func wordsOfTheStudyPassUnlessAListKnowsThem(_ text: String, _ expected: String) throws {
        let words = StudyWords(["qwzrtamela", "arjana", "hope", "zubrica-like"])
        let stage = RedactStage(
            schema: Self.schema, crosswalk: Self.crosswalk, slotColumns: [3, 7, 9],
            policy: RedactionPolicy(scrubs: true), studyWords: words)
        let (batch, _) = try stage.process(Batch<Raw>(.cells([["", text, ""]], schema: Self.schema)))
        #expect(batch.storage.texts("first", Self.schema) == [expected])
        let (plain, _) = try Self.redacted([["", text, ""]])
        #expect(plain.texts("first", Self.schema)[0].contains("[PERSON"))
    }

    @Test(
        arguments: [
            ("13", "AGE 10-14"), ("fifteen", "AGE 15-19"), ("twenty-one", "AGE 20-24"), ("91", "AGE 85 OR MORE"),
            ("eight months", nil), ("13 and 14", nil), ("nobody", nil), ("999", nil),
        ] as [(String, String?)])
    func ageBecomesFiveYears(_ text: String, _ band: String?) {
        #expect(AgeBand.of(WrittenParts(Array(text.utf8))) == band)
    }

    @Test(
        arguments: [
            ("12 March 2019", "MARCH 2019"), ("March 12th", "MARCH"), ("2019-03-12", "MARCH 2019"),
            ("25/03/2019", "MARCH 2019"), ("03/25/2019", "MARCH 2019"), ("04/03/2019", nil), ("4/3/19", nil),
            ("12 mars 2019", nil), ("20190312", nil), ("12 May to 3 June", nil),
        ] as [(String, String?)])
    func dateBecomesItsMonth(_ text: String, _ month: String?) {
        #expect(MonthOfDate.of(WrittenParts(Array(text.utf8))) == month)
    }

    @Test func summariesAddUp() {
        var summary = RedactSummary()
        (summary.withheld, summary.untranslated) = (3, 1)
        var later = RedactSummary()
        (later.withheld, later.untranslated) = (4, 5)
        summary.merge(later)
        #expect(summary.withheld == 7)
        #expect(summary.untranslated == 6)
    }
}
