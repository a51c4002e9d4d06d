import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirFormats

private func gzip(_ blocks: [[UInt8]]) -> [UInt8] {
    var member = GzipMember()
    var bytes = GzipMember.header
    for plain in blocks {
        let block = GzipBlock(deflating: plain)
        member.append(block)
        bytes += block.bytes
    }
    return bytes + member.trailer
}

private func inflated(_ bytes: [UInt8], limit: InflatingSource.Limit = .standard, block: Int = .max) throws -> [UInt8] {
    try Slicing.drain(InflatingSource(MemorySource(bytes, block: block), name: "test", limit: limit))
}

@Suite struct GzipTests {
    static let plain = Array(String(repeating: "a survey, 1;2\n", count: 500).utf8)

    @Test func `blocks make one member that other programs read`() throws {
        let folder = try TemporaryFolder()
        let bytes = gzip([Self.plain, [], Self.plain, [10]])
        #expect(bytes.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        let file = try folder.write(bytes, to: "x.gz")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "gzip -dc '\(file.path)' > '\(folder.url.path)/x'"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try Data(contentsOf: folder.url.appending(path: "x")) == Data(Self.plain + Self.plain + [10]))
    }

    @Test func `what was deflated is inflated, in all slicings`() throws {
        for (block, plain) in try Slicing.results(
            of: gzip([Self.plain, Self.plain]), { try Slicing.drain(InflatingSource($0, name: "test")) })
        {
            #expect(plain == Self.plain + Self.plain, "blocks of \(block)")
        }
    }

    @Test func `several members are one text`() throws {
        #expect(try inflated(gzip([Self.plain]) + gzip([Self.plain])) == Self.plain + Self.plain)
    }

    @Test func `a file cut at any byte is refused`() {
        let whole = gzip([Array("a,b\n1,2\n".utf8)])
        for end in 1..<whole.count {
            #expect(throws: Diagnostic.self, "cut at \(end)") { _ = try inflated(Array(whole[..<end])) }
        }
    }

    @Test func `a changed byte of the checksum is refused`() {
        var bytes = gzip([Self.plain])
        bytes[bytes.count - 5] ^= 1
        #expect(throws: Diagnostic(.gzipCorrupt, at: Place(file: "test"))) { _ = try inflated(bytes) }
    }

    @Test func `a bomb is refused before it is inflated`() {
        let bytes = gzip([[UInt8](repeating: 0, count: 8 << 20)])
        let limit = InflatingSource.Limit(free: 1 << 16, ratio: 100)
        #expect(throws: Diagnostic(.gzipBomb, at: Place(file: "test"))) { _ = try inflated(bytes, limit: limit) }
        #expect(throws: Never.self) { _ = try inflated(bytes) }
    }
}

@Suite struct EncodingTests {
    private func utf16(_ text: String, littleEndian: Bool) -> [UInt8] {
        text.utf16.flatMap {
            littleEndian ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)]
        }
    }

    @Test(arguments: ["plain", "šđč ñ ș", "emoji 🙂🙂 end", ""], [true, false])
    func `UTF-16 becomes UTF-8 in all slicings`(_ text: String, _ littleEndian: Bool) throws {
        for (block, decoded) in try Slicing.results(
            of: utf16(text, littleEndian: littleEndian),
            { try Slicing.drain(UTF16Source($0, littleEndian: littleEndian)) })
        {
            #expect(decoded == Array(text.utf8), "blocks of \(block)")
        }
    }

    @Test func `a reader with room for one byte gets every character`() throws {
        let source = UTF16Source(MemorySource(utf16("ș🙂a", littleEndian: true)), littleEndian: true)
        var all: [UInt8] = []
        var byte = [UInt8](repeating: 0, count: 1)
        while try byte.withUnsafeMutableBytes({ try source.read(into: $0) }) == 1 { all += byte }
        #expect(all == Array("ș🙂a".utf8))
    }

    /// What cannot be read leaves a mark, and what follows is read.
    @Test(
        arguments: [
            ([0x61, 0x00, 0x3D, 0xD8, 0x62, 0x00], [0x61, 0xFF, 0x62]), ([0x00, 0xDC, 0x61, 0x00], [0xFF, 0x61]),
            ([0x61, 0x00, 0x3D, 0xD8], [0x61, 0xFF]), ([0x61, 0x00, 0x62], [0x61, 0xFF]),
            ([0x3D, 0xD8, 0x3D, 0xD8, 0x42, 0xDE], [0xFF, 0xF0, 0x9F, 0x99, 0x82]),
        ] as [([UInt8], [UInt8])])
    func `half a character is marked as no text, in all slicings`(_ bytes: [UInt8], _ expected: [UInt8]) throws {
        for (block, decoded) in try Slicing.results(
            of: bytes, { try Slicing.drain(UTF16Source($0, littleEndian: true)) })
        {
            #expect(decoded == expected, "blocks of \(block)")
        }
    }

    @Test func `validation agrees with the standard library`() {
        let seed: UInt64 = 7
        var random = SeededRandom(seed: seed)
        let parts: [[UInt8]] = [
            Array("plain text, ".utf8), Array("č".utf8), Array("€".utf8), Array("🙂".utf8), [0xC0, 0xAF],
            [0xED, 0xA0, 0x80],
            [0xF5], [0x80], [0xE2, 0x82], [0xF0, 0x8F, 0xBF, 0xBF],
        ]
        var valid = 0
        for round in 0..<3000 {
            // One part that is no text at most, so that it stands behind much that is.
            let wrong = Bool.random(using: &random) ? Int.random(in: 0..<60, using: &random) : -1
            let bytes = (0..<Int.random(in: 0...60, using: &random)).flatMap { place in
                parts[Int.random(in: place == wrong ? 4...9 : 0...3, using: &random)]
            }
            let found = bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalid(in: $0) }
            let expected = String(validating: bytes, as: UTF8.self) != nil
            #expect((found == nil) == expected, "seed \(seed), round \(round)")
            if let found { #expect(String(validating: bytes[..<found], as: UTF8.self) != nil) }
            valid += expected ? 1 : 0
        }
        #expect((300...2700).contains(valid))
    }

    @Test func `NUL is no text`() {
        for count in [12, 64, 100] {
            let bytes = [UInt8](repeating: 97, count: count) + [0] + [UInt8](repeating: 98, count: 70)
            #expect(bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalid(in: $0) } == count)
        }
    }

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x22], TextEncoding.utf8, 3), ([0xFF, 0xFE, 0x61, 0], .utf16LittleEndian, 2),
            ([0xFE, 0xFF, 0, 0x61], .utf16BigEndian, 2), (Array("plain text, long".utf8), .utf8, 0),
        ] as [([UInt8], TextEncoding, Int)])
    func `byte order marks are recognised`(_ head: [UInt8], _ encoding: TextEncoding, _ mark: Int) {
        let found = TextEncoding.recognised(in: head)
        #expect(found.encoding == encoding)
        #expect(found.mark == mark)
    }

    @Test(arguments: [true, false])
    func `UTF-16 without a mark is recognised by its zeros`(_ littleEndian: Bool) {
        let found = TextEncoding.recognised(in: utf16("Respondent ID,Consent", littleEndian: littleEndian))
        #expect(found.encoding == (littleEndian ? .utf16LittleEndian : .utf16BigEndian))
    }
}

@Suite struct TableFileTests {
    private func code(_ bytes: [UInt8]) -> DiagnosticCode? {
        do {
            _ = try TableFile(MemorySource(bytes), name: "test")
            return nil
        } catch { return (error as? Diagnostic)?.code }
    }

    @Test(
        arguments: [
            (Array("PK\u{3}\u{4}xl".utf8), .zipTruncated), ([0xD0, 0xCF, 0x11, 0xE0, 0], .workbookOld),
            (Array("%PDF-1.7\n".utf8), .filePDF), (Array("$FL2@(#)".utf8), .statisticsCorrupt),
            (Array("<?xml version".utf8), .fileUnknownFormat), ([0x61, 0x2C, 0, 0x62], .fileNotATable),
            (Array("[{\"a\": 1, \"b\": 2}]".utf8), .fileUnknownFormat),
            (Array("{ \"a\": [1, 2] }".utf8), .fileUnknownFormat),
            (Array("BZh91AY&SY".utf8), .fileUnknownFormat), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 1], .fileUnknownFormat),
            ([UInt8](repeating: 32, count: 200) + Array("ASCII SPSS PORT FILE".utf8), .fileUnknownFormat),
            (Array("[name],{b}\n1,2\n".utf8), nil),
            (Array("Dear all\nbye\n".utf8), .fileNotATable), ([0xEF, 0xBB, 0xBF], .fileEmpty),
            ([0x1F, 0x8B, 8, 0, 0], .gzipTruncated), (gzip([gzip([Array("a,b\n".utf8)])]), .gzipTwice),
            (gzip([Array("PK\u{3}\u{4}xl".utf8)]), .zipTruncated),
            (Array("PK\u{3}\u{4}xlPK\u{5}\u{6}".utf8) + [UInt8](repeating: 9, count: 18), .zipCorrupt),
            (Array("a,b,c\n1,2,3\n".utf32(bigEndian: false, mark: true)), .encodingOther),
            (Array("a,b,c\n1,2,3\n".utf32(bigEndian: true, mark: false)), .encodingOther),
        ] as [([UInt8], DiagnosticCode?)])
    func `what is no delimited text is refused by name`(_ bytes: [UInt8], _ expected: DiagnosticCode?) {
        #expect(code(bytes) == expected)
    }

    /// A stray NUL is for whoever reads the cells, who can say where it is.
    @Test func `one NUL does not make a table unreadable`() throws {
        let text = "id,answer\n" + String(repeating: "1,yes\n", count: 5) + "2,n\0\n"
        let file = try TableFile(MemorySource(Array(text.utf8)), name: "test")
        let piece = try #require(try file.reader.next())
        let defect = TextCheck(delimiter: 44, encoding: .utf8, file: "test").defect(in: piece.bytes, firstRow: 1)
        #expect(defect?.place == Place(file: "test", row: 7, column: 1, byte: 43))
        #expect(defect?.code == .encodingInvalid)
    }

    @Test func `compression, encoding and delimiter are recognised together`() throws {
        let text = "sep=;\r\na;b\r\n1;2\r\n"
        let utf16: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let file = try TableFile(MemorySource(gzip([utf16]), block: 5), name: "test")
        #expect(file.format == .init(packing: [.gzip], content: .text(.utf16LittleEndian, .mark, .semicolon)))
        let piece = try #require(try file.reader.next())
        #expect(RecordParser(delimiter: 59).texts(in: piece.bytes) == [["a", "b"], ["1", "2"]])
    }

    @Test(arguments: ["sep=;\n", "SEP=;\r\n", "\"sep=;\"\r\n"])
    func `a hint for spreadsheets is no row`(hint: String) throws {
        let file = try TableFile(MemorySource(Array((hint + "a;b\n1;2,3\n").utf8)), name: "test")
        let piece = try #require(try file.reader.next())
        #expect(RecordParser(delimiter: file.delimiter).texts(in: piece.bytes) == [["a", "b"], ["1", "2,3"]])
    }

    /// The rows of a file that was cut off or damaged, up to the defect; then the defect, and again the defect.
    private func read(_ bytes: [UInt8], block: Int) throws -> (rows: Int, failure: DiagnosticCode?) {
        let file = try TableFile(MemorySource(bytes, block: block), name: "test", pieceSize: 4096)
        var rows = 0
        let failure = try #require(throws: Diagnostic.self) {
            while let piece = try file.reader.next() {
                rows += RecordParser(delimiter: 44).texts(in: piece.bytes).count
            }
        }
        #expect(throws: failure) { _ = try file.reader.next() }
        return (rows, failure.code)
    }

    @Test(arguments: [1000, 30_000], [Int.max, 1000])
    func `rows in front of a defect are read`(_ count: Int, _ block: Int) throws {
        var random = SeededRandom(seed: 3)
        let lines = (0..<count).map { "\($0),\(UInt64.random(in: 0...9_999_999, using: &random))\n" }
        let blocks = stride(from: 0, to: count, by: 500).map { first in
            Array(lines[first..<min(first + 500, count)].joined().utf8)
        }
        let whole = gzip([Array("id,answer\n".utf8)] + blocks)
        let cut = try read(Array(whole[..<(whole.count / 2)]), block: block)
        #expect(cut.failure == .gzipTruncated)
        #expect((count * 2 / 5...count * 3 / 5).contains(cut.rows), "\(cut.rows)")
        var wrong = whole
        wrong[wrong.count - 6] ^= 1
        let damaged = try read(wrong, block: block)
        #expect(damaged.failure == .gzipCorrupt)
        #expect(damaged.rows == count + 1)
    }

    @Test func `missing, empty and folder are told apart`() throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "empty.csv")
        let cases: [(String, DiagnosticCode)] = [
            ("none.csv", .fileMissing), ("empty.csv", .fileEmpty), (".", .fileIsDirectory),
        ]
        for (name, code) in cases {
            #expect(throws: Diagnostic(code, at: Place(file: "x"))) {
                _ = try FileSource(path: folder.url.appending(path: name).path, name: "x")
            }
        }
    }
}

extension String {
    fileprivate func utf32(bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + unicodeScalars.map(\.value)).flatMap { scalar in
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar >> ($0 * 8)) }
            return bigEndian ? bytes.reversed() : bytes
        }
    }
}

@Suite struct TextCheckTests {
    private static let western = "Windows-1252 (Western European)"
    private static let central = "Windows-1250 (Central European)"

    /// A file whose second row has these bytes in its second cell.
    private func defect(_ cell: [UInt8], limit: Int = .max) -> Diagnostic? {
        TextCheck(delimiter: 59, encoding: .utf8, file: "f").defect(
            in: Array("id;text\n1;\"a \"\"b".utf8) + cell + Array("\"\n".utf8), firstRow: 1, limit: limit)
    }

    @Test(
        arguments: [
            ("espa\u{F1}ol, \u{BF}qu\u{E9}?", western, 20),
            ("pun\u{EB} fa\u{E7}e", "\(western) or \(central)", 19),
            // Bytes of Windows-1250: č ć đ; ă ş ţ.
            ("pomo\u{E6} dje\u{E8}je \u{F0}ak", central, 20), ("tat\u{E3}, a\u{BA}a, fra\u{FE}i", central, 19),
            ("\u{9A}kola", "\(western) or \(central)", 16),
        ])
    func `letters of one byte are known by their neighbours`(_ text: String, _ name: String, _ byte: Int) {
        let found = defect(text.unicodeScalars.map { UInt8($0.value) })
        let place = Place(file: "f", row: 2, column: 1, byte: byte)
        #expect(found == Diagnostic(.encodingOther, at: place, label: name))
    }

    @Test(
        arguments: [
            ([0x20, 0xFF, 0xFE], 17), ([0x20, 0xE9, 0x20], 17), ([0xC3, 0xA9, 0x61, 0xE9, 0x61], 19),
            ([0xC3, 0xA9, 0xE2, 0x82], 18),
        ] as [([UInt8], Int)])
    func `damaged text is no other encoding`(_ cell: [UInt8], _ byte: Int) {
        let place = Place(file: "f", row: 2, column: 1, byte: byte)
        #expect(defect(cell) == Diagnostic(.encodingInvalid, at: place))
    }

    @Test func `a sign that no text has is called by its name`() {
        let found = defect([0x61, 0])
        #expect(found?.label == "NUL" && found?.place.byte == 17)
    }

    /// Each file has one character that cannot be read behind letters that are longer in UTF-8 than there, or shorter.
    @Test(
        arguments: [
            (
                Array("id;ni".utf8) + [0xF1] + Array("a\n1;s".utf8) + [0xED] + Array("\n2;".utf8) + [0x81, 10],
                .windows1252
            ),
            (
                Array("sep=;\nid;ni".utf8) + [0xF1] + Array("a\n1;s".utf8) + [0xED, 0xED] + Array("\n2;".utf8) + [
                    0x81, 10,
                ],
                .windows1252
            ),
            ([0xEF, 0xBB, 0xBF] + Array("id;niña\n1;sí\n2;".utf8) + [0xFF, 0xFE, 10], nil),
            ([0xFF, 0xFE] + littleEndian("sep=;\nid;niña\n1;a𝄞\n2;") + [0x00, 0xDC] + littleEndian("\n"), nil),
            (littleEndian("id;a long header\n1;a𝄞\n2;") + [0x01, 0xDC] + littleEndian("\n"), nil),
        ] as [([UInt8], TextEncoding?)])
    func `a byte is told as its file has it`(_ bytes: [UInt8], _ declared: TextEncoding?) throws {
        let file = try TableFile(
            MemorySource(bytes), name: "f", hints: .init(encoding: declared), pieceSize: 4)
        let check = TextCheck(delimiter: 59, encoding: file.encoding, file: "f")
        var found: Diagnostic?
        while found == nil, let piece = try file.reader.next() {
            found = check.defect(in: piece.bytes, firstRow: piece.firstRow, firstByte: piece.firstByte)
        }
        // Nothing else in the files has these bytes.
        let bad = bytes.firstIndex(of: declared == nil ? bytes[0] == 0xEF ? 0xFF : 0xDC : 0x81)
        let place = try #require(bad) - (file.encoding == .utf16LittleEndian ? 1 : 0)
        #expect(found == Diagnostic(.encodingInvalid, at: Place(file: "f", row: 3, column: 1, byte: place)))
    }

    private static func littleEndian(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    @Test func `what was decoded is not taken for another encoding`() {
        let bytes = Array("id;text\n1;pun".utf8) + [0xFF] + Array("a\n".utf8)
        func code(_ encoding: TextEncoding?) -> DiagnosticCode? {
            TextCheck(delimiter: 59, encoding: encoding, file: "f").defect(in: bytes, firstRow: 1)?.code
        }
        #expect(code(.utf8) == .encodingOther)
        #expect(code(.windows1250) == .encodingInvalid)
        #expect(code(nil) == .encodingInvalid)
    }

    @Test func `text is text, and rows behind the limit are not looked at`() {
        #expect(defect(Array("pomoć ñ".utf8)) == nil)
        #expect(defect([0xFF], limit: 1) == nil)
        #expect(defect([0xFF], limit: 2) != nil)
    }
}
