import TestSupport
import Testing
import WeirCore

@testable import WeirProtect

/// k-anonymity, counted by hand.
@Suite struct KAnonymityTests {
    private static func combinations(_ records: [[UInt16]]) -> [[UInt16]: Int] {
        Dictionary(records.map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// Eight records over two keys: three like (1, 1), two like (1, 2), then (2, 1), (2, 9994) and (9994, 2).
    private static let eight: [[UInt16]] = [
        [1, 1], [1, 2], [1, 1], [2, 1], [1, 2], [2, 9994], [1, 1], [9994, 2],
    ]

    @Test func strictReadingTakesMissingAsACategory() {
        let measured = KAnonymity(combinations: Self.combinations(Self.eight))
        #expect(measured.strict.recordsByK == [3: 3, 2: 2, 1: 3])
        #expect(measured.strict.smallest == 1)
        #expect(measured.strict.records(below: 2) == 3)
        #expect(measured.strict.records(below: 3) == 5)
        #expect(measured.strict.records(below: 5) == 8)
    }

    /// (2, 9994) matches (2, 1) and (9994, 2); (9994, 2) matches both (1, 2) and (2, 9994).
    /// So (1, 1) has 3, (1, 2) has 3, (2, 1) has 2, (2, 9994) has 3, (9994, 2) has 4.
    @Test func wildcardReadingMatchesAnything() {
        let measured = KAnonymity(combinations: Self.combinations(Self.eight))
        #expect(measured.wildcard.recordsByK == [3: 3 + 2 + 1, 2: 1, 4: 1])
        #expect(measured.wildcard.smallest == 2)
    }

    /// The kind of table with which sdcMicro's manual shows `freqCalc` and NA: the last record, all missing, matches
    /// every other one, and every other one matches it.
    @Test func recordWithEverythingMissingMatchesEverybody() {
        let records: [[UInt16]] = [[1, 1, 1], [1, 1, 1], [1, 1, 2], [2, 2, 2], [9995, 9996, 9997]]
        let measured = KAnonymity(combinations: Self.combinations(records))
        #expect(measured.strict.recordsByK == [2: 2, 1: 3])
        #expect(measured.wildcard.recordsByK == [3: 2, 2: 2, 5: 1])
    }

    @Test(
        arguments: [
            (9990, false), (9991, false), (9992, false), (9993, true), (9994, true), (9995, true), (9996, true),
            (9997, true), (9998, false),
        ] as [(UInt16, Bool)])
    func factsAboutTheFormMatchOnlyThemselves(_ reason: UInt16, _ isWild: Bool) {
        let measured = KAnonymity(combinations: [[1, reason]: 1, [1, 5]: 1])
        #expect(measured.wildcard.recordsByK == (isWild ? [2: 2] : [1: 2]))
        #expect(measured.strict.recordsByK == [1: 2])
    }

    @Test func twoOpenValuesMatchEachOther() {
        let measured = KAnonymity(combinations: [[9994, 1]: 2, [9995, 1]: 3, [9994, 2]: 1])
        #expect(measured.wildcard.recordsByK == [5: 5, 1: 1])
    }

    @Test func nobodyHasNoSmallestK() {
        let measured = KAnonymity(combinations: [:])
        #expect(measured.strict.smallest == 0)
        #expect(measured.wildcard.records(below: 100) == 0)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func bothReadingsAgreeWithComparingAllPairs(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let values: [UInt16] = [1, 2, 3, 9990, 9994, 9995]
        let records = (0..<60).map { _ in (0..<3).map { _ in values.randomElement(using: &random)! } }
        let measured = KAnonymity(combinations: Self.combinations(records))
        #expect(measured.strict.recordsByK == Self.naive(records) { $0 == $1 }, "seed \(seed)")
        let wild: [UInt16] = [9994, 9995]
        #expect(
            measured.wildcard.recordsByK == Self.naive(records) { $0 == $1 || wild.contains($0) || wild.contains($1) },
            "seed \(seed)")
    }

    private static func naive(_ records: [[UInt16]], _ matches: (UInt16, UInt16) -> Bool) -> [Int: Int] {
        let ks = records.map { record in records.count { zip(record, $0).allSatisfy(matches) } }
        return Dictionary(ks.map { ($0, 1) }, uniquingKeysWith: +)
    }
}

/// What Protect learns from batches.
@Suite struct ProtectStageTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [
            .closed("hidden", "x", role: .evidence), .closed("key", "a b"), .closed("multi", "x y", .multi),
            .closed("other", "a b"), .open("n", .slider),
        ]))

    private static func batch(_ columns: [String: [UInt16]]) -> Batch<Harmonised> {
        let rows = columns["key"]!.count
        let storage = BatchStorage(bytes: [], firstRow: 0, firstByte: 0)
        storage.rowCount = rows
        storage.allocateValues(for: schema)
        for column in schema.columns {
            guard case .code(let place) = column.kind, let values = columns[column.name] else { continue }
            storage.codes.replaceSubrange(place * rows..<(place + 1) * rows, with: values)
        }
        return Batch(storage)
    }

    private static let first = batch([
        "key": [1, 1, 2, 1], "multi__x": [0, 1, 1, 9994], "multi__y": [0, 0, 0, 9994], "other": [2, 2, 9990, 2],
    ])
    private static let second = batch(["key": [2, 1], "multi__x": [1, 1], "multi__y": [1, 0], "other": [1, 2]])

    @Test func combinationsAndFrequenciesAreCounted() throws {
        let summary = try ProtectStage(schema: Self.schema, keys: [1, 3]).process(Self.first).1
        #expect(summary.combinations == [[1, 2]: 3, [2, 9990]: 1])
        // The hidden variable has the first code column, and no frequencies.
        #expect(
            summary.frequencies == [
                1: [1: 3, 2: 1], 2: [0: 1, 1: 2, 9994: 1], 3: [0: 3, 9994: 1], 4: [2: 3, 9990: 1],
            ])
    }

    @Test func summariesOfTwoBatchesAddUp() throws {
        let stage = ProtectStage(schema: Self.schema, keys: [1])
        var summary = try stage.process(Self.first).1
        summary.merge(try stage.process(Self.second).1)
        #expect(summary.combinations == [[1]: 4, [2]: 2])
        #expect(summary.frequencies[3] == [0: 4, 1: 1, 9994: 1])
    }

    @Test func numbersAreCountedOverBatches() throws {
        let stage = ProtectStage(schema: Self.schema, keys: [1])
        var summary = ProtectSummary()
        for numbers in [[0, 37.5, 9991], [37.5, 100, 0]] as [[Double]] {
            let batch = Self.batch(["key": [1, 1, 1]])
            batch.storage.numbers = numbers
            summary.merge(try stage.process(batch).1)
        }
        #expect(summary.numbers == [0: [0: 2, 37.5: 2, 100: 1, 9991: 1]])
    }

    @Test func rowsPassUnchanged() throws {
        let before = Self.second.storage.codes
        let (batch, _) = try ProtectStage(schema: Self.schema, keys: [1]).process(Self.second)
        #expect(batch.storage.codes == before)
    }
}
