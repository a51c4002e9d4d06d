import TestSupport
import Testing
import WeirCore

@testable import WeirFormats

/// The records of a text, read in pieces of about `pieceSize` bytes.
private func records(
    _ source: any ByteSource, delimiter: Delimiter = .comma, pieceSize: Int = 1 << 20
) throws -> [[String]] {
    let reader = RecordReader(source, name: "test", delimiter: delimiter.rawValue, pieceSize: pieceSize)
    let parser = RecordParser(delimiter: delimiter.rawValue)
    var all: [[String]] = []
    while let piece = try reader.next() {
        #expect(piece.firstRow == all.count + 1)
        all += parser.texts(in: piece.bytes)
    }
    return all
}

@Suite struct CSVTests {
    static let cases: [(text: String, records: [[String]])] = [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,\"x\ny\"\r\n2,z\n", [["a", "b"], ["1", "x\ny"], ["2", "z"]]),
        ("\"a,b\",c\n", [["a,b", "c"]]),
        ("\"say \"\"yes\"\"\",c\n", [["say \"yes\"", "c"]]),
        ("\"\",x\n", [["", "x"]]),
        ("\"\"\"\",x\n", [["\"", "x"]]),
        ("5\" pipe,x\n", [["5\" pipe", "x"]]),
        ("a \"b\" c,\"d\"\n", [["a \"b\" c", "d"]]),
        ("a, \"b,c\",d\n", [["a", "b,c", "d"]]),
        ("\"a\"b,c\n", [["ab", "c"]]),
        (",\n,,\n", [["", ""], ["", "", ""]]),
        ("a,b,\n", [["a", "b", ""]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ("  a  ,b  \n", [["a", "b"]]),
        ("č,\"ñ\r\nș\"\r\n", [["č", "ñ\r\nș"]]),
        ("a,\"b\r\n\"\"c\"\"\"\r\n\r\nd,e", [["a", "b\r\n\"c\""], [""], ["d", "e"]]),
    ]

    @Test(arguments: cases)
    func `every text is read the same however it is cut`(_ test: (text: String, records: [[String]])) throws {
        for size in [1, 2, 7, 1 << 20] {
            for (block, found) in try Slicing.results(of: Array(test.text.utf8), { try records($0, pieceSize: size) }) {
                #expect(found == test.records, "blocks of \(block), pieces of \(size)")
            }
        }
    }

    @Test(arguments: [Delimiter.comma, .semicolon, .tab, .bar], [false, true])
    func `what is written is read back`(_ delimiter: Delimiter, _ quotesAll: Bool) throws {
        let seed: UInt64 = 20_210_615
        var random = SeededRandom(seed: seed)
        let alphabet = ["a", "č", "\"", "\n", "\r\n", ",", ";", "\t", "|", " b", "ș", "'", "0"]
        for round in 0..<60 {
            let width = Int.random(in: 2...6, using: &random)
            let table = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                (0..<width).map { _ in
                    let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? ""
                    }.joined()
                    // Blanks at the ends of a cell are not kept.
                    return text.hasPrefix(" ") || text.hasSuffix(" ") ? "x" + text + "x" : text
                }
            }
            var writer = CSVWriter(
                delimiter: delimiter, lineEnd: round.isMultiple(of: 2) ? "\n" : "\r\n", quotesAll: quotesAll)
            for record in table { writer.record(record) }
            for (block, found) in try Slicing.results(
                of: writer.bytes, { try records($0, delimiter: delimiter, pieceSize: 16) })
            {
                #expect(found == table, "seed \(seed), round \(round), blocks of \(block)")
            }
        }
    }

    @Test func `a quote that never closes is refused with its row`() {
        for size in [1, 1 << 20] {
            #expect(throws: Diagnostic(.quoteOpen, at: Place(file: "test", row: 3))) {
                _ = try records(MemorySource(Array("a\nb\n\"c\nd\n".utf8)), pieceSize: size)
            }
        }
    }

    /// What was read in front of a defect is handed over, so that the accounts can say how many rows there were.
    @Test(arguments: [1, 7, 1 << 20])
    func `records in front of an open quote are handed over first`(_ pieceSize: Int) throws {
        let source = MemorySource(Array("a\nb\n\"c\nd\n".utf8))
        let reader = RecordReader(source, name: "test", delimiter: 44, pieceSize: pieceSize)
        var rows = 0
        let failure = try #require(throws: Diagnostic.self) {
            while let piece = try reader.next() { rows += RecordParser(delimiter: 44).texts(in: piece.bytes).count }
        }
        #expect(rows == 2)
        #expect(failure == Diagnostic(.quoteOpen, at: Place(file: "test", row: 3)))
        #expect(throws: failure) { _ = try reader.next() }
    }

    @Test func `a small table that ends inside quotes is refused`() {
        #expect(throws: Diagnostics.self) { _ = try SmallTable(Array("a,b\n1,2\n3,\"4\n".utf8), name: "t.csv") }
    }

    @Test(arguments: [
        ("a,b;c\n1,2;3\n", Delimiter.comma), ("a;b\n1,5;2\n", .semicolon), ("a\tb\n1\t2\n", .tab), ("a|b\n", .bar),
        ("\"x,y\";b\n\"1,2,3\";2\n", .semicolon),
    ])
    func `the steadiest delimiter is taken`(_ text: String, _ expected: Delimiter) {
        #expect(Delimiter.recognised(in: Array(text.utf8)) == expected)
    }

    @Test func `prose has no delimiter`() { #expect(Delimiter.recognised(in: Array("Dear all\nbye\n".utf8)) == nil) }

    @Test func `a small table names the rows of its records`() throws {
        let table = try SmallTable(Array("\u{FEFF}a,b\n1\n\n,2\n".utf8), name: "t.csv")
        #expect(table.header == ["a", "b"])
        #expect(table.records.map(\.row) == [2, 4])
        #expect(table.records.map(\.cells) == [["1", ""], ["", "2"]])
        #expect(throws: Diagnostics.self) { _ = try SmallTable(Array("a,b\n1,2,3\n".utf8), name: "t.csv") }
    }
}

/// Records are found by the ends of their cells, 64 bytes at a time, and read one byte after the other: both must agree.
@Suite struct RecordCursorTests {
    /// A text whose quotes stand where they should, and where they should not.
    private static func text(_ random: inout SeededRandom) -> [UInt8] {
        let alphabets = [
            ["a", "\"", "\n", "\r", "\r\n", ",", " ", "b"], [",", ",", ",", "1", "\n", "\r\n"],
            ["a", "some longer text", ",", ",", "\n", "\"x,y\"", "\"\"", " \"", "\"q\"\"r\"", "ñ"],
        ]
        let signs = alphabets.randomElement(using: &random) ?? []
        let count = Int.random(in: 0...300, using: &random)
        let text = (0..<count).map { _ in signs.randomElement(using: &random) ?? "" }.joined()
        // A text that ends inside quotes is no text.
        return Array((text + (text.utf8.count { $0 == 34 }.isMultiple(of: 2) ? "" : "\"") + "\n").utf8)
    }

    @Test func `cells found by their ends are those found byte by byte`() throws {
        var random = SeededRandom(seed: 20_211_121)
        let parser = RecordParser(delimiter: 44)
        var pieces = 0
        for _ in 0..<400 {
            let reader = RecordReader(MemorySource(Self.text(&random)), name: "test", delimiter: 44, pieceSize: 100)
            while let piece = try? reader.next() {
                let expected = parser.texts(in: piece.bytes)
                #expect(piece.records == expected.count)
                let found = Self.records(of: piece, parser)
                #expect(found.whole == expected, "\(String(decoding: piece.bytes, as: UTF8.self).debugDescription)")
                #expect(found.some == expected.map { [$0[0], $0.count > 2 ? $0[2] : ""] })
                #expect(found.widths == expected.map(\.count))
                #expect(found.filled == found.filledByColumn)
                #expect(zip(found.filled, expected).allSatisfy { $0 >= $1.count { !$0.isEmpty } })
                #expect(found.blank == expected.map { $0.allSatisfy(\.isEmpty) })
                pieces += 1
            }
        }
        #expect(pieces > 400)
    }

    /// What a cursor tells of records.
    private struct Told {
        var (whole, some): ([[String]], [[String]]) = ([], [])
        var (widths, filled, filledByColumn): ([Int], [Int], [Int]) = ([], [], [])
        var blank: [Bool] = []
    }

    private static func records(of piece: RecordReader.Piece, _ parser: RecordParser) -> Told {
        var result = Told()
        var places: [RecordPlace] = []
        var bytes = piece.bytes
        _ = parser.withCursor(over: &bytes, piece.ends) { records in
            while let (place, isBlank) = records.skip() {
                result.widths.append(place.width)
                result.blank.append(isBlank)
                places.append(place)
            }
        }
        _ = parser.withCursor(over: &bytes, nil) { records in
            var record: [Cell] = []
            while records.next(into: &record) { result.whole.append(texts(record, records)) }
        }
        bytes = piece.bytes
        _ = parser.withCursor(over: &bytes, piece.ends) { records in
            var record = [Cell](repeating: .blank, count: 2)
            for place in places {
                result.filled.append(place.filled)
                result.filledByColumn.append(records.filled(Array(0..<place.width), of: place))
                records.read([0, 2], of: place, into: &record)
                result.some.append(texts(record, records))
            }
        }
        return result
    }

    private static func texts(_ record: [Cell], _ records: RecordCursor) -> [String] {
        record.map { cell in
            String(decoding: records.text[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)], as: UTF8.self)
        }
    }
}
