import TestSupport
import Testing
import WeirCore

@testable import WeirIngest

/// How many header rows an upload has, and what they name.
@Suite struct LayoutTests {
    struct Header: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rows: [[String]]
        var headerRows: Int
        var words: String
    }

    @Test(arguments: [
        Header(
            testDescription: "standard", rows: [["Respondent ID", "Q1", "Q2", ""], ["", "Response", "A", "B"]],
            headerRows: 2, words: "SurveyMonkey, condensed, two header rows"),
        Header(
            testDescription: "expanded", rows: [["Respondent ID", "Q1", ""], ["", "A", "B"]], headerRows: 2,
            words: "SurveyMonkey, expanded, two header rows"),
        Header(
            testDescription: "without blanks in the name",
            rows: [["RespondentID", "Q1"], ["", "Open-Ended Response"]],
            headerRows: 2, words: "SurveyMonkey, expanded, two header rows"),
        Header(
            testDescription: "stripped of the interview's columns",
            rows: [["Q1", "Q2", "", "Q3"], ["Response", "A", "B", " response "]], headerRows: 2,
            words: "SurveyMonkey, stripped, two header rows"),
        Header(
            testDescription: "flattened to one row", rows: [["RespondentID", "Q1 - A", "Q1 - B"], ["114", "A", ""]],
            headerRows: 1, words: "SurveyMonkey, flattened, one header row"),
        Header(
            testDescription: "an answer that is called Response", rows: [["a", "b"], ["1", "Response"]], headerRows: 1,
            words: "a plain table, one header row"),
        Header(
            testDescription: "a first answer that is blank", rows: [["a", "b"], ["", "x"]], headerRows: 1,
            words: "a plain table, one header row"),
        Header(testDescription: "no rows", rows: [["a", "b"]], headerRows: 1, words: "a plain table, one header row"),
        Header(testDescription: "nothing", rows: [], headerRows: 1, words: "a plain table, one header row"),
    ])
    func layoutIsRecognisedByTwoSigns(_ header: Header) {
        let layout = Layout(firstRecords: header.rows)
        #expect(layout.headerRows == header.headerRows)
        #expect(layout.words == header.words)
    }

    @Test func questionStandsOverItsWholeBlock() {
        let layout = Layout(firstRecords: [
            ["Respondent ID", "Q1", "Q2", "", "", "Q3"],
            ["", "Response", "A", "B", "C", "Open-Ended Response", "more"],
        ])
        #expect(
            layout.columns == [
                SourceColumn(question: "Respondent ID"), SourceColumn(question: "Q1", part: "Response"),
                SourceColumn(question: "Q2", part: "A"), SourceColumn(question: "Q2", part: "B"),
                SourceColumn(question: "Q2", part: "C"), SourceColumn(question: "Q3", part: "Open-Ended Response"),
                SourceColumn(question: "Q3", part: "more"),
            ])
    }

    @Test func oneRowNamesItsColumnsAlone() {
        let layout = Layout(firstRecords: [["a", "", "c"], ["1", "2", "3"]])
        #expect(layout.columns == ["a", "", "c"].map { SourceColumn(question: $0) })
    }
}

/// Which columns of an upload are read.
@Suite struct BinderTests {
    private static let codebook = Codebook(variables: [
        .open("record_id", role: .direct), .closed("consent", "yes no"), .closed("q1", "a b"),
        .closed("q2", "a b", .multi), .open("t"), Variable(name: "sent", type: .date, role: .direct),
    ])
    private static let albania = Crosswalk(
        "AL", codebook,
        """
        record_id | Respondent ID | id
        consent | Pajtohem | answer | Po=yes
        q1 | Pyetja 1 | answer | A=a
        q1 | Pyetja 1 other | other | =b
        q2 | Pyetja 2 // X | ticked | X=a
        q2 | Pyetja 2 // Y | ticked | Y=b
        t | Koment (English) | translation
        t | Koment | original
        """)
    private static let bosnia = Crosswalk(
        "BA", codebook,
        """
        consent | Pristajem | answer | Da=yes
        q1 | Pitanje 1 | answer | A=a
        q2 | Pitanje 2 | split ; | X=a
        """)
    private static let header = [
        "Respondent ID", "Pajtohem", "Pyetja 1", "Pyetja 1 other", "Pyetja 2 // X", "Pyetja 2 // Y",
        "Koment (English)", "Koment",
    ]

    private static func bind(_ header: [String]) throws -> (Binding, [Diagnostic]) {
        var layout = Layout(firstRecords: [[]])
        layout.columns = header.map { text in
            let sides = text.split(separator: " // ", omittingEmptySubsequences: false).map { String($0) }
            return SourceColumn(question: sides[0], part: sides.count > 1 ? sides[1] : "")
        }
        return try Binder(layout: layout, file: "f.csv").bind(
            albania, others: [bosnia], codebook: codebook, consent: [1])
    }

    /// The findings for which a header is refused, as `code column label`.
    private static func refusals(_ header: [String]) -> [String] {
        do {
            _ = try bind(header)
            return []
        } catch { return (error as? Diagnostics)?.all.map(words) ?? ["another error"] }
    }

    private static func words(_ diagnostic: Diagnostic) -> String {
        let column = diagnostic.place.column.map(Place.letters(ofColumn:)) ?? "-"
        return "\(diagnostic.code.rawValue) \(column) \(diagnostic.label)".trimmed
    }

    @Test func columnsAreFoundWhereverTheyStand() throws {
        let (binding, notes) = try Self.bind(Self.header.reversed())
        #expect(binding.slotColumns == [6, 5, 4, 3, 2, 1])
        #expect(binding.id == 7)
        #expect(binding.collector == nil)
        #expect(binding.width == 8)
        #expect(notes.map(\.code) == [.columnsReordered])
    }

    @Test func headersAreComparedFolded() throws {
        let spelt = [
            "RESPONDENT ID", "<p>Pajtohem*</p>", "Pyetja  1", "pyetja 1 OTHER", "Pyetja 2 // x", "Pyetja\u{A0}2 // Y ",
            "Koment (english)", "Koment *",
        ]
        #expect(try Self.bind(spelt).0.slotColumns == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [
        (["Pyetja 1"], ["header.missing-column - Pyetja 1"]),
        (["Pyetja 2 // X"], ["header.missing-column - Pyetja 2 / X"]),
        (["Koment"], ["header.missing-column - Koment"]),
        (["Pajtohem"], ["header.no-consent - Pajtohem"]),
        (
            ["Pajtohem", "Pyetja 1"],
            [
                "header.no-consent - Pajtohem", "header.missing-column - Pyetja 1",
            ]
        ),
    ])
    func missingColumnIsNamed(_ removed: [String], _ findings: [String]) {
        #expect(Self.refusals(Self.header.filter { !removed.contains($0) }) == findings)
    }

    @Test(arguments: [
        ("Pyetja 1", "header.duplicate I Pyetja 1"), ("pyetja 1*", "header.duplicate I Pyetja 1"),
        ("Pyetja 2 // Y", "header.duplicate I Pyetja 2 / Y"), ("Respondent ID", "header.duplicate I Respondent ID"),
    ])
    func columnThatStandsTwiceIsRefused(_ added: String, _ finding: String) {
        #expect(Self.refusals(Self.header + [added]) == [finding])
    }

    @Test func allMistakesAreToldAtOnce() {
        let header = ["Respondent ID", "Pajtohem", "Pyetja 1 other", "Pyetja 2 // X", "Pajtohem", "Koment", "Koment"]
        #expect(
            Self.refusals(header) == [
                "header.duplicate E Pajtohem", "header.duplicate G Koment", "header.missing-column - Pyetja 1",
                "header.missing-column - Pyetja 2 / Y", "header.missing-column - Koment (English)",
            ])
    }

    @Test func fileOfAnotherCountryIsKnown() {
        #expect(Self.refusals(["Pristajem", "Pitanje 1", "Pitanje 2"]) == ["upload.wrong-country - BA"])
        #expect(Self.refusals(["id", "Pitanje 2", "PRISTAJEM", "Pitanje 1"]) == ["upload.wrong-country - BA"])
    }

    @Test func fileOfAnotherSurveyIsKnown() {
        #expect(
            Self.refusals(["a", "b", "c"]) == [
                "upload.other-survey - \"Respondent ID\", \"Pajtohem\", \"Pyetja 1\" (and their options in row 2)"
            ])
        #expect(
            Self.refusals(["Pajtohem", "Pyetja 1", "x"]) == [
                "upload.other-survey - \"Respondent ID\", \"Pajtohem\", \"Pyetja 1\" (and their options in row 2)"
            ])
    }

    @Test func columnsNobodyDeclaredAreNotedByLetterOnly() throws {
        let (binding, notes) = try Self.bind(
            Self.header + ["Ana's phone 0691234567", "IP Address", "e-mail", "First Name", "Pyetja 3", "Last Name"])
        #expect(notes.map(Self.words) == ["header.direct-identifier - J–L, N"])
        #expect(binding.undeclared == [8, 12])
        #expect(
            Binder.note(.columnUndeclared, binding.undeclared, file: "AL.csv").map(Self.words)
                == ["header.undeclared-column - I, M"])
        #expect(binding.slotColumns == [1, 2, 3, 4, 5, 6])
    }

    @Test func whatIsThereIsBoundBesideWhatIsMissing() throws {
        var layout = Layout(firstRecords: [[]])
        let header = [
            "Respondent ID", "Pajtohem", "Pyetja 2 // X", "Pyetja 2 // Yy", "Koment (English)", "Koment", "Koment",
        ]
        layout.columns = header.map { text in
            let sides = text.split(separator: " // ").map { String($0) }
            return SourceColumn(question: sides[0], part: sides.count > 1 ? sides[1] : "")
        }
        let (binding, _, problems) = try Binder(layout: layout, file: "f.csv").bindWhatIsThere(
            Self.albania, others: [Self.bosnia], codebook: Self.codebook, consent: [1])
        #expect(
            problems.map(Self.words) == [
                "header.duplicate G Koment", "header.missing-column - Pyetja 1",
                "header.missing-column - Pyetja 1 other",
                "header.renamed-column D Pyetja 2 / Y",
            ])
        // Another option is another text in the second header row; in the first the cell may be blank.
        #expect(problems.map(\.place.row) == [1, 1, 1, 2])
        #expect(binding.slotColumns == [1, 2, 4])
        #expect(binding.crosswalk.passing.count == binding.slotColumns.count)
        #expect(binding.lost == [2, 3])
        #expect(binding.undeclared == [])
    }

    @Test func uploadWithoutAnIdIsTakenAndNoted() throws {
        let (binding, notes) = try Self.bind(Array(Self.header.dropFirst()))
        #expect(binding.id == nil)
        #expect(notes.map(Self.words) == ["id.no-column -"])
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
