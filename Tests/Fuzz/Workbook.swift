import WeirCore

@testable import WeirFormats

/// What comes out of an input is read in small pieces, so that each takes long: much less of it is enough here than a survey
/// may have, and the limit itself is met more often.
private let limit = InflatingSource.Limit(free: 1 << 14, ratio: 4)

/// Any bytes are opened as a file in a zip archive, and as the sheet of a workbook: they may be refused, they must not
/// crash or grow without end.
func fuzzWorkbook(_ bytes: [UInt8]) {
    read(bytes)
    read(StoredArchive(workbookWithSheet: bytes).bytes)
}

/// Any bytes are opened as a zip archive; and a list of files, the name of each in a line of its own behind `== ` and what
/// it holds below, is packed with true lengths and checksums, so that what is inside is reached: the same holds.
func fuzzZip(_ bytes: [UInt8]) {
    let archive = bytes.starts(with: FileSignature.zip) ? bytes : StoredArchive(listed: bytes).bytes
    read(archive)
}

/// Any bytes are the content of an OpenDocument: the same holds.
func fuzzDocument(_ bytes: [UInt8]) {
    read(StoredArchive(documentWithContent: bytes).bytes)
}

private func read(_ bytes: [UInt8]) {
    guard let file = try? TableFile(MemorySource(bytes, block: 61), name: "fuzz", pieceSize: 64, limit: limit) else {
        return
    }
    var total = 0
    while let piece = try? file.reader.next() { total += piece.bytes.count }
    precondition(total <= (limit.free + limit.ratio * bytes.count) * 2, "more came out than may")
}

/// A zip archive whose entries are not compressed, with true lengths and checksums.
private struct StoredArchive {
    private(set) var bytes: [UInt8] = []
    private var list: [UInt8] = []
    private var count = 0

    init(workbookWithSheet sheet: [UInt8]) {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        add("[Content_Types].xml", Array("<Types/>".utf8))
        add("xl/workbook.xml", Array("<w><sheets><sheet name=\"S\" id=\"a\"/></sheets></w>".utf8))
        add(
            "xl/_rels/workbook.xml.rels",
            Array(
                "<r><Relationship Id=\"a\" Type=\"\(office)/worksheet\" Target=\"s.xml\"/></r>".utf8))
        add("xl/s.xml", sheet)
        finish()
    }

    init(documentWithContent content: [UInt8]) {
        add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
        add("content.xml", content)
        finish()
    }

    init(listed files: [UInt8]) {
        let mark = Array("== ".utf8)
        var rest = files[...]
        while rest.starts(with: mark) {
            let name = rest.dropFirst(mark.count).prefix { $0 != Byte.lineFeed }
            let content = rest[name.endIndex...].dropFirst()
            let end = content.firstRange(of: [Byte.lineFeed] + mark)?.lowerBound ?? content.endIndex
            add(Array(name), Array(content[..<end]))
            rest = content[end...].dropFirst()
        }
        finish()
    }

    private mutating func finish() {
        let start = bytes.count
        bytes += list
        put([0x0605_4B50], [0, 0, count, count], [list.count, start], [0])
    }

    private mutating func add(_ name: String, _ content: [UInt8]) { add(Array(name.utf8), content) }

    private mutating func add(_ name: [UInt8], _ content: [UInt8]) {
        let start = bytes.count
        let check = Int(Self.checksum(content))
        put([0x0403_4B50], [20, 0, 0, 0, 33], [check, content.count, content.count], [name.count, 0])
        bytes += name + content
        let end = bytes.count
        put(
            [0x0201_4B50], [20, 20, 0, 0, 0, 33], [check, content.count, content.count], [name.count, 0, 0, 0, 0],
            [0, start])
        list += bytes[end...] + name
        bytes.removeSubrange(end...)
        count += 1
    }

    /// Groups of long and short numbers in turn.
    private mutating func put(_ groups: [Int]...) {
        for (place, group) in groups.enumerated() {
            for number in group {
                for at in 0..<(place.isMultiple(of: 2) ? 4 : 2) {
                    bytes.append(UInt8(truncatingIfNeeded: number >> (8 * at)))
                }
            }
        }
    }

    private static let steps: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(byte) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }

    private static func checksum(_ content: [UInt8]) -> UInt32 {
        var sum: UInt32 = ~0
        for byte in content { sum = steps[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
        return ~sum
    }
}
