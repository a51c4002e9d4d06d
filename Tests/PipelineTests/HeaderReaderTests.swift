import Foundation
import TestSupport
import Testing
import WeirCore
import WeirFormats
import WeirIngest

@testable import WeirPipeline

@Suite struct HeaderReaderTests {
    private func reader(_ bytes: [UInt8], pieceSize: Int = 1 << 20) throws -> HeaderReader {
        let file = try TableFile(MemorySource(bytes), name: "f.csv", pieceSize: pieceSize)
        return HeaderReader(file, file: "f.csv")
    }

    @Test(arguments: ["id,answer", "id,answer\r\n", "Respondent ID,Q1,\n,A,B\n"], [1, 1 << 20])
    func `headers without interviews are told`(_ text: String, _ pieceSize: Int) throws {
        var headers = try reader(Array(text.utf8), pieceSize: pieceSize)
        #expect(try headers.readLayout().defect == nil)
        #expect(throws: Diagnostic(.noInterviews, at: Place(file: "f.csv"))) { _ = try headers.next() }
    }

    @Test func `what is no text in a header is told by its place, and only there`() throws {
        let bytes = Array("id,".utf8) + [0xFF] + Array(",x\n1,2,3\n".utf8)
        var headers = try reader(bytes)
        #expect(try headers.readLayout().defect?.place == Place(file: "f.csv", row: 1, column: 1, byte: 3))
        var rows = try reader(Array("id,q,x\n1,".utf8) + [0xFF] + Array(",3\n".utf8))
        #expect(try rows.readLayout().defect == nil)
    }

    /// The accounts name every row of an upload that is refused, wherever its defect stands.
    @Test(arguments: [0, 3, 12, 20, 700])
    func `rows around bytes that are no text are counted`(_ place: Int) throws {
        let folder = try TemporaryFolder()
        var bytes = Array("id,answer\n".utf8) + (1...100).flatMap { Array("\($0),yes yes\n".utf8) }
        bytes[place] = 0xE9
        let file = try folder.write(bytes, to: "AL/a.csv")
        let entry = Inbox.Entry(country: CountryCode("AL")!, name: "AL/a.csv", path: file.path)
        #expect(UnreadyUpload.rows(of: entry, TableFile.Hints()) == 100)
    }

    @Test func `rows around half a character of UTF-16 are counted`() throws {
        let folder = try TemporaryFolder()
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in ("id,answer\n" + String(repeating: "1,yes\n", count: 50)).utf16 {
            bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        bytes[2 * 20 + 1] = 0xD8
        let file = try folder.write(bytes, to: "PE/a.txt")
        let entry = Inbox.Entry(country: CountryCode("PE")!, name: "PE/a.txt", path: file.path)
        #expect(UnreadyUpload.rows(of: entry, TableFile.Hints()) == 50)
    }
}
