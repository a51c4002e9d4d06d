import TestSupport
import Testing
import WeirCore
import WeirFormats
import WeirKeys

@testable import WeirIngest

/// An upload's bytes become records.
@Suite struct IngestStageTests {
    private static let body = """
        114000000001,C1,15/06/2021 10:00,planted@mail.example,Yes,A,,origjinali PLANTED,English text
        114000000002,C1,16/07/2021 10:00,,Yes,"A, and ""B\""","typed PLANTED",,
        114000000003,C2,,,No,"two
        lines",,,\u{20}
        114000000001,C2,01/06/2021,,Yes,A,,vetëm origjinali PLANTED,
        """

    private static let expected: [Upload.Row] = [
        .init(
            row: 2, pseudonym: Upload.pseudonym("114000000001"), month: "2021-06",
            cells: ["Yes", "A", "", "English text"]),
        .init(
            row: 3, pseudonym: Upload.pseudonym("114000000002"), month: "2021-07",
            cells: ["Yes", "A, and \"B\"", "[present]", ""]),
        .init(
            row: 4, pseudonym: Upload.pseudonym("114000000003", collector: "C2"), month: "",
            cells: ["No", "two\nlines", "", ""]),
        .init(
            row: 5, pseudonym: Upload.pseudonym("114000000001", collector: "C2"), month: "2021-06",
            cells: ["Yes", "A", "", "[untranslated]"]),
    ]

    @Test(arguments: [1, 7, 64, 150, 4096, 1 << 20])
    func rowsAreTheSameInPiecesOfAnySize(_ pieceSize: Int) throws {
        for lineEnd in ["\n", "\r\n"] {
            let upload = Upload(Self.body.replacing("\n11", with: lineEnd + "11") + lineEnd)
            for block in pieceSize > 4096 ? [.max] : Slicing.blocks(for: upload.bytes.count) {
                let ingested = try upload.ingested(pieceSize: pieceSize, block: block)
                #expect(ingested.rows == Self.expected, "piece \(pieceSize), block \(block)")
                #expect(ingested.findings == ["answer.untranslated I 5"], "piece \(pieceSize), block \(block)")
                #expect(ingested.lastDay == 20_210_716)
                #expect(ingested.rowCount == 4)
            }
        }
    }

    @Test(arguments: [
        "114000000001", "C1", "C2", "planted@mail.example", "PLANTED", "origjinali", "16/07", "Respondent",
    ])
    func nothingThatIdentifiesIsReachableThroughACell(_ planted: String) throws {
        let ingested = try Upload(Self.body).ingested()
        #expect(Upload(Self.body).bytes.contains(planted.utf8), "the upload has it")
        #expect(!ingested.rows.contains { row in row.cells.contains { $0.contains(planted) } })
    }

    @Test func respondentsOfTwoCollectorsAreTwo() throws {
        let rows = try Upload("1,C1,,,Yes\n1,C2,,,Yes\n1,C1,,,No\n").ingested().rows
        #expect(rows[0].pseudonym != rows[1].pseudonym)
        #expect(rows[0].pseudonym == rows[2].pseudonym)
    }

    @Test func linesWithoutTextAreNoInterviewsButKeepTheirNumbers() throws {
        let ingested = try Upload("\n1,C1,,,Yes,,,,\n\n,,,,,,,,\n  \n2,C1,,,No,,,,\n\n").ingested()
        #expect(ingested.rows.map(\.row) == [3, 7])
        #expect(ingested.rows.map { $0.cells[0] } == ["Yes", "No"])
        #expect(ingested.findings == [])
    }

    @Test(
        arguments: [
            ("1,C1,,,Yes,A,,,", []), ("1,C1,,,Yes,A,,,,,,", []), ("1,C1,,,Yes,A,,", ["csv.short-row I 2"]),
            ("1,C1,,,Yes", ["csv.short-row F 2"]),
            ("1,C1,,,Yes,A,,,,x", ["csv.long-row J 2"]), ("1,C1,,,Yes,A,,,,,,x", ["csv.long-row J 2"]),
            ("1,,,,Yes,A,,,", []),
        ] as [(String, [String])])
    func rowsOfAnotherWidthAreFound(_ line: String, _ findings: [String]) throws {
        let ingested = try Upload(line + "\n").ingested()
        #expect(ingested.findings == findings)
        #expect(ingested.rows.map { $0.cells[0] } == ["Yes"])
    }

    /// What a row lacks is harmless only where nothing is read.
    @Test func rowMayEndBehindTheLastColumnThatIsRead() throws {
        let header = Upload.header.replacing("\n", with: ",Start,Device\n")
        for (line, finding) in [
            ("1,C1,,,Yes,A,,,", "csv.trimmed-row J 2"), ("1,C1,,,Yes,A,,,,2021-05-01", "csv.trimmed-row K 2"),
            ("1,C1,,,Yes,A,,", "csv.short-row I 2"), ("1", "csv.short-row B 2"),
        ] {
            #expect(try Upload(line + "\n", header: header).ingested().findings == [finding])
        }
        #expect(DiagnosticCode.rowTrimmed.severity == .note)
        #expect(DiagnosticCode.rowTooShort.severity == .refusal)
    }

    @Test(
        arguments: [
            ("1.14E+11", ["id.damaged A 2"]), ("", ["id.blank A 2"]), ("Respondent ID", ["upload.mixed-surveys A 2"]),
            ("114000000001", []),
        ] as [(String, [String])])
    func idsThatAreNoneAreFound(_ id: String, _ findings: [String]) throws {
        #expect(try Upload("\(id),C1,,,Yes,,,,\n").ingested().findings == findings)
    }

    /// A file put behind another brings its header row along: this layout's, or another country's.
    @Test(
        arguments: [
            (Upload.header, ["upload.mixed-surveys A 3"]),
            ("x,Collector ID,End Date,,Consent,Kind,,,\n", ["upload.mixed-surveys - 3"]),
            ("Consent,Kind,Kind other,Comment,,,,,\n", ["upload.mixed-surveys - 3"]),
            ("nr,Pristajem,Vrsta ustanove,Komentar,Komentar (English),,,,\n", ["upload.mixed-surveys - 3"]),
        ] as [(String, [String])])
    func secondHeaderRowIsFound(_ line: String, _ findings: [String]) throws {
        for size in [1, 64, 1 << 20] {
            let found = try Upload("1,C1,,,Yes,A,,,\n\(line)2,C1,,,Yes,A,,,\n").ingested(pieceSize: size).findings
            #expect(found.filter { $0.hasPrefix("upload") } == findings)
        }
    }

    /// Words of a header in ordinary answers, and answers that are called as a question is.
    @Test(arguments: [
        "2,C1,,,Yes,Kind,,Comment,Consent", "2,C1,,,Consent,Kind,,,", "2,C1,,,Po,A,B,A,B", "2,C1,1,1,1,1,1,1,1",
        "2,C1,,,Komentar,,Comment,,", "2,C1,,,yes,kind,kind other,comment,comment (english)",
    ])
    func answersAreNoHeaderRow(_ line: String) throws {
        let found = try Upload("1,C1,,,Yes,A,,,\n\(line)\n").ingested().findings
        #expect(found.filter { $0.hasPrefix("upload") } == [])
    }

    /// An expanded layout's cells repeat the wording of their options, and so do some platforms' headers.
    @Test func cellsThatRepeatAnOptionAreNoHeaderRow() {
        let texts = HeaderTexts(
            ["Advice", "Money", "Shelter", "Age", "1", "2", "3"], except: ["Advice", "Money", "Shelter"])
        let bytes = Array("Advice,Money,Shelter,Age,1,2,3".utf8)
        var cells: [Cell] = []
        var buffer = bytes
        _ = buffer.withUnsafeMutableBufferPointer { RecordParser(delimiter: 44).parse($0, from: 0, into: &cells) }
        let isHeader = cells.withUnsafeBufferPointer { cells in
            bytes.withUnsafeBytes { texts.isHeader(cells, in: $0) }
        }
        #expect(!isHeader)
    }

    @Test func rowWithoutAnIdIsNamedByItsPlace() throws {
        let rows = try Upload(",C1,,,Yes,,,,\n,C1,,,Yes,,,,\n").ingested().rows
        let digest = Upload.digest.hexadecimal
        #expect(
            rows.map(\.pseudonym) == [
                Upload.pseudonym("row 2", collector: digest), Upload.pseudonym("row 3", collector: digest),
            ])
    }

    @Test func dateThatIsNoneIsFound() throws {
        let ingested = try Upload("1,C1,06/15/2021,,Yes,,,,\n2,C1,15/06/2021,,Yes,,,,\n").ingested()
        #expect(ingested.findings == ["answer.not-a-date C 2"])
        #expect(ingested.rows.map(\.month) == ["", "2021-06"])
        #expect(ingested.lastDay == 20_210_615)
    }

    /// When an interview began is read for its length alone, and told all the same when it cannot be.
    @Test(arguments: [
        ("15/06/2021 10:00", "15/06/2021 10:30", []), ("", "15/06/2021 10:30", []),
        ("31/02/2021 10:00", "15/06/2021 10:30", ["answer.not-a-date J 2"]),
        ("15/06/1900 10:00", "15/06/2021 10:30", ["answer.not-a-date J 2"]),
        ("15/06/2099 10:00", "15/06/2021 10:30", ["answer.outside-period J 2"]),
        ("15/06/2099 10:00", "", ["answer.outside-period J 2"]),
        // Told once, of the end.
        ("15/06/2099 10:00", "15/06/2099 10:30", []),
        ("16/06/2021 02:00", "15/06/2021 10:30", ["answer.end-before-start C 2"]),
        ("16/06/2021 00:10", "15/06/2021 10:30", []),
        ("17/06/2021", "15/06/2021", ["answer.end-before-start C 2"]), ("16/06/2021", "15/06/2021", []),
    ])
    func startsThatCannotBeAreFound(_ start: String, _ end: String, _ findings: [String]) throws {
        let upload = Upload("1,C1,\(end),,Yes,,,,,\(start)\n", header: Upload.header.replacing("\n", with: ",Start\n"))
        let year = Month("2021-01")!...Month("2021-12")!
        #expect(try upload.ingested(period: year).findings == findings)
    }

    @Test(arguments: [
        ("original", "", "[untranslated]"), ("", "", ""), ("", "English", "English"),
        ("Origjinali", "English", "English"),
        ("Një koment i gjatë", "Një koment i gjatë", "[untranslated]"), ("OK", "OK", "OK"),
        ("Elevenbytes", "Elevenbytes", "Elevenbytes"), ("Twelve bytes", "Twelve bytes", "[untranslated]"),
        ("Një koment", "Duhet më shumë trajnim për ne dhe një psikolog në shkollë", "[untranslated]"),
    ])
    func originalWithoutATranslationIsUntranslated(_ original: String, _ translation: String, _ cell: String) throws {
        let ingested = try Upload("1,C1,,,Yes,,,\(original),\(translation)\n").ingested()
        #expect(ingested.rows.map { $0.cells[3] } == [cell])
        let code = translation != original ? "answer.untranslated" : "answer.repeats-original"
        #expect(ingested.findings == (cell == "[untranslated]" ? ["\(code) I 2"] : []))
    }

    /// Signs that turn the writing direction are told and taken out, in closed answers and in open ones; what a cell was
    /// cut by stays.
    @Test(
        arguments: [
            ("Ye\u{202E}s", "A", "My\u{2066} comment\u{2069}", ["Yes", "A", "", "My comment"], ["E", "I"]),
            ("Yes", "\u{202A}A \u{202C}", "\u{2068}\u{202B}", ["Yes", "A", "", ""], ["F", "I"]),
            ("Yes", "A", "\"a, \"\"b\"\"\u{202D}\n c\"", ["Yes", "A", "", "a, \"b\"\n c"], ["I"]),
            ("Yes", "A", "\u{202E}\"a\"", ["Yes", "A", "", "\"a\""], ["I"]),
            // Marks of one letter's direction, and signs that begin with the same byte.
            (
                "Yes", "A", "it\u{2019}s \u{200E}fine\u{2026} \u{2065}",
                ["Yes", "A", "", "it\u{2019}s \u{200E}fine\u{2026} \u{2065}"], []
            ),
        ] as [(String, String, String, [String], [String])])
    func hiddenSignsAreTakenOutAndTold(
        _ consent: String, _ kind: String, _ comment: String, _ cells: [String], _ columns: [String]
    ) throws {
        for size in [1, 1 << 20] {
            let ingested = try Upload("1,C1,,,\(consent),\(kind),,,\(comment)\n2,C1,,,No,A,,,\n").ingested(
                pieceSize: size)
            #expect(ingested.rows.map(\.cells) == [cells, ["No", "A", "", ""]])
            #expect(ingested.findings == columns.map { "answer.hidden-sign \($0) 2" })
        }
    }

    @Test func everySingleByteThatIsNoTextIsFoundAtItsPlace() throws {
        let lines = "1,C1,,,Yes,A,,,\n2,\"C\"\"1\",,,Yes,\"A\nB\",,,x\n3,C1,,,Yes,A,,,\n"
        let start = Upload.header.utf8.count
        let places = [
            (0, 2, 0), (2, 2, 1), (7, 2, 4), (16, 3, 0), (23, 3, 1), (36, 3, 5), (39, 3, 8), (41, 4, 0), (43, 4, 1),
        ]
        for (offset, row, column) in places {
            for wrong in [0xFF, 0x00, 0xC3] as [UInt8] {
                var upload = Upload(lines)
                upload.bytes[start + offset] = wrong
                let diagnostic = Self.failure(upload)
                let isLetter = diagnostic?.code == .encodingOther && wrong >= 0xC0
                #expect(isLetter || diagnostic?.code == .encodingInvalid, "byte \(offset) as \(wrong)")
                let place = Place(file: "f.csv", row: row, column: column, byte: start + offset)
                #expect(diagnostic?.place == place, "byte \(offset) as \(wrong)")
            }
        }
    }

    private static func failure(_ upload: Upload) -> Diagnostic? {
        do {
            _ = try upload.ingested(pieceSize: 1)
            return nil
        } catch { return (error as? Diagnostics)?.all.first }
    }

    @Test(arguments: [11, 12, 13, 14, 15, 16] as [UInt64])
    func randomUploadsAreTheSameInAllPieces(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let parts = ["Yes", "", "\"a,b\"", "\"x\"\"y\"", "\"l\ni\r\nne\"", "ë€😀", " b ", "q\"q", "12/05/2021"]
        let lines = (0..<40).map { row in
            (["\(row % 17)"]
                + (0..<Int.random(in: 0...8, using: &random)).map { _ in parts.randomElement(using: &random)! })
                .joined(separator: ",")
        }
        let upload = Upload(lines.joined(separator: "\n"))
        let whole = try upload.ingested()
        #expect(whole.rowCount == 40, "seed \(seed)")
        for size in [1, 10, 33, 100, 500] {
            #expect(try upload.ingested(pieceSize: size, block: size) == whole, "seed \(seed), pieces of \(size)")
        }
    }
}
