import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirFormats

/// Data files of SPSS and Stata become the text of a table.
@Suite struct StatisticsTests {
    private static let variables: [SAVWriter.Variable] = [
        .init(name: "RespondentID", label: "Respondent ID", kind: .number(mark: 46)),
        .init(name: "q0002", label: "¿Acepta?", kind: .coded(["Sí", "No, \"nunca\""], first: 1)),
        .init(name: "q0003", label: "Share", kind: .number(mark: 44)),
        .init(name: "q0004", label: "", kind: .text(width: 40)),
        .init(name: "q0005", label: "Steps", kind: .text(width: 600)),
        .init(name: "q0006", label: "When", kind: .moment),
        .init(name: "q0007", label: "Kind", kind: .coded(["Own", "Other"], first: 1)),
    ]

    private static func file(_ rows: [[String]]) throws -> [UInt8] {
        var writer = SAVWriter(variables)
        for row in rows { try writer.row(row) }
        var bytes = writer.take(all: true)
        bytes.replaceSubrange(SAVDictionary.rowsOffset..<SAVDictionary.rowsOffset + 4, with: writer.rowsBytes)
        return bytes
    }

    /// What the reading process would write, and how it would end.
    private static func read(
        _ bytes: [UInt8], _ hints: TableFile.Hints = .init(), _ format: StatisticsFormat = .sav
    ) -> (preamble: StatisticsPreamble?, records: [[String]], end: StatisticsEnd) {
        var output: [UInt8] = []
        let end = bytes.withUnsafeBytes { file in
            StatisticsReader(file, StatisticsRequest(format, hints, size: bytes.count)) { output += $0 }.run()
        }
        let line = output.prefix { $0 != Byte.lineFeed }
        let text = Array(output.dropFirst(line.count + 1))
        let records = RecordParser(delimiter: Delimiter.comma.rawValue).texts(in: text)
        return (StatisticsPreamble(String(decoding: line, as: UTF8.self)), records, end)
    }

    private static let long = String(repeating: "línea ", count: 80) + "end"
    private static let rows = [
        ["12514003798", "Sí", "37,5", "a, b", long, "2021-06-15 13:45:10", "Own"],
        ["151", "No, \"nunca\"", "-0,125", "two\nlines", "x", "1999-12-31 00:00:00", "Other"],
        ["-99", "", "", "", "", "", ""],
    ]

    @Test func `what is written is read: labels, numbers, long texts, moments`() throws {
        let (preamble, records, end) = Self.read(try Self.file(Self.rows), .init(decimalMark: 44))
        #expect(preamble == .table(.utf8, .stated))
        #expect(end == .whole)
        #expect(records.first == ["Respondent ID", "¿Acepta?", "Share", "q0004", "Steps", "When", "Kind"])
        #expect(Array(records.dropFirst()) == Self.rows)
    }

    @Test func `the process beside this one reads the same, in all slicings`() throws {
        let bytes = try Self.file(Self.rows)
        for (block, records) in try Slicing.results(of: bytes, Self.records) {
            #expect(Array(records.dropFirst()) == Self.rows, "blocks of \(block)")
        }
    }

    private static func records(_ source: any ByteSource) throws -> [[String]] {
        let file = try TableFile(source, name: "f", hints: .init(decimalMark: 44))
        #expect(file.format.content == .statistics(kind: "SPSS data file (SAV)", .utf8, .stated))
        var records: [[String]] = []
        while let piece = try file.reader.next() {
            records += RecordParser(delimiter: file.delimiter).texts(in: piece.bytes)
        }
        return records
    }

    @Test func `what the crosswalk knows decides between name and label, code and wording`() throws {
        let answers = [(text: "1", code: UInt16(1)), (text: "2", code: UInt16(2))]
        let columns = [
            CrosswalkColumn(variable: 0, source: SourceColumn(question: "Q0002"), operation: .answer, answers: answers),
            CrosswalkColumn(variable: 1, source: SourceColumn(question: "share"), operation: .number, answers: []),
            CrosswalkColumn(variable: 2, source: SourceColumn(question: "Kind"), operation: .number, answers: []),
        ]
        let country = try #require(CountryCode("MX"))
        let known = KnownColumns(Crosswalk(country: country, columns: columns))
        let records = Self.read(try Self.file(Self.rows), .init(known: known)).records
        #expect(records.map { $0[1] } == ["q0002", "1", "2", ""])
        #expect(records.map { $0[6] } == ["Kind", "1", "2", ""])
        #expect(records.map { $0[2] } == ["Share", "37.5", "-0.125", ""])
    }

    /// A question with options in two rows of headers, one on a path, and two that begin alike.
    private static let long80 = "Creencias y prácticas tradicionales que pueden aumentar la vulnerabilidad en casa"
    private static let asked: [(question: String, part: String, operation: CrosswalkOperation, answers: [String])] = [
        ("Needs", "Housing", .ticked, ["Housing"]), ("g1/age", "", .answer, ["young", "old"]),
        ("g1/when", "", .submitted, []), ("Sex", "Response", .answer, ["F", "M"]),
        ("\(long80): niñas", "", .answer, ["a", "b"]), ("\(long80): niños", "", .answer, ["c", "d"]),
        ("\(long80), y", "", .answer, ["e"]),
    ]

    private static func headers(_ variables: [SAVWriter.Variable], _ row: [String]) throws -> [[String]] {
        let columns = asked.enumerated().map { place, asked in
            CrosswalkColumn(
                variable: place, source: SourceColumn(question: asked.question, part: asked.part),
                operation: asked.operation,
                answers: asked.answers.enumerated().map { (text: $1, code: UInt16($0 + 1)) })
        }
        let known = KnownColumns(Crosswalk(country: try #require(CountryCode("AL")), columns: columns))
        var writer = SAVWriter(variables)
        try writer.row(row)
        var bytes = writer.take(all: true)
        bytes.replaceSubrange(SAVDictionary.rowsOffset..<SAVDictionary.rowsOffset + 4, with: writer.rowsBytes)
        return read(bytes, .init(known: known)).records
    }

    @Test(
        "A variable is known by its label or its name, however they are spelt, also when they are cut off",
        arguments: [
            ("v1", "Needs: Housing", "Needs - Housing"), ("v1", "Needs [Housing]", "Needs - Housing"),
            ("v1", "needs - HOUSING", "needs - HOUSING"), ("v1", "Sex", "Sex"), ("g1_age", "How old?", "g1/age"),
            ("G1_WHEN", "", "g1/when"), ("v1", "\(long80), ", "\(long80), y"), ("v1", "Needs", "Needs"),
            // Of several that begin so, and of short ones, nothing is guessed.
            ("v1", long80, long80), ("v1", "Needs - Hous", "Needs - Hous"), ("v1", "Housing", "Housing"),
        ])
    func named(name: String, label: String, header: String) throws {
        let number = SAVWriter.Variable(name: name, label: label, kind: .number(mark: 46))
        #expect(try Self.headers([number], ["1"]).first == [header])
    }

    @Test func `of headers that begin alike the answers tell`() throws {
        let labels = [["a", "b"], ["c", "d"], ["z"]]
        let variables = labels.enumerated().map {
            SAVWriter.Variable(name: "v\($0)", label: Self.long80, kind: .coded($1, first: 1))
        }
        let records = try Self.headers(variables, ["b", "c", "z"])
        #expect(records.first == ["\(Self.long80): niñas", "\(Self.long80): niños", Self.long80])
        #expect(records.last == ["b", "c", "z"])
    }

    @Test(
        "A box says 1 or 0 when its labels are no wording of the questionnaire",
        arguments: [
            (["Not selected", "Selected"], ["0", "1"]), (["No", "Sí"], ["0", "1"]),
            (["", "Housing"], ["", "Housing"]),
            (["Po", "Jo"], ["Po", "Jo"]), (["Yes", "No"], ["Yes", "No"]),
        ])
    func box(labels: [String], cells: [String]) throws {
        let box = SAVWriter.Variable(name: "v1", label: "Needs - Housing", kind: .coded(labels, first: 0))
        for (label, cell) in zip(labels, cells) where !label.isEmpty {
            #expect(try Self.headers([box], [label]).last == [cell])
        }
    }

    @Test func `what is no box, and a box of three values, say their labels`() throws {
        for (question, labels) in [("Sex", ["Not selected", "Selected"]), ("Needs - Housing", ["x", "y", "z"])] {
            let variable = SAVWriter.Variable(name: "v1", label: question, kind: .coded(labels, first: 0))
            #expect(try Self.headers([variable], [labels[1]]).last == [labels[1]])
        }
    }

    @Test func `a file that ends early is damaged`() throws {
        let bytes = try Self.file(Self.rows)
        for missing in [1, 8, 16, 200, bytes.count - 180] {
            #expect(Self.read(Array(bytes.dropLast(missing))).end == .damaged, "\(missing) bytes")
        }
    }

    @Test(
        "Dates are ISO text",
        arguments: [
            ("DATE11", 13_843_180_800.0, "2021-06-16"), ("EDATE10", 13_843_180_800, "2021-06-16"),
            ("DATETIME20", 13_843_230_310, "2021-06-16 13:45:10"),
            ("DATETIME20", 13_843_180_800, "2021-06-16 00:00:00"),
            ("TIME8", 49_510, "13:45:10"), ("TIME8", 93_600, "26:00:00"), ("DATE11", 1e14, nil), ("TIME8", -1, nil),
            ("DATETIME20", .greatestFiniteMagnitude, nil), ("TIME8", 1e15, nil), ("DATE11", .nan, nil),
        ] as [(String, Double, String?)])
    func date(format: String, number: Double, expected: String?) throws {
        #expect(try #require(StatisticsDate(format, .sav)).written(number) == expected)
    }

    @Test(
        "Stata's dates are ISO text",
        arguments: [
            ("%td", 22_446.0, "2021-06-15"), ("%-tdDD/NN/CCYY", 22_446, "2021-06-15"), ("%d", -1, "1959-12-31"),
            ("%tc", 1_939_383_910_000, "2021-06-15 13:45:10"), ("%tc", 1_939_334_400_000, "2021-06-15 00:00:00"),
            ("%td", 3e14, nil), ("%td", -.infinity, nil), ("%tc", -1e300, nil),
        ] as [(String, Double, String?)])
    func stataDate(format: String, number: Double, expected: String?) throws {
        #expect(try #require(StatisticsDate(format, .dta)).written(number) == expected)
    }

    @Test("Other formats are numbers", arguments: ["F8.2", "A20", "PCT5", "WKDAY9", "MONTH9", "COMMA8.2", "N5"])
    func number(format: String) { #expect(StatisticsDate(format, .sav) == nil) }

    @Test(
        "Half years, quarters, months and weeks are numbers", arguments: ["%th", "%tq", "%tm", "%tw", "%ty", "%9.0g"])
    func stataNumber(format: String) { #expect(StatisticsDate(format, .dta) == nil) }

    @Test(
        "A character that was cut at the end of a text is left out; anything else stays, to be found",
        arguments: [
            ("aë", "aë"), ("a\u{C3}", "a"), ("a\u{E2}\u{82}", "a"), ("a\u{82}", "a\u{82}"), ("\u{C3}a", "\u{C3}a"),
            ("", ""),
        ])
    func cut(bytes: String, expected: String) {
        // Written by bytes, as far as they are no letters.
        func raw(_ text: String) -> [UInt8] {
            text == "aë" ? Array(text.utf8) : text.unicodeScalars.map { UInt8($0.value) }
        }
        #expect(StatisticsDecoder(.utf8).decoded(raw(bytes)) == raw(expected))
    }

    @Test(
        "A preamble is one of few lines, whatever was written",
        arguments: [
            "", "table", "table\tUTF-8", "table\tUTF-9\tdeclared", "refused\tfile.missing\t", "refused\tx\ty",
            "\u{7}\t\t",
        ])
    func preamble(line: String) { #expect(StatisticsPreamble(line) == nil) }

    @Test func `a name in a preamble cannot move a cursor`() {
        #expect(
            StatisticsPreamble("refused\tencoding.not-read\tCP\u{1B}[2J-1251\u{202E} é")
                == .refused(.encodingUnread, label: "CP2J-1251"))
        let whole = StatisticsPreamble.table(.windows1250, .assumed)
        #expect(StatisticsPreamble(whole.line) == whole)
    }

    @Test func `a text that does not fit is told and not cut`() {
        var writer = SAVWriter(Self.variables)
        #expect(throws: Diagnostic.self) {
            try writer.row(["", "", "", String(repeating: "x", count: 41), "", "", ""])
        }
    }
}
