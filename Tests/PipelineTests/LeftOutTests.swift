import TestSupport
import Testing
import WeirCore
import WeirFormats

@testable import WeirPipeline

/// Rows that refuse an upload are left out when the others are looked at.
@Suite struct LeftOutTests {
    private static let text = "id,q\n1,a\n2,\"b\nb\"\n3,c\nid,q\n4,d\n"

    private static func table(_ bytes: [UInt8], _ size: Int) throws -> TableFile {
        try TableFile(MemorySource(bytes), name: "f.csv", pieceSize: size)
    }

    private static func records(_ left: LeftOut, _ size: Int, of bytes: [UInt8]) throws -> (text: String, end: Int) {
        var reader = HeaderReader(try table(bytes, size), file: "f.csv", leaving: left)
        _ = try reader.readLayout()
        var text: [UInt8] = []
        while let batch = try reader.next() { text += batch.storage.bytes }
        return (String(decoding: text, as: UTF8.self), reader.endRow)
    }

    @Test(arguments: [1, 9, 1 << 20])
    func `rows are made blank, and all others keep their number`(_ size: Int) throws {
        let left = LeftOut(rows: [3, 5])
        let found = try Self.records(left, size, of: Array(Self.text.utf8))
        #expect(found == ("1,a\n\n3,c\n\n4,d\n", 7))
    }

    @Test(arguments: [1, 9, 1 << 20])
    func `what stands behind an end is not read, even if it cannot be`(_ size: Int) throws {
        let bytes = Array((Self.text + "5,\"never closed\n").utf8)
        #expect(try Self.records(LeftOut(rows: [3], end: 5), size, of: bytes) == ("1,a\n\n3,c\n", 5))
        #expect(try Self.records(LeftOut(end: 2), size, of: bytes) == ("", 2))
        #expect(throws: Diagnostic.self) { _ = try Self.records(LeftOut(), size, of: bytes) }
    }

    @Test(arguments: [1, 9, 1 << 20])
    func `own headers and others are told apart, and every row that is no text`(_ size: Int) throws {
        let bytes = Array("id,q\n1,a\nid,q\n2,".utf8) + [0xFF] + Array("\n3,b\nid,r\n".utf8) + [0xFE, 0x2C, 0x0A]
        let crosswalk = Crosswalk(country: CountryCode("AL")!, columns: [])
        let scan = RowScan(try Self.table(bytes, size), file: "f.csv", crosswalk, headers: [3, 6])
        #expect(scan.repeatedHeaders == [3])
        #expect(scan.otherHeader == 6)
        #expect(scan.unreadable == [4, 7])
        #expect(scan.firstUnreadable?.place == Place(file: "f.csv", row: 4, column: 1, byte: 16))
    }

    @Test func `rows that belong elsewhere are told once`() {
        var left = LeftOut()
        let mixed = Diagnostic(.surveysMixed, at: Place(file: "f", row: 5))
        left.tell([mixed, Diagnostic(.answerUnknown, at: Place(file: "f", row: 2))])
        left.tell([
            Diagnostic(.answersShifted, at: Place(file: "f", row: 6)),
            Diagnostic(.rowTooLong, at: Place(file: "f", row: 7)),
        ])
        #expect(left.told.map(\.code) == [.surveysMixed, .rowTooLong])
    }
}
