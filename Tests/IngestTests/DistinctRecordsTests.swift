import Testing
import WeirCore

@testable import WeirIngest

@Suite struct DistinctRecordsTests {
    /// Which of the records kept each of some records is, and how many were kept.
    private func places(of records: [[Cell]], in text: [UInt8]) -> (places: [Int], kept: Int) {
        text.withUnsafeBytes { text in
            var kept = DistinctRecords(width: records[0].count, atMost: records.count)
            let places = records.map { record in
                for cell in record { kept.append(cell) }
                return kept.endRecord(text)
            }
            return (places, kept.count)
        }
    }

    @Test func `records that say the same are kept once, wherever their text stands`() {
        let text = Array("yes no yes a long answer, told twice; a long answer, told twice".utf8)
        let (yes, no, otherYes) = (cell(0, 3), cell(4, 2), cell(7, 3))
        let (long, otherLong) = (cell(11, 25), cell(38, 25))
        let records = [[yes, long], [no, long], [otherYes, otherLong], [no, otherLong], [yes, .blank]]
        #expect(places(of: records, in: text) == ([0, 1, 0, 1, 2], 3))
    }

    @Test func `records that differ in one byte are told apart, at the ends of a cell and in the middle`() {
        let word = Array("twenty-four letters long".utf8)
        let variants =
            [word]
            + [0, 3, 8, 12, 15, 16, 23].map { place in
                var other = word
                other[place] = UInt8(ascii: "?")
                return other
            }
        let text = variants.flatMap(\.self)
        let records = variants.indices.map { [cell($0 * word.count, word.count)] }
        #expect(places(of: records, in: text).kept == variants.count)
    }

    @Test func `a mark is no text, and cells that change places are another record`() {
        let text = Array("ab".utf8)
        let records: [[Cell]] = [
            [cell(0, 1), cell(1, 1)], [cell(1, 1), cell(0, 1)], [.untranslated, .blank], [.blank, .untranslated],
            [.present, .blank], [cell(0, 1), cell(1, 1)],
        ]
        #expect(places(of: records, in: text) == ([0, 1, 2, 3, 4, 0], 5))
    }

    private func cell(_ offset: Int, _ length: Int) -> Cell { Cell(offset: UInt32(offset), length: UInt32(length)) }
}
