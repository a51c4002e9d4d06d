import TestSupport
import Testing
import WeirCore
import WeirFormats

@testable import WeirDeliver

/// The data set's text.
@Suite struct TableStageTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [
            .open("id", role: .direct), .closed("q", "yes no"), .closed("m", "a b", .multi),
            .open("n", .slider, role: .plain), .open("t"), .closed("status", "test", role: .evidence),
            .open("x", .number, role: .plain),
        ]))

    @Test func headerNamesEveryColumnButThoseThatStayBehind() {
        let header = String(decoding: CodesEncoder.header(.of(Self.schema)), as: UTF8.self)
        #expect(header == "pseudonym,submitted_month,q,m__a,m__b,n,t,t__missing,t__length,x\n")
    }

    /// Codes in the order of the schema: id missing and length, q, m__a, m__b, t missing and length, status.
    private static func batch() -> Batch<Protected> {
        let rows: [[UInt16]] = [[9994, 9994, 1, 0, 1, 9996, 4, 1], [9994, 9994, 9994, 9994, 9994, 9990, 9990, 9994]]
        let storage = BatchStorage(bytes: [], firstRow: 2, firstByte: 0)
        storage.rowCount = 2
        storage.pseudonyms = [Pseudonym(high: 0, low: 1), Pseudonym(high: .max, low: .max)]
        storage.months = [Month(year: 2021, month: 6)!.number, 0]
        storage.codes = (0..<8).flatMap { column in rows.map { $0[column] } }
        storage.numbers = [37.5, 9994, 100, 0.5]
        storage.texts = [Cell](repeating: .blank, count: 4)
        return Batch(storage)
    }

    @Test func batchIsItsTextByteForByte() throws {
        let (block, summary) = try TableStage(.of(Self.schema), country: 0).process(Self.batch())
        let text = block.text
        #expect(
            text == """
                0000000000000001,2021-06,1,0,1,37.5,,9996,4,100
                VVVVVVVVVVVVVVVV,,9994,9994,9994,9994,,9990,9990,0.5

                """)
        #expect(summary.rows == 2)
        #expect(summary.bytes == text.utf8.count)
    }

    private static let textSchema = Schema(codebook: Codebook(variables: [.open("t")]))

    @Test(
        arguments: [
            ("plain", "plain", 0, 0), ("a, b", "\"a, b\"", 0, 0), ("say \"x\"", "\"say \"\"x\"\"\"", 0, 0),
            ("one\ntwo", "one two", 1, 0), ("one\r\ntwo\rthree\n\nfour", "one two three  four", 4, 0),
            ("=1+1", "'=1+1", 0, 1), ("+1, 2", "\"'+1, 2\"", 0, 1), ("-x", "'-x", 0, 1), ("@x", "'@x", 0, 1),
            ("\tx", "\"'\tx\"", 0, 1), ("\rx", "\"' x\"", 1, 1), (" x ", "\" x \"", 0, 0), ("a=b", "a=b", 0, 0),
            ("[PERSON 1] žena", "[PERSON 1] žena", 0, 0),
        ] as [(String, String, Int, Int)])
    func textIsOneQuotedLineAndNeverAFormula(_ text: String, _ cell: String, _ breaks: Int, _ guarded: Int) throws {
        let storage = BatchStorage(bytes: [], firstRow: 2, firstByte: 0)
        storage.rowCount = 2
        storage.pseudonyms = [Pseudonym(high: 0, low: 0), Pseudonym(high: 0, low: 0)]
        storage.months = [0, 0]
        storage.codes = [0, 9996, 1, 2]
        storage.arena = Array("before\(text)".utf8)
        storage.texts = [Cell(offset: 6, length: UInt32(text.utf8.count)), .blank]
        let (block, summary) = try TableStage(.of(Self.textSchema), country: 0).process(Batch<Protected>(storage))
        #expect(block.text == "0000000000000000,,\(cell),,1\n0000000000000000,,,9996,2\n")
        #expect([summary.texts, summary.lineBreaks, summary.guarded] == [1, breaks, guarded])
    }

    private static let numberSchema = Schema(
        codebook: Codebook(variables: [.closed("country", "AL"), .open("n", .number, role: .plain)]))

    @Test(
        arguments: [
            (0, "0"), (0.5, "0.5"), (37.5, "37.5"), (100, "100"), (9994, "9994"), (9989, "9989"), (10_000, "10000"),
            (10_001, "10001"), (65_535, "65535"), (0.1, "0.1"), (33.333333333333336, "33.333333333333336"), (-3, "-3"),
            (-2.5, "-2.5"), (-0.0, "0"), (0.0001, "0.0001"), (70_000, "70000"),
        ] as [(Double, String)])
    func numberIsItsShortestText(_ number: Double, _ text: String) throws {
        let storage = BatchStorage(bytes: [], firstRow: 2, firstByte: 0)
        storage.rowCount = 1
        storage.pseudonyms = [Pseudonym(high: 0, low: 0)]
        storage.months = [0]
        storage.codes = [1]
        storage.numbers = [number]
        let (block, _) = try TableStage(.of(Self.numberSchema), country: 0).process(Batch<Protected>(storage))
        #expect(block.text == "0000000000000000,,1,\(text)\n")
    }

    @Test func whatBatchesTeachAddsUp() throws {
        let stage = TableStage(.of(Self.schema), country: 0)
        let (first, second) = (try stage.process(Self.batch()), try stage.process(Self.batch()))
        var summary = first.1
        summary.merge(second.1)
        #expect(summary.rows == 4)
        #expect(summary.bytes == 2 * first.0.text.utf8.count)
    }

    @Test func theSameBatchIsTheSameBytes() throws {
        let stage = TableStage(.of(Self.schema), country: 0)
        #expect(try stage.process(Self.batch()).0.text == stage.process(Self.batch()).0.text)
    }
}
