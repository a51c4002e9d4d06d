import Foundation
import GRDB
import TestSupport
import Testing
import WeirCore
import WeirFormats

@testable import WeirDeliver

/// The same rows in every format.
@Suite struct FormatTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [
            .closed("country", "AL BA"), .closed("m", "a b", .multi), .open("n", .slider, role: .plain), .open("t"),
        ]))

    /// Codes in the order of the schema: country, m__a, m__b, why there is no text, length.
    private static func batch() -> Batch<Protected> {
        let rows: [[UInt16]] = [[1, 0, 1, 0, 2], [2, 9994, 9994, 9996, 9996], [2, 1, 9992, 9990, 9990]]
        let storage = BatchStorage(bytes: [], firstRow: 2, firstByte: 0)
        storage.rowCount = 3
        storage.pseudonyms = (0..<3).map { Pseudonym(high: $0 << 40, low: 7) }
        storage.months = [Month(year: 2021, month: 6)!.number, 0, Month(year: 2021, month: 7)!.number]
        storage.codes = (0..<5).flatMap { column in rows.map { $0[column] } }
        storage.numbers = [37.5, 9993, 100]
        storage.arena = Array("=a\r\n<b> & \"c\"".utf8)
        storage.texts = [Cell(offset: 0, length: UInt32(storage.arena.count)), .blank, .blank]
        return Batch(storage)
    }

    private static let table = DataTable.of(schema, widths: [13])

    private static func folder(_ formats: [DataFormat], _ table: DataTable = table) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let files = try TableFiles(table, formats) { folder.url.appending(path: $0) }
        let stage = TableStage(files, country: 0)
        for _ in 0..<2 { try files.append(try stage.process(batch()).0) }
        try files.finish()
        return folder
    }

    private static func bytes(_ folder: TemporaryFolder, _ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.url.appending(path: name)))
    }

    private static func plain(_ folder: TemporaryFolder, _ name: String) throws -> String {
        let source = InflatingSource(MemorySource(try bytes(folder, name)), name: name)
        return String(decoding: try Slicing.drain(source), as: UTF8.self)
    }

    @Test func `all formats are the same bytes again`() throws {
        // A table of SQLite has every row once.
        let formats = DataFormat.allCases.filter { $0 != .sqlite }
        let (first, second) = (try Self.folder(formats), try Self.folder(formats))
        for format in formats {
            let name = format.file(of: "merged")
            #expect(try Self.bytes(first, name) == Self.bytes(second, name), "\(name)")
        }
    }

    @Test func `labels take the place of codes, and a reason has its number`() throws {
        let folder = try Self.folder([.csv, .labels])
        let lines = try Self.plain(folder, "merged-labels.csv.gz").split(separator: "\n").prefix(4)
        let names = (0..<3).map(Self.name)
        #expect(
            lines.dropFirst().map(String.init) == [
                "\(names[0]),2021-06,AL,not picked,picked,37.5,\"'=a <b> & \"\"c\"\"\",,21 to 80 characters",
                "\(names[1]),,BA,9994 no answer,9994 no answer,9993 preferred not to answer,,9996 withheld,9996 withheld",
                "\(names[2]),2021-07,BA,picked,9992 not in this country,100,,9990 not asked,9990 not asked",
            ])
    }

    private static func name(_ row: UInt64) -> String { Pseudonym(high: row << 40, low: 7).text }

    @Test func `a database has codes, labels and null where a value is missing, and no version`() throws {
        let folder = try TemporaryFolder()
        let write = { (name: String) in
            let files = try TableFiles(Self.table, [.csv, .sqlite]) { folder.url.appending(path: name + $0) }
            try files.append(try TableStage(files, country: 0).process(Self.batch()).0)
            try files.finish()
        }
        try write("a")
        try write("b")
        let bytes = try Self.bytes(folder, "amerged.sqlite")
        #expect(try Self.bytes(folder, "bmerged.sqlite") == bytes)
        #expect(bytes[24..<28] == [0, 0, 0, 1] && bytes[92..<96] == [0, 0, 0, 1])
        let queue = try DatabaseQueue(path: folder.url.appending(path: "amerged.sqlite").path)
        try queue.read { database in
            let codes = try Row.fetchAll(database, sql: "SELECT n, m__b, t, t__missing FROM merged")
            #expect(codes.map { $0["n"] as Double } == [37.5, 9993, 100])
            #expect(codes[0]["t"] == "=a <b> & \"c\"" && codes[1]["t"] == nil as String?)
            #expect(try Double.fetchOne(database, sql: "SELECT avg(n) FROM merged_values") == 68.75)
            let labels = try String.fetchAll(database, sql: "SELECT n || ', ' || m__b FROM merged_labels")
            #expect(
                labels == ["37.5, picked", "preferred not to answer, no answer", "100, not in this country"])
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
        }
    }

    @Test func `a text that is too long for rows of fixed width stands beside them`() throws {
        let wide = DataTable.of(Self.schema, widths: [3000])
        let folder = try Self.folder([.csv, .zsav, .dta], wide)
        #expect(
            try Self.plain(folder, "text.csv.gz").split(separator: "\n").prefix(2) == [
                "pseudonym,column,text", "0000000000000007,t,\"'=a <b> & \"\"c\"\"\"",
            ])
        #expect(!String(decoding: try Self.bytes(folder, "merged.dta"), as: UTF8.self).contains("<b>"))
        let fits = try Self.folder([.csv, .dta])
        #expect(String(decoding: try Self.bytes(fits, "merged.dta"), as: UTF8.self).contains("=a <b> & \"c\""))
        #expect(!FileManager.default.fileExists(atPath: fits.url.appending(path: "text.csv.gz").path))
    }

    @Test func `many rows leave out the widest texts first`() {
        let schema = Schema(codebook: Codebook(variables: [.open("a"), .open("b"), .open("c")]))
        let kept = { (rows: Int) in
            TextRoom.fixed(.of(schema, widths: [1000, 20, 300], mostRows: rows)).columns.filter(\.isText).map(\.name)
        }
        #expect(kept(1000) == ["a", "b", "c"])
        #expect(kept(300_000) == ["b", "c"])
        #expect(kept(1_000_000) == ["b"])
        #expect(kept(100_000_000) == [])
    }

    @Test func `rows that a sheet has no room for go on in another one`() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "merged.xlsx")
        let texts = SharedTexts(Self.table)
        let file = try WorkbookFile(url, Self.table, texts, mostRows: 5)
        let encoder = WorkbookEncoder(Self.table, texts)
        for _ in 0..<3 { try file.append(encoder.piece(of: Self.batch().storage)) }
        try file.finish()
        let names = ["sheet1", "sheet2", "sheet3", "sheet4"].map { "xl/worksheets/\($0).xml" }
        let bytes = String(decoding: try Self.bytes(folder, "merged.xlsx"), as: UTF8.self)
        #expect(names.allSatisfy(bytes.contains) && !bytes.contains("sheet5"))
    }

    @Test func `more columns than a format has are refused with a remedy`() throws {
        let names = (0..<2000).map { "o\($0)" }.joined(separator: " ")
        let schema = Schema(codebook: Codebook(variables: [.closed("m", names, .multi)]))
        let folder = try TemporaryFolder()
        #expect(throws: FormatLimit.self) {
            _ = try TableFiles(.of(schema), [.csv, .sqlite]) { folder.url.appending(path: $0) }
        }
    }

    @Test(
        arguments: [
            ("csv", [.csv]), ("zsav", [.csv, .zsav]), ("dta,labels", [.csv, .labels, .dta]),
            ("sqlite csv, xlsx", [.csv, .xlsx, .sqlite]),
        ] as [(String, [DataFormat])])
    func `formats are named in any order, and codes are always among them`(_ words: String, _ formats: [DataFormat]) {
        #expect(DataFormat.list(words) == formats)
    }

    @Test(arguments: ["", " , ", "csv,spss", "CSV"])
    func `other words are no formats`(_ words: String) { #expect(DataFormat.list(words) == nil) }
}

/// What is counted while rows are written.
@Suite struct CountTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [
            .closed("country", "AL BA"), .closed("m", "a b c", .multi), .open("n", .slider, role: .plain),
        ]))

    private static func counts(_ rows: [[UInt16]], _ numbers: [Double]) throws -> [CountryCounts.Question] {
        let storage = BatchStorage(bytes: [], firstRow: 2, firstByte: 0)
        storage.rowCount = rows.count
        storage.pseudonyms = rows.indices.map { Pseudonym(high: UInt64($0), low: 0) }
        storage.months = rows.map { _ in 0 }
        storage.codes = (0..<4).flatMap { column in rows.map { $0[column] } }
        storage.numbers = numbers
        let table = DataTable.of(schema)
        let (_, summary) = try TableStage(table, country: 0).process(Batch<Protected>(storage))
        return summary.counts?.questions(of: table) ?? []
    }

    @Test func `who answered one option answered the question, who answered none has a reason`() throws {
        let questions = try Self.counts(
            [
                [1, 1, 0, 1], [1, 9994, 9994, 9994], [2, 0, 9997, 9992], [2, 9992, 9990, 9992], [2, 9992, 9992, 9992],
            ],
            [1, 9994, 2, 3, 9992])
        let (country, many, number) = (questions[0], questions[1], questions[2])
        #expect(country.answers == [[2, 0], [0, 3], [0, 0]])
        #expect(many.isMultiple && many.answers == [[1, 0, 1], [0, 0, 0], [0, 0, 0]])
        #expect(many.answered == [1, 1, 0])
        #expect(many.reasons[0] == [0, 0, 0, 0, 1, 0, 0, 0, 0])
        #expect(many.reasons[1] == [1, 0, 1, 0, 0, 0, 0, 0, 0])
        #expect(number.sums == [1, 5, 0] && number.answered == [1, 2, 0])
        #expect(number.reasons[1][2] == 1)
    }

    @Test func `rows without a country are counted apart`() throws {
        let questions = try Self.counts([[9997, 1, 1, 1], [1, 1, 1, 1]], [1, 2])
        #expect(questions[1].answers == [[1, 1, 1], [0, 0, 0], [1, 1, 1]])
    }
}
