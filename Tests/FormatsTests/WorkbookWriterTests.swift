import TestSupport
import Testing
import WeirCore

@testable import WeirFormats

/// What weir writes as a workbook it reads as it was, in all slicings.
@Suite struct WorkbookWriterTests {
    private static let rows = [
        ["id", "Pëlqimi & <b>", ""], ["12514003798", "line\nbreak, \"quoted\"", "0"],
        ["007", "1234567890123456", "1,5"],
        ["", "", ""], ["5", "\r", "last"],
    ]

    private static func workbook() -> [UInt8] {
        var writer = WorkbookWriter(sheet: "Answers")
        for row in rows { writer.row(row) }
        writer.finish()
        return writer.take()
    }

    @Test func `a workbook is read as it was written, in all slicings`() throws {
        for (block, records) in try Slicing.results(of: Self.workbook(), Self.records) {
            #expect(records.count == 5, "blocks of \(block)")
            for (record, row) in zip(records, Self.rows) {
                #expect(record.allSatisfy(\.isEmpty) ? row.allSatisfy(\.isEmpty) : record == row || row[2].isEmpty)
            }
        }
    }

    private static func records(_ source: any ByteSource) throws -> [[String]] {
        let file = try TableFile(source, name: "f")
        #expect(file.format.content == .sheet(kind: "XLSX workbook", name: "Answers", count: 1))
        var records: [[String]] = []
        while let piece = try file.reader.next() {
            records += RecordParser(delimiter: file.delimiter).texts(in: piece.bytes)
        }
        return records
    }

    @Test func `the same rows are the same bytes, and digits with a leading zero stay text`() throws {
        #expect(Self.workbook() == Self.workbook())
        let records = try Self.records(MemorySource(Self.workbook()))
        #expect(records[2] == ["007", "1234567890123456", "1,5"])
    }
}

@Suite struct SingleByteWriterTests {
    @Test func `text is written as it is read, and what is lacking is a question mark`() throws {
        let writer = try #require(SingleByteWriter(.windows1250))
        #expect(writer.encoded(Array("čț€a".utf8)) == [0xE8, 0x3F, 0x80, 0x61])
        #expect(SingleByteWriter(.utf8) == nil)
    }
}
