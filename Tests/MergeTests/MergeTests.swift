import TestSupport
import Testing
import WeirCore

@testable import WeirMerge

/// A part that is held in memory.
private final class MemoryPart: PreparedPart {
    struct Row {
        var entry: AccountEntry
        var month: UInt16
        var code: UInt16
        var number: Double
    }

    private var accounts: [AccountEntry]
    private let answers: [[Row]]
    private let blockRows: Int

    /// Rows in the order of the upload; each run takes `runRows` of those that are merged, but for the lost ones.
    init(_ rows: [Row], merged: Set<Disposition>, runRows: Int, blockRows: Int, losing: Set<UInt32> = []) {
        accounts = rows.map(\.entry).sorted(by: AccountEntry.precedes)
        let kept = rows.filter { merged.contains($0.entry.disposition) && !losing.contains($0.entry.row) }
        answers = stride(from: 0, to: kept.count, by: runRows).map { start in
            kept[start..<min(start + runRows, kept.count)].sorted { AccountEntry.precedes($0.entry, $1.entry) }
        }
        self.blockRows = blockRows
    }

    func nextAccount() throws -> AccountEntry? { accounts.isEmpty ? nil : accounts.removeFirst() }
    func runs() throws -> [any AnswerRun] { answers.map { MemoryRun($0, blockRows: blockRows) } }
}

private final class MemoryRun: AnswerRun {
    private var rows: ArraySlice<MemoryPart.Row>
    private let blockRows: Int

    init(_ rows: [MemoryPart.Row], blockRows: Int) {
        self.rows = rows[...]
        self.blockRows = blockRows
    }

    func next() throws -> AnswerBlock? {
        let some = rows.prefix(blockRows)
        guard !some.isEmpty else { return nil }
        rows = rows.dropFirst(blockRows)
        var block = AnswerBlock()
        block.pseudonyms = some.map(\.entry.pseudonym)
        block.sourceRows = some.map(\.entry.row)
        block.months = some.map(\.month)
        // Two code columns: the code, and its double.
        block.codes = some.map(\.code) + some.map { $0.code * 2 } + some.flatMap { _ in [0, 0] }
        block.numbers = some.map(\.number)
        // The code in words, and nothing for every third.
        for row in some {
            let text = Array(MergedRow.text(row.code).utf8)
            block.texts.append(
                text.isEmpty ? .blank : Cell(offset: UInt32(block.arena.count), length: UInt32(text.count)))
            block.arena += text
        }
        return block
    }
}

/// One row of the merged table.
private struct MergedRow: Equatable {
    var pseudonym: Pseudonym
    var month: UInt16
    var code: UInt16
    var double: UInt16
    var number: Double
    var text: String

    static func text(_ code: UInt16) -> String { code % 3 == 0 ? "" : "code \(code)" }
}

@Suite struct PartMergeTests {
    private static let schema = Schema(
        codebook: Codebook(variables: [
            .closed("q", "a"), .closed("r", "a"), .open("n", .number, role: .plain), .open("t"),
        ]))

    private static func row(
        _ pseudonym: Int, row: Int, _ disposition: Disposition = .complete, code: Int = 0
    ) -> MemoryPart.Row {
        let entry = AccountEntry(
            pseudonym: Pseudonym(high: UInt64(pseudonym / 4), low: UInt16(pseudonym % 4)), row: UInt32(row),
            disposition: disposition, endedAt: 0)
        return MemoryPart.Row(entry: entry, month: UInt16(row), code: UInt16(code), number: Double(code) / 2)
    }

    private static func merged(
        _ parts: [[MemoryPart.Row]], _ merged: Set<Disposition> = [.complete], runRows: Int = 1_000,
        blockRows: Int = 512, withdrawn: Set<Pseudonym> = []
    ) throws -> (rows: [MergedRow], counts: [DispositionCounts], batches: [Int]) {
        let memory = parts.map { MemoryPart($0, merged: merged, runRows: runRows, blockRows: blockRows) }
        let merge = try PartMerge(parts: memory, schema: schema, merged: merged, withdrawn: withdrawn)
        var rows: [MergedRow] = []
        var batches: [Int] = []
        while let storage = try merge.next()?.storage {
            batches.append(storage.rowCount)
            rows += (0..<storage.rowCount).map { row in
                MergedRow(
                    pseudonym: storage.pseudonyms[row], month: storage.months[row], code: storage.codes[row],
                    double: storage.codes[storage.rowCount + row], number: storage.numbers[row],
                    text: storage.texts("t", schema)[row])
            }
        }
        #expect(try merge.next() == nil)
        return (rows, merge.counts, batches)
    }

    @Test func whoWithdrewIsMergedFromNoPart() throws {
        let parts = [
            [Self.row(1, row: 2), Self.row(2, row: 3)], [Self.row(1, row: 5), Self.row(3, row: 6, .breakOff)],
        ]
        let withdrawn: Set = [parts[0][0].entry.pseudonym, parts[1][1].entry.pseudonym]
        let (rows, counts, _) = try Self.merged(parts, withdrawn: withdrawn)
        #expect(rows.map(\.pseudonym) == [parts[0][1].entry.pseudonym])
        #expect(counts.map(\.byWord) == [["superseded": 1, "complete": 1], ["withdrawn": 2]])
    }

    /// The same by the rule alone: of one respondent's rows that are merged the last of the last part counts.
    private static func naive(
        _ parts: [[MemoryPart.Row]], _ merged: Set<Disposition>
    ) -> (rows: [MergedRow], counts: [DispositionCounts]) {
        var counts = parts.map { _ in DispositionCounts() }
        var rows: [MergedRow] = []
        let all = parts.enumerated().flatMap { part, rows in rows.map { (part: part, row: $0) } }
        for pseudonym in Set(all.map(\.row.entry.pseudonym)).sorted() {
            let own = all.filter { $0.row.entry.pseudonym == pseudonym }
                .sorted { ($0.part, $0.row.entry.row) < ($1.part, $1.row.entry.row) }
            let place = own.lastIndex { merged.contains($0.row.entry.disposition) } ?? own.count - 1
            for (index, candidate) in own.enumerated() {
                counts[candidate.part][index == place ? candidate.row.entry.disposition : .superseded] += 1
            }
            let row = own[place].row
            guard merged.contains(row.entry.disposition) else { continue }
            rows.append(
                MergedRow(
                    pseudonym: pseudonym, month: row.month, code: row.code, double: row.code * 2, number: row.number,
                    text: MergedRow.text(row.code)))
        }
        return (rows, counts)
    }

    @Test(arguments: 1...5, [1, 2, 3, 4, 5, 6] as [UInt64])
    func mergeIsTheRule(_ parts: Int, _ seed: UInt64) throws {
        var random = SeededRandom(seed: seed &* 31 &+ UInt64(parts))
        let dispositions: [Disposition] = [
            .complete, .complete, .sufficientPartial, .breakOff, .noConsent, .testRecord,
        ]
        let rows = (0..<parts).map { part in
            (0..<Int.random(in: 0...60, using: &random)).map { row in
                Self.row(
                    Int.random(in: 0...40, using: &random), row: row + 2, dispositions.randomElement(using: &random)!,
                    code: Int.random(in: 0...9998, using: &random))
            }
        }
        let rule = Self.naive(rows, [.complete, .sufficientPartial])
        for (runRows, blockRows) in [(1_000, 512), (7, 3), (1, 1), (10, 4)] {
            let result = try Self.merged(
                rows, [.complete, .sufficientPartial], runRows: runRows, blockRows: blockRows)
            #expect(result.rows == rule.rows, "seed \(seed), \(parts) parts, runs of \(runRows)")
            #expect(result.counts == rule.counts, "seed \(seed), \(parts) parts")
        }
        #expect(rule.counts.map(\.total) == rows.map(\.count), "every row is in exactly one class")
    }

    @Test(
        arguments: [
            // Within one part the later row counts.
            ([[Self.row(1, row: 2, code: 10), Self.row(1, row: 9, code: 20)]], 20),
            // A complete row counts before a later one that is not merged.
            ([[Self.row(1, row: 2, code: 10), Self.row(1, row: 9, .breakOff, code: 20)]], 10),
            // The later part counts, whatever the rows.
            ([[Self.row(1, row: 90, code: 10)], [Self.row(1, row: 2, code: 20)]], 20),
            ([[Self.row(1, row: 2, code: 10)], [Self.row(1, row: 2, .noConsent, code: 20)]], 10),
            (
                [[Self.row(1, row: 2, code: 10)], [], [Self.row(1, row: 5, code: 20), Self.row(1, row: 4, code: 30)]],
                20
            ),
        ] as [([[MemoryPart.Row]], UInt16)])
    private func oneRowOfARespondentCounts(_ parts: [[MemoryPart.Row]], _ code: UInt16) throws {
        let result = try Self.merged(parts)
        #expect(result.rows.map(\.code) == [code])
        let superseded = result.counts.reduce(0) { $0 + $1[.superseded] }
        #expect(superseded == parts.joined().count - 1)
    }

    @Test func ofRowsThatAreNotMergedOneIsCountedAsItIs() throws {
        let result = try Self.merged([[Self.row(1, row: 2, .noConsent)], [Self.row(1, row: 2, .breakOff)]])
        #expect(result.rows == [])
        #expect(result.counts[0][.superseded] == 1)
        #expect(result.counts[1][.breakOff] == 1)
    }

    @Test func rowsComeInTheOrderOfTheirPseudonymsInFullBatches() throws {
        let parts = (0..<3).map { part in (0..<1_000).map { Self.row($0 * 3 + part, row: $0 + 2, code: $0) } }
        let result = try Self.merged(parts, runRows: 300, blockRows: 64)
        #expect(result.rows.count == 3_000)
        #expect(zip(result.rows, result.rows.dropFirst()).allSatisfy { $0.pseudonym < $1.pseudonym })
        #expect(result.batches == [1024, 1024, 952])
    }

    @Test func fullBatchIsNotFollowedByAnEmptyOne() throws {
        let result = try Self.merged([(0..<1_024).map { Self.row($0, row: $0 + 2, code: $0) }])
        #expect(result.batches == [1024])
        #expect(result.rows.map(\.double) == (0..<1_024).map { UInt16($0 * 2) })
    }

    @Test(arguments: [2, 3, 4] as [UInt32])
    func partThatLostAnAnswerStopsTheMerge(_ lost: UInt32) throws {
        let rows = [2, 3, 4].map { Self.row($0, row: $0, code: $0) }
        let part = MemoryPart(rows, merged: [.complete], runRows: 10, blockRows: 2, losing: [lost])
        let merge = try PartMerge(parts: [part], schema: Self.schema, merged: [.complete])
        #expect(throws: PartDamaged.self) { while try merge.next() != nil {} }
    }

    @Test func nothingMergesToNothing() throws {
        #expect(try Self.merged([]).rows == [])
        #expect(try Self.merged([[], []]).counts == [DispositionCounts(), DispositionCounts()])
    }
}
