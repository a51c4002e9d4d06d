import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirFormats

/// Streams that are deflated on all cores.
@Suite struct BlockDeflaterTests {
    private static func text(_ lines: Int) -> [UInt8] {
        Array((0..<lines).map { "row \($0 &* 2_654_435_761 % 9973),\($0 % 7),9990,9990,\($0 % 101)\n" }.joined().utf8)
    }

    private static func stream(_ plain: [UInt8], pieces: Int) -> [UInt8] {
        var stream = GzipStream()
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: plain.count, by: pieces) {
            bytes += stream.append(Array(plain[start..<min(plain.count, start + pieces)]))
        }
        return bytes + stream.finish()
    }

    @Test(arguments: [0, 1, 3000, 200_000])
    func `what is deflated is inflated, and pieces do not matter`(_ lines: Int) throws {
        let plain = Self.text(lines)
        let bytes = Self.stream(plain, pieces: 1 << 20)
        #expect(try Slicing.drain(InflatingSource(MemorySource(bytes), name: "x")) == plain)
        for pieces in [777, 100_003, Int.max >> 1] { #expect(Self.stream(plain, pieces: pieces) == bytes) }
    }

    @Test func `blocks refer back to the ones before`() throws {
        // Noise that comes again within the window: without the bytes before, the second half could not be short.
        var seed: UInt64 = 1
        let noise = (0..<16_384).map { _ -> UInt8 in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            return UInt8(seed >> 56)
        }
        let filler = [UInt8](repeating: 65, count: BlockDeflater.block - 16_384)
        let plain = filler + noise + noise
        #expect(Self.stream(plain, pieces: plain.count).count < 18_000)
    }
}

@Suite struct ShortNameTests {
    @Test func `long names are cut and told apart, whatever their letters' case`() {
        let names = ["abcdefgh", "abcdefghi", "ABCDEFGHj", "abcdef_2", "abcdefghk", "x"]
        let short = ShortNames.of(names, longest: 8)
        #expect(short == ["abcdefgh", "abcdef_3", "ABCDEF_4", "abcdef_2", "abcdef_5", "x"])
        #expect(Set(short.map { $0.lowercased() }).count == names.count)
    }

    @Test func `a name is cut between characters`() { #expect(ShortNames.of(["ččččč"], longest: 7) == ["ččč"]) }
}

/// Data files of SPSS and Stata, read by another library.
@Suite struct DataFileTests {
    private static func read(_ bytes: [UInt8], _ format: StatisticsFormat) -> [[String]] {
        var output: [UInt8] = []
        _ = bytes.withUnsafeBytes { file in
            StatisticsReader(file, StatisticsRequest(format, .init(), size: bytes.count)) { output += $0 }.run()
        }
        let line = output.prefix { $0 != Byte.lineFeed }
        return RecordParser(delimiter: Delimiter.comma.rawValue).texts(in: Array(output.dropFirst(line.count + 1)))
    }

    private static let variables = [
        SAVDictionary.Variable(name: "id", label: "Who", kind: .text(width: 16)),
        .init(
            name: "share", label: "Share", kind: .number(width: 8, decimals: 2), measure: .scale, missing: 9990...9998),
        .init(name: "long", label: "Long", kind: .text(width: 600)),
        .init(name: "q", label: "Q", kind: .number(width: 4, decimals: 0), measure: .nominal, missing: 9990...9998),
    ]

    private static func sav(_ packing: SAVDictionary.Packing, rows: Int) -> [UInt8] {
        var packer = SAVPacker()
        let long = [UInt8](repeating: 120, count: 590)
        for row in 0..<rows {
            Array("row \(row)".utf8).withUnsafeBufferPointer { packer.put($0, [16]) }
            packer.put(Double(row) / 4)
            long.withUnsafeBufferPointer { packer.put($0, SAVPacker.segments(width: 600)) }
            packer.put(row % 2 == 0 ? 1 : 9994)
        }
        let head = SAVDictionary.bytes(
            variables, [.init(labels: [(1, "Yes"), (9994, "no answer")], variables: [3])],
            sets: [.init(name: "set", label: "Several", variables: [1, 3])], title: "Title", packing: packing)
        var bytes = head
        if packing == .deflated {
            var deflater = SAVDeflater(after: head.count)
            bytes += deflater.head
            bytes += deflater.append(packer.take(all: true))
            bytes += deflater.finish()
            bytes.replaceSubrange(head.count..<head.count + 24, with: deflater.head)
        } else {
            bytes += packer.take(all: true)
        }
        bytes.replaceSubrange(
            SAVDictionary.rowsOffset..<SAVDictionary.rowsOffset + 4, with: SAVDictionary.bytes(rows: rows))
        return bytes
    }

    @Test(arguments: [SAVDictionary.Packing.rows, .deflated])
    func `rows of SPSS are read as they were written`(_ packing: SAVDictionary.Packing) {
        let records = Self.read(Self.sav(packing, rows: 3), .sav)
        #expect(records[0] == ["Who", "Share", "Long", "Q"])
        let long = String(repeating: "x", count: 590)
        #expect(records[1] == ["row 0", "0", long, "Yes"])
        #expect(records[3] == ["row 2", "0.5", long, "Yes"])
    }

    @Test func `deflated rows of several blocks are read to the last`() {
        let records = Self.read(Self.sav(.deflated, rows: 40_000), .sav)
        #expect(records.count == 40_001)
        #expect(records.last?.first == "row 39999")
    }

    @Test func `rows of Stata are read as they were written, with their missing reasons as labels`() {
        let dictionary = DTADictionary(
            [
                .init(name: "id", fullName: "id", label: "Who", kind: .text(width: 4), meanings: nil),
                .init(name: "q", fullName: "q_with_its_full_name", label: "Q", kind: .byte, meanings: 0),
                .init(name: "n", fullName: "n", label: "N", kind: .double, meanings: nil),
            ], [.init(name: "q", labels: [(1, "Yes")], missing: [(0, "not asked")])], title: "Title")
        var rows = Array("ab".utf8) + [0, 0, 1]
        rows.put(2.5)
        rows += Array("cdef".utf8) + [DTAMissing.byte.first]
        rows.put(Double(bitPattern: DTAMissing.double + DTAMissing.step))
        #expect(dictionary.rowSize == rows.count / 2)
        #expect(dictionary.head(rows: 0).count == dictionary.head(rows: 1_000_000).count)
        let records = Self.read(dictionary.head(rows: 2) + rows + dictionary.tail, .dta)
        #expect(records == [["Who", "Q", "N"], ["ab", "Yes", "2.5"], ["cdef", "not asked", ""]])
    }
}
